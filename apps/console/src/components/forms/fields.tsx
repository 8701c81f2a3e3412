import type { ReactNode } from 'react';
import { t } from '@lingui/core/macro';
import { BirthDateField } from './birth-date-field.tsx';
import { DateInput } from './date-input.tsx';
import { type ControlProps, TimeInput } from './time-input.tsx';
import type { Form } from './use-form.ts';

export interface FieldProps {
  readonly form: Form;
  /** By which the service names it. */
  readonly path: string;
  readonly label: string;
  readonly optional?: boolean;
  readonly hint?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

/** One field: its label, what is wrong with it, and its control. */
export function Field({ form, path, label, optional = false, hint, children }: FieldProps) {
  const id = form.idOf(path);
  const fault = form.faultOf(path);
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].join(' ').trim();
  return (
    <div className={`nhsuk-form-group${fault === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label className="nhsuk-label" htmlFor={id}>
        {label} {optional && <span className="hw-optional">{t`(optional)`}</span>}
      </label>
      {hint !== undefined && (
        <div className="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {fault !== undefined && (
        <span className="nhsuk-error-message" id={`${id}-fault`}>
          <span className="nhsuk-u-visually-hidden">Error: </span>
          {fault}
        </span>
      )}
      {children({
        id,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(fault === undefined ? {} : { 'aria-invalid': true }),
      })}
    </div>
  );
}

export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `text` may take several lines; `span` is a length of time in words; `time` is a date and a time, `date` a day. */
  readonly kind?: 'text' | keyof typeof inputKinds | 'time' | 'date' | 'birth-date';
  readonly maxLength?: number;
}

const inputKinds = {
  number: { inputMode: 'decimal', autoComplete: 'off' },
  span: { autoComplete: 'off' },
  telephone: { type: 'tel', autoComplete: 'off' },
  'nhs-number': { inputMode: 'numeric', autoComplete: 'off', spellCheck: false },
  name: { autoComplete: 'off', spellCheck: false },
} as const;

/** In nhsuk's widths, by what is typed. */
const widths: Readonly<Record<keyof typeof inputKinds, string>> = {
  number: '5',
  span: '5',
  telephone: '20',
  'nhs-number': '10',
  name: '20',
};

/** A field that is typed into. */
export function TextField({ kind = 'text', ...props }: TextFieldProps) {
  return kind === 'birth-date' ? <BirthDateField {...props} /> : <OneTextField kind={kind} {...props} />;
}

type OneTextFieldProps = TextFieldProps & { readonly kind: Exclude<TextFieldProps['kind'], 'birth-date' | undefined> };

function OneTextField({ value, onChange, kind, maxLength = 1000, ...field }: OneTextFieldProps) {
  const hint = [field.hint ?? '', formatHint(kind)].join(' ').trim();
  return (
    <Field {...field} {...(hint === '' ? {} : { hint })}>
      {(control) => {
        if (kind === 'time') return <TimeInput {...control} value={value} onChange={onChange} />;
        if (kind === 'date') return <DateInput {...control} value={value} onChange={onChange} />;
        if (kind === 'text') {
          return (
            <textarea
              {...control}
              className="nhsuk-textarea"
              rows={2}
              maxLength={maxLength}
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
          );
        }
        return (
          <input
            {...control}
            className={`nhsuk-input nhsuk-input--width-${widths[kind]}`}
            {...inputKinds[kind]}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        );
      }}
    </Field>
  );
}

function formatHint(kind: TextFieldProps['kind']): string {
  if (kind === 'time') return t`Day, month, year and time, such as 21/11/2026 08:30; a time alone keeps the day.`;
  return kind === 'date' ? t`Day, month and year, such as 21/11/2026.` : '';
}

export interface ChoiceFieldProps<Value extends string> extends Omit<FieldProps, 'children'> {
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly words: string }[];
  readonly onChange: (value: Value) => void;
}

/** A field with a few choices. */
export function ChoiceField<Value extends string>({ value, choices, onChange, ...field }: ChoiceFieldProps<Value>) {
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          className="nhsuk-select"
          value={value}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
