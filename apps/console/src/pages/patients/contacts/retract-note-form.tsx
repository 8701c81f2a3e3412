import type { Note } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { retractNote } from '../../../api/patient-commands.ts';
import { required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';

const Typed = z.object({ reason: z.string() });

/** Says that a note does not count, with the reason. It stays, struck through. */
export function RetractNoteForm({ note, onClose }: { readonly note: Note; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `retract-note/${note.patientId}/${note.id}`,
    shape: Typed,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter why it does not count`),
    body: ({ reason }) => ({ reason: reason.trim() }),
    send: (body, press) => retractNote(note, body, press),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: ['notes', note.patientId] });
      onClose();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Retract this note`}
      refusedTitle={t`The note was not retracted`}
      submit={t`Retract note`}
      submitting={t`Retracting…`}
      warning
      only="reason"
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="reason"
        label={t`Why it does not count`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
