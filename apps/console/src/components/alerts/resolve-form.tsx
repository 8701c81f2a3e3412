import { t } from '@lingui/core/macro';
import { alertOutcomes } from '#libs/clinical';
import { z } from 'zod';
import { resolveAlert } from '../../api/commands.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { outcomeName } from '../words/alert-words.ts';
import { type AnswerFormProps, noteIn, overWords } from './answer-form.ts';

const Typed = z.object({ outcome: z.enum(['', ...alertOutcomes]), note: z.string() });

/** What was done or found about an alert, by which it is closed. */
export function ResolveForm({ alert, now, name, onClose, onDone, onChanged }: AnswerFormProps) {
  const form = useForm({
    name,
    shape: Typed,
    initial: { outcome: '', note: '' },
    opened: alert,
    fields: ['outcome', 'note'],
    // What is not chosen is refused by the service, which says what it expects.
    body: ({ outcome, note }) => ({ outcome, ...noteIn(note) }),
    send: (body, press) => resolveAlert(alert.id, body, press),
    onDone,
    onChanged,
  });
  return (
    <FormFrame
      form={form}
      title={t`Resolve this alert`}
      refusedTitle={t`This alert was not resolved`}
      submit={t`Resolve alert`}
      submitting={t`Resolving…`}
      over={overWords(alert, now)}
      only="outcome"
      onCancel={onClose}
    >
      {alert.currentTier !== 'low' && (
        <p>{t`If the level still stands after the time that the outcome gives, the alert is raised again; once it is resolved it says when.`}</p>
      )}
      <ChoiceField
        form={form}
        path="outcome"
        label={t`Outcome`}
        value={form.values.outcome}
        choices={[
          { value: '', words: t`Choose` },
          ...alertOutcomes.map((outcome) => ({ value: outcome, words: outcomeName(outcome) })),
        ]}
        onChange={(outcome) => form.set({ outcome })}
      />
      <TextField
        form={form}
        path="note"
        label={t`What was done or found`}
        optional={form.values.outcome !== 'other'}
        maxLength={2000}
        value={form.values.note}
        onChange={(note) => form.set({ note })}
      />
    </FormFrame>
  );
}
