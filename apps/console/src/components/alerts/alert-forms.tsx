import { useShowNewest } from '../../live/use-show-newest.ts';
import type { FormAmong } from '../forms/use-form-disclosure.ts';
import { formChoices } from './alert-choices.ts';
import { type AnswerFormProps, answerForms } from './answer-form.ts';
import { DeclineForm, EscalateForm } from './escalate-form.tsx';
import { HandOverForm } from './hand-over-form.tsx';
import { NoteForm } from './note-form.tsx';
import { ResolveForm } from './resolve-form.tsx';
import { SnoozeForm } from './snooze-form.tsx';

const formOf = {
  resolve: ResolveForm,
  decline: DeclineForm,
  note: NoteForm,
  snooze: SnoozeForm,
  'hand-over': HandOverForm,
  escalate: EscalateForm,
} as const;

/** The form about an alert that is open; nothing where none is. */
export function AlertForms({
  forms,
  alert,
  now,
}: Pick<AnswerFormProps, 'alert' | 'now'> & { readonly forms: FormAmong }) {
  const show = useShowNewest('alerts');
  const open = formChoices.find((choice) => choice === forms.openId);
  if (open === undefined) return null;
  const Form = formOf[open];
  return (
    <Form
      key={open}
      alert={alert}
      now={now}
      name={`${answerForms(alert.id)}/${open}`}
      onClose={forms.close}
      onDone={(answered) => {
        show(answered);
        forms.close();
      }}
      onChanged={show}
    />
  );
}
