import { t } from '@lingui/core/macro';
import type { Note } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { acknowledgeAlert } from '../../api/commands.ts';
import { writeNote } from '../../api/patient-commands.ts';
import { required } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { type TypedForm, useForm } from '../forms/use-form.ts';
import { type AnswerFormProps, overWords } from './answer-form.ts';

const Typed = z.object({ note: z.string() });

/** A note about an alert: with it the alert is acknowledged, where that has not been done yet. */
export function NoteForm(props: AnswerFormProps) {
  return props.alert.state === 'raised' ? <AcknowledgeForm {...props} /> : <WriteForm {...props} />;
}

function AcknowledgeForm({ alert, now, name, onClose, onDone, onChanged }: AnswerFormProps) {
  const form = useForm({
    name,
    shape: Typed,
    initial: { note: '' },
    opened: alert,
    fields: ['note'],
    check: ({ note }) => required('note', note, t`Enter a note`),
    body: ({ note }) => ({ note: note.trim() }),
    send: (body, press) => acknowledgeAlert(alert.id, body, press),
    onDone,
    onChanged,
  });
  return (
    <FormFrame
      form={form}
      title={t`Acknowledge with a note`}
      refusedTitle={t`This alert was not acknowledged`}
      submit={t`Acknowledge with this note`}
      submitting={t`Acknowledging…`}
      over={overWords(alert, now)}
      only="note"
      onCancel={onClose}
    >
      <NoteField form={form} />
    </FormFrame>
  );
}

/** What is written about an acknowledged alert follows it up: the acknowledgement holds for longer. */
function WriteForm({ alert, now, name, onClose, onDone }: AnswerFormProps) {
  const client = useQueryClient();
  const form = useForm<z.infer<typeof Typed>, Parameters<typeof writeNote>[1], null, Note>({
    name,
    shape: Typed,
    initial: { note: '' },
    opened: null,
    fields: ['text'],
    check: ({ note }) => required('text', note, t`Enter a note`),
    body: ({ note }) => ({ kind: 'note', text: note.trim(), alertId: alert.id }),
    send: (body, press) => writeNote(alert.patientId, body, press),
    onDone: async () => {
      await client.invalidateQueries({ queryKey: ['notes', alert.patientId] });
      onDone(alert);
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Write a note about this alert`}
      refusedTitle={t`The note was not written`}
      submit={t`Save note`}
      submitting={t`Saving…`}
      over={overWords(alert, now)}
      only="text"
      onCancel={onClose}
    >
      <NoteField form={form} path="text" />
    </FormFrame>
  );
}

function NoteField(props: { readonly form: TypedForm<z.infer<typeof Typed>>; readonly path?: string }) {
  const { form, path = 'note' } = props;
  return (
    <TextField
      form={form}
      path={path}
      label={t`Note`}
      maxLength={2000}
      value={form.values.note}
      onChange={(note) => form.set({ note })}
    />
  );
}
