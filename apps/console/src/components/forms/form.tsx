import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { ProblemSummary } from '../page-states/page-states.tsx';
import { ChangedNotice } from './changed-notice.tsx';
import { type ControlProps, TimeInput } from './time-input.tsx';
import type { Form } from './use-form.ts';

export interface FormFrameProps {
  readonly form: Form;
  readonly title: string;
  /** Of the title: 3, unless the form is a section of its own. */
  readonly level?: 2 | 3;
  /** What was not done when it is refused: `The plan was not changed`. */
  readonly refusedTitle: string;
  /** Null where there is nothing left to be done. */
  readonly submit: string | null;
  readonly submitting: string;
  readonly cancel?: string;
  readonly warning?: boolean;
  /** Another form beside it has the focus when both open. */
  readonly besides?: boolean;
  /** The one field of a small form: it has the focus when the form opens, and Escape closes the form. */
  readonly only?: string;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/** A form with its title, its faults on top and next to their fields, and its two buttons. Takes the focus when it opens. */
export function FormFrame(props: FormFrameProps) {
  const { form, title, level = 3, refusedTitle, submit, submitting, cancel = 'Cancel' } = props;
  const { warning = false, besides = false, only, onCancel, children } = props;
  const start = useRef<HTMLHeadingElement>(null);
  const onlyId = only === undefined ? undefined : form.idOf(only);
  useEffect(() => {
    if (onlyId !== undefined) document.getElementById(onlyId)?.focus();
    else if (!besides) start.current?.focus();
  }, [besides, onlyId]);
  const titleId = form.idOf('title');
  const Title = `h${level}` as const;
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  return (
    <form
      className="hw-form"
      noValidate
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
      {...(only === undefined ? {} : { onKeyDown: closeOnEscape })}
    >
      <Title className={level === 2 ? 'nhsuk-heading-m' : 'nhsuk-heading-s'} id={titleId} ref={start} tabIndex={-1}>
        {title}
      </Title>
      <FaultSummary form={form} level={level} />
      {form.refusal !== null && <ProblemSummary title={refusedTitle} error={form.refusal} />}
      {form.changes !== undefined && (
        <ChangedNotice
          changes={form.changes}
          next={`What you typed is kept.${submit === null ? '' : ` If it still holds, press “${submit}” again.`}`}
        />
      )}
      {children}
      <div className="hw-actions">
        {submit !== null && (
          <button
            type="submit"
            className={`nhsuk-button hw-button--small${warning ? ' nhsuk-button--warning' : ''}`}
            disabled={form.pending}
          >
            {form.pending ? submitting : submit}
          </button>
        )}
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onCancel}>
          {cancel}
        </button>
      </div>
    </form>
  );
}

function FaultSummary({ form, level }: { readonly form: Form; readonly level: 2 | 3 }) {
  const summary = useRef<HTMLDivElement>(null);
  const said = form.faults.map(({ path, message }) => `${path} ${message}`).join('\n');
  useEffect(() => {
    if (said !== '') summary.current?.focus();
  }, [said]);
  if (form.faults.length === 0) return null;
  const Title = level === 2 ? 'h3' : 'h4';
  return (
    <div className="nhsuk-error-summary hw-problem" ref={summary} tabIndex={-1}>
      <div role="alert">
        <Title className="nhsuk-error-summary__heading nhsuk-heading-xs">There is a problem</Title>
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
  /** `text` may take several lines; `span` is a length of time in words; `time` is a date and a time. */
  readonly kind?: 'text' | keyof typeof inputKinds | 'time';
  readonly maxLength?: number;
}

const inputKinds = {
  number: { inputMode: 'decimal', autoComplete: 'off' },
  span: { autoComplete: 'off' },
  date: { type: 'date' },
} as const;

/** A field that is typed into. */
export function TextField({ value, onChange, kind = 'text', maxLength = 1000, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(control) => {
        if (kind === 'time') return <TimeInput {...control} value={value} onChange={onChange} />;
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
            className={`nhsuk-input ${kind === 'date' ? 'hw-input--time' : 'nhsuk-input--width-5'}`}
            {...inputKinds[kind]}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        );
      }}
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
