import { plural, t } from '@lingui/core/macro';
import { instant } from '#libs/contracts';
import { z } from 'zod';
import { answerAlert } from '../../api/commands.ts';
import { serverClock } from '../../time/server-clock.ts';
import { required } from '../forms/faults.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { timeWords } from '../words/time-words.ts';
import { snoozeChoices } from './alert-choices.ts';
import { type AnswerFormProps, overWords } from './answer-form.ts';

const minuteMs = 60_000;
const Typed = z.object({ minutes: z.string(), reason: z.string() });

/** Puts an alert off for a while, with a reason; never for longer than its tier permits. */
export function SnoozeForm({ alert, now, name, onClose, onDone, onChanged }: AnswerFormProps) {
  const choices = snoozeChoices(alert);
  const form = useForm({
    name,
    shape: Typed,
    initial: { minutes: String(choices[0] ?? 15), reason: '' },
    opened: alert,
    fields: ['until', 'reason'],
    check: ({ reason }) => required('reason', reason, t`Enter why it can wait`),
    body: ({ minutes, reason }) => ({
      until: instant(serverClock.now() + Number(minutes) * minuteMs),
      reason: reason.trim(),
    }),
    send: (body, press) => answerAlert(alert.id, 'snooze', { body, press }),
    onDone,
    onChanged,
  });
  return (
    <FormFrame
      form={form}
      title={t`Snooze this alert`}
      refusedTitle={t`This alert was not snoozed`}
      submit={t`Snooze alert`}
      submitting={t`Snoozing…`}
      over={overWords(alert, now)}
      only="until"
      onCancel={onClose}
    >
      <ChoiceField
        form={form}
        path="until"
        label={t`For how long`}
        hint={t`No one is notified until then, unless the patient gets worse.`}
        value={form.values.minutes}
        choices={choices.map((minutes) => ({ value: String(minutes), words: choiceWords(minutes, now) }))}
        onChange={(minutes) => form.set({ minutes })}
      />
      <TextField
        form={form}
        path="reason"
        label={t`Why it can wait`}
        maxLength={2000}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}

function choiceWords(minutes: number, now: number): string {
  const until = timeWords(now + minutes * minuteMs, now);
  return t`${plural(minutes, { one: '# minute', other: '# minutes' })}, until ${until}`;
}
