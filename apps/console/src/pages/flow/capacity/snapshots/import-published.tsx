import { plural, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { importPublished } from '../../../../api/capacity-plan.ts';
import { queryKeys } from '../../../../api/query-keys.ts';
import { required } from '../../../../components/forms/faults.ts';
import { Field } from '../../../../components/forms/fields.tsx';
import { FormFrame } from '../../../../components/forms/form-frame.tsx';
import { useForm } from '../../../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../../components/frame/person.tsx';
import { Section } from '../../../../components/frame/section.tsx';
import { monthAndYear } from '../../../../time/site-time.ts';

/** The published national series from a file, for those who may: what was found in it is said, and what is wrong by row. */
export function ImportPublished() {
  const mayImport = useMay('manage-wards');
  const importing = useFormDisclosure('published-capacity');
  const [said, setSaid] = useState('');
  if (!mayImport) return null;
  return (
    <Section title={t`Published national series`}>
      <p role="status">{said}</p>
      {importing.isOpen ? (
        <ImportForm name={importing.form} onSaid={setSaid} onClose={importing.close} />
      ) : (
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...importing.opener}>
          {t`Import a published table…`}
        </button>
      )}
    </Section>
  );
}

const Typed = z.object({ name: z.string(), csv: z.string() });

interface ImportFormProps {
  readonly name: string;
  readonly onSaid: (words: string) => void;
  readonly onClose: () => void;
}

function ImportForm({ name, onSaid, onClose }: ImportFormProps) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Typed,
    initial: { name: '', csv: '' },
    opened: null,
    fields: ['csv'],
    check: ({ csv }) => required('csv', csv, t`Choose a file that is not empty`),
    body: ({ csv }) => csv,
    send: importPublished,
    onDone: async ({ rows, months }) => {
      const which = months.map((month) => monthAndYear(month)).join(', ');
      onSaid(t`${plural(rows, { one: '# row was', other: '# rows were' })} imported: ${which}.`);
      await client.invalidateQueries({ queryKey: queryKeys.publishedCapacity() });
      onClose();
    },
  });
  const { values } = form;
  return (
    <FormFrame
      form={form}
      title={t`Import a published table`}
      refusedTitle={t`No row was imported`}
      submit={t`Import`}
      submitting={t`Importing…`}
      only="csv"
      onCancel={onClose}
    >
      <p>{t`The table is taken whole or not at all. Rows of the same month and the same name that are there already are replaced.`}</p>
      <Field form={form} path="csv" label={t`File`} hint={t`CSV, in the columns of the published table.`}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void file.text().then((csv) => form.set({ name: file.name, csv }));
            }}
          />
        )}
      </Field>
      <p role="status">{values.csv !== '' && foundWords(values)}</p>
    </FormFrame>
  );
}

/** Counted by lines: what they say is for the service to read. */
function foundWords({ name, csv }: z.infer<typeof Typed>): string {
  const rows = Math.max(0, csv.split(/\r?\n/).filter((line) => line.trim() !== '').length - 1);
  return t`${name} has ${plural(rows, { one: '# row', other: '# rows' })} below its heading.`;
}
