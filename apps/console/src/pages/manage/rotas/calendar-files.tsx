import type { Rota } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { calendarAddress, uploadCalendar } from '../../../api/rotas.ts';
import { required } from '../../../components/forms/faults.ts';
import { Field } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Section } from '../../../components/frame/section.tsx';

/** A rota out of Homeward and into it, as iCalendar. */
export function CalendarFiles({ rota, mayManage }: { readonly rota: Rota; readonly mayManage: boolean }) {
  const uploading = useFormDisclosure(`rota-calendar/${rota.id}`);
  const [said, setSaid] = useState('');
  return (
    <Section title={t`Calendar file`}>
      <p>
        <a href={calendarAddress(rota.id)} download>
          {t`Download as iCalendar (.ics)`}
        </a>
      </p>
      <p role="status">{said}</p>
      {mayManage &&
        (uploading.isOpen ? (
          <UploadForm name={uploading.form} rota={rota} onSaid={setSaid} onClose={uploading.close} />
        ) : (
          <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" {...uploading.opener}>
            {t`Upload a calendar…`}
          </button>
        ))}
    </Section>
  );
}

const Typed = z.object({ calendar: z.string() });

interface UploadFormProps {
  readonly name: string;
  readonly rota: Rota;
  readonly onSaid: (words: string) => void;
  readonly onClose: () => void;
}

function UploadForm({ name, rota, onSaid, onClose }: UploadFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['rotas'] });
  const form = useForm({
    name,
    shape: Typed,
    initial: { calendar: '' },
    opened: rota,
    fields: ['calendar'],
    check: ({ calendar }) => required('calendar', calendar, t`Choose a file`),
    body: ({ calendar }) => calendar,
    send: (body, press) => uploadCalendar(rota.id, body, press),
    onDone: async ({ overrides }) => {
      const read = overrides.filter(({ source }) => source === 'calendar').length;
      onSaid(t`The calendar was read: ${String(read)} overrides come from it.`);
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={t`Upload a calendar`}
      refusedTitle={t`The calendar was not read`}
      submit={t`Upload`}
      submitting={t`Uploading…`}
      only="calendar"
      onCancel={onClose}
    >
      <p>{t`Its events become overrides, in the stead of those of the calendar before. A person is named by email, id or name.`}</p>
      <Field form={form} path="calendar" label={t`File`} hint={t`iCalendar (.ics)`}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".ics,text/calendar"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void file.text().then((calendar) => form.set({ calendar }));
            }}
          />
        )}
      </Field>
    </FormFrame>
  );
}
