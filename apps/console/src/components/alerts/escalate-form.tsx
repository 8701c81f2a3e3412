import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { answerAlert } from '../../api/commands.ts';
import { required } from '../forms/faults.ts';
import { TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { type AnswerFormProps, overWords } from './answer-form.ts';

const Typed = z.object({ words: z.string() });

/** Has the people of the next step notified now. */
export function EscalateForm({ alert, now, name, onClose, onDone, onChanged }: AnswerFormProps) {
  const form = useForm({
    name,
    shape: Typed,
    initial: { words: '' },
    opened: alert,
    fields: ['note'],
    check: ({ words }) => required('note', words, t`Enter what they need to know`),
    body: ({ words }) => ({ note: words.trim() }),
    send: (body, press) => answerAlert(alert.id, 'escalate', { body, press }),
    onDone,
    onChanged,
  });
  return (
    <FormFrame
      form={form}
      title={t`Escalate this alert now`}
      refusedTitle={t`This alert was not escalated`}
      submit={t`Escalate alert`}
      submitting={t`Escalating…`}
      over={overWords(alert, now)}
      only="note"
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="note"
        label={t`Why now`}
        hint={t`The people of the next step are notified at once.`}
        maxLength={2000}
        value={form.values.words}
        onChange={(words) => form.set({ words })}
      />
    </FormFrame>
  );
}

/** Gives an alert back that was handed to a team of the person's. */
export function DeclineForm({ alert, now, name, onClose, onDone, onChanged }: AnswerFormProps) {
  const form = useForm({
    name,
    shape: Typed,
    initial: { words: '' },
    opened: alert,
    fields: ['reason'],
    check: ({ words }) => required('reason', words, t`Enter why the team cannot take it`),
    body: ({ words }) => ({ reason: words.trim() }),
    send: (body, press) => answerAlert(alert.id, 'decline', { body, press }),
    onDone,
    onChanged,
  });
  return (
    <FormFrame
      form={form}
      title={t`Decline this alert`}
      refusedTitle={t`This alert was not declined`}
      submit={t`Decline alert`}
      submitting={t`Declining…`}
      over={overWords(alert, now)}
      only="reason"
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="reason"
        label={t`Why`}
        maxLength={2000}
        value={form.values.words}
        onChange={(words) => form.set({ words })}
      />
    </FormFrame>
  );
}
