import { type ReactNode, useEffect, useRef } from 'react';
import { ProblemSummary } from '../page-states/page-states.tsx';
import type { Form } from './use-form.ts';

export interface FormFrameProps {
  readonly form: Form;
  readonly title: string;
  /** What was not done when it is refused: `The plan was not changed`. */
  readonly refusedTitle: string;
  readonly submit: string;
  readonly submitting: string;
  readonly warning?: boolean;
  /** Another form beside it has the focus when both open. */
  readonly besides?: boolean;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A form with its title, its faults on top and next to their fields, and its two buttons. Takes the focus when it opens. */
export function FormFrame(props: FormFrameProps) {
  const { form, title, refusedTitle, submit, submitting, warning = false, besides = false, onCancel, children } = props;
  const start = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!besides) start.current?.focus();
  }, [besides]);
  const titleId = form.idOf('title');
  return (
    <form
      className="hw-form"
      noValidate
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <h3 className="nhsuk-heading-s" id={titleId} ref={start} tabIndex={-1}>
        {title}
      </h3>
      <FaultSummary form={form} />
      {form.refusal !== null && <ProblemSummary title={refusedTitle} error={form.refusal} />}
      {children}
      <div className="hw-actions">
        <button
          type="submit"
          className={`nhsuk-button hw-button--small${warning ? ' nhsuk-button--warning' : ''}`}
          disabled={form.pending}
        >
          {form.pending ? submitting : submit}
        </button>
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function FaultSummary({ form }: { readonly form: Form }) {
  const summary = useRef<HTMLDivElement>(null);
  const said = form.faults.map(({ path, message }) => `${path} ${message}`).join('\n');
  useEffect(() => {
    if (said !== '') summary.current?.focus();
  }, [said]);
  if (form.faults.length === 0) return null;
  return (
    <div className="nhsuk-error-summary hw-problem" ref={summary} tabIndex={-1}>
      <div role="alert">
        <h4 className="nhsuk-error-summary__heading nhsuk-heading-xs">There is a problem</h4>
        <ul className="nhsuk-list nhsuk-error-summary__list">
          {form.faults.map(({ path, message }) => (
            <li key={path}>
              <a href={`#${form.idOf(path)}`}>{message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

export interface FieldProps {
  readonly form: Form;
  /** By which the service names it. */
  readonly path: string;
  readonly label: string;
  readonly optional?: boolean;
  readonly hint?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

/** What the control within a field has to be given. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

/** One field: its label, what is wrong with it, and its control. */
export function Field({ form, path, label, optional = false, hint, children }: FieldProps) {
  const id = form.idOf(path);
  const fault = form.faultOf(path);
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].join(' ').trim();
  return (
    <div className={`nhsuk-form-group${fault === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label className="nhsuk-label" htmlFor={id}>
        {label} {optional && <span className="hw-optional">(optional)</span>}
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
  /** `text` may take several lines; `span` is a length of time in words. */
  readonly kind?: 'text' | 'number' | 'span' | 'date' | 'datetime-local';
}

const inputKinds = {
  number: { inputMode: 'decimal', autoComplete: 'off' },
  span: { autoComplete: 'off' },
  date: { type: 'date' },
  'datetime-local': { type: 'datetime-local' },
} as const;

/** A field that is typed into. */
export function TextField({ value, onChange, kind = 'text', ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(control) =>
        kind === 'text' ? (
          <textarea
            {...control}
            className="nhsuk-textarea"
            rows={2}
            maxLength={1000}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...control}
            className={`nhsuk-input ${kind === 'number' || kind === 'span' ? 'nhsuk-input--width-5' : 'hw-input--time'}`}
            {...inputKinds[kind]}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
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
