import { type Merge, MergeId, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { mergesQuery, undoMerge } from '../../../api/merges.ts';
import { required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useFormAmong } from '../../../components/forms/use-form-disclosure.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { nhsNumberWords } from '../../../components/words/identity-words.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathToMerge } from '../../../navigation/paths.ts';

interface MergedRecordsProps {
  readonly patientId: PatientId;
  readonly now: number;
}

/** The records that were merged into this one, who did it and why, and the way to undo it or to merge another. */
export function MergedRecords({ patientId, now }: MergedRecordsProps) {
  const may = useMay('merge-patients');
  const merges = useQuery(mergesQuery(patientId)).data?.items ?? [];
  const undoing = useFormAmong(`undo-merge/${patientId}/`);
  const openId = MergeId.safeParse(undoing.openId).data;
  const open = merges.find(({ id, undone }) => id === openId && undone === null);
  if (!may && merges.length === 0) return null;
  return (
    <Section title={t`Merged records`}>
      <ul className="nhsuk-list">
        {merges.map((merge) => (
          <li key={merge.id}>
            {mergeWords(merge, now)}{' '}
            {may && merge.undone === null && (
              <button type="button" className="hw-link" {...undoing.openerOf(merge.id)}>
                {t`Undo the merge…`}
              </button>
            )}
          </li>
        ))}
      </ul>
      {open !== undefined && <UndoForm key={open.id} merge={open} onClose={undoing.close} />}
      {may && <Link href={pathToMerge(patientId)}>{t`Merge with another record…`}</Link>}
    </Section>
  );
}

function mergeWords({ duplicate, by, at, reason, undone }: Merge, now: number): string {
  const who = `${duplicate.givenName} ${duplicate.familyName}, ${nhsNumberWords(duplicate.nhsNumber)}`;
  const merged = t`${who}: merged ${timeWords(at, now)} by ${by.name}. ${reason}`;
  if (undone === null) return merged;
  return `${merged} ${t`Undone ${timeWords(undone.at, now)} by ${undone.by.name}. ${undone.reason}`}`;
}

const Typed = z.object({ reason: z.string() });

function UndoForm({ merge: { id, survivorId }, onClose }: { readonly merge: Merge; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `undo-merge/${survivorId}/${id}`,
    shape: Typed,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter the reason`),
    body: ({ reason }) => ({ reason: reason.trim() }),
    send: (body, press) => undoMerge(id, body, press),
    onDone: () => {
      onClose();
      void client.invalidateQueries();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Undo the merge`}
      level={3}
      refusedTitle={t`The merge was not undone`}
      submit={t`Undo the merge`}
      submitting={t`Undoing…`}
      warning
      first="reason"
      onCancel={onClose}
    >
      <p>
        {t`The other record has again what came from it, as it is now: its stays with their alerts, its devices and what they sent since. What was written about the patient since stays here.`}
      </p>
      <TextField
        form={form}
        path="reason"
        label={t`Why they are two persons`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
