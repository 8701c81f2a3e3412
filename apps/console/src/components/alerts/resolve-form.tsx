import { t } from '@lingui/core/macro';
import { type Alert, alertOutcomes } from '#libs/contracts';
import { z } from 'zod';
import { resolveAlert } from '../../api/commands.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { outcomeName } from '../words/alert-words.ts';
import { timeWords } from '../words/time-words.ts';

/** The name of the form that resolves an alert. */
export const resolveAlertForm = (id: string): string => `resolve-alert/${id}`;

const Typed = z.object({ outcome: z.enum(['', ...alertOutcomes]), note: z.string() });

/** What was done or found about an alert, by which it is closed. */
export function ResolveForm(props: {
  readonly alert: Alert;
  readonly now: number;
  readonly name: string;
  readonly onClose: () => void;
  readonly onResolved: (resolved: Alert) => void;
  readonly onChanged: (current: Alert) => void;
}) {
  const { alert, now, name, onClose, onResolved, onChanged } = props;
  const form = useForm({
    name,
    shape: Typed,
    initial: { outcome: '', note: '' },
    opened: alert,
    fields: ['outcome', 'note'],
    // What is not chosen is refused by the service, which says what it expects.
    body: ({ outcome, note }) => ({ outcome, ...(note.trim() === '' ? {} : { note: note.trim() }) }),
    send: (body, press) => resolveAlert(alert.id, body, press),
    onDone: onResolved,
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
      onCancel={onClose}
    >
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

/** By whom the alert was resolved meanwhile; null while it is open. */
function overWords({ state, resolvedAt, resolvedBy }: Alert, now: number): string | null {
  if (state !== 'resolved') return null;
  if (resolvedAt === null || resolvedBy === null) return t`This alert is resolved.`;
  const at = timeWords(resolvedAt, now);
  return t`${resolvedBy.name} resolved this alert (${at}).`;
}
