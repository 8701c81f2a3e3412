import { consciousnessLevels } from '#libs/clinical';
import { MessageId, type PatientId } from '#libs/contracts';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { v4 } from 'uuid';
import { enterObservations } from '../../api/acts.ts';
import { serverClock } from '../../live/server-clock.ts';
import { ProblemSummary } from '../page-states/page-states.tsx';
import { localMinute } from '../words/local-time.ts';
import { longValue, vitalName } from '../words/vital-words.ts';
import { checkEntry, type EnteredCode, enteredCodes, type EntryFault, type EntryForm } from './entered-readings.ts';

export interface EnterObservationsProps {
  readonly patientId: PatientId;
  readonly onDone: (howMany: number) => void;
  readonly onCancel: () => void;
}

/** A form for readings by phone or on a visit. What is left blank was not measured. */
export function EnterObservations({ patientId, onDone, onCancel }: EnterObservationsProps) {
  const prefix = useId();
  // One id for the whole form: sending it again after a failure charts nothing twice.
  const [messageId] = useState(() => MessageId.parse(v4()));
  const [values, setValues] = useState<EntryForm['values']>({});
  // The field has minutes. Left as it is, the whole time counts: cut off, it would be older than what a wearable just sent.
  const [openedAt] = useState(() => serverClock.now());
  const [takenAt, setTakenAt] = useState(() => localMinute(openedAt));
  const [source, setSource] = useState<EntryForm['source']>('clinician');
  const [faults, setFaults] = useState<readonly EntryFault[]>([]);
  const start = useRef<HTMLHeadingElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const sending = useMutation({
    mutationFn: (body: Parameters<typeof enterObservations>[1]) => enterObservations(patientId, body),
    onSuccess: (_answer, body) => onDone(body.readings.length),
  });

  useEffect(() => start.current?.focus(), []);
  useEffect(() => {
    if (faults.length > 0) summary.current?.focus();
  }, [faults]);

  const idOf = (field: EntryFault['field']): string => `${prefix}${field}`;
  const faultOf = (field: EntryFault['field']): string | undefined =>
    faults.find((fault) => fault.field === field)?.message;
  const change = (code: EnteredCode, value: string): void => setValues((before) => ({ ...before, [code]: value }));

  return (
    <form
      className="hw-entry"
      noValidate
      aria-labelledby={`${prefix}title`}
      onSubmit={(event) => {
        event.preventDefault();
        const entry = checkEntry(
          { values, takenAt: takenAt === localMinute(openedAt) ? openedAt : Date.parse(takenAt), source, messageId },
          serverClock.now(),
        );
        setFaults(entry.ok ? [] : entry.faults);
        if (entry.ok) sending.mutate(entry.body);
      }}
    >
      <h2 className="nhsuk-heading-m" id={`${prefix}title`} ref={start} tabIndex={-1}>
        Enter observations
      </h2>
      {faults.length > 0 && (
        <div className="nhsuk-error-summary hw-problem" ref={summary} tabIndex={-1}>
          <div role="alert">
            <h3 className="nhsuk-error-summary__heading nhsuk-heading-s">There is a problem</h3>
            <ul className="nhsuk-list nhsuk-error-summary__list">
              {faults.map((fault) => (
                <li key={fault.field}>
                  <a href={`#${idOf(fault.field)}`}>{fault.message}</a>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {sending.isError && <ProblemSummary title="The observations were not accepted" error={sending.error} />}
      <p className="nhsuk-hint">Leave blank what was not measured: missing is never counted as normal.</p>
      <div className="hw-entry__fields">
        {enteredCodes.map((code) => (
          <Field key={code} code={code} id={idOf(code)} fault={faultOf(code)}>
            <Control
              code={code}
              id={idOf(code)}
              fault={faultOf(code)}
              value={values[code] ?? ''}
              onChange={(value) => change(code, value)}
            />
          </Field>
        ))}
        <Field label="Taken" id={idOf('takenAt')} fault={faultOf('takenAt')}>
          <input
            className="nhsuk-input"
            type="datetime-local"
            id={idOf('takenAt')}
            value={takenAt}
            aria-describedby={faultOf('takenAt') === undefined ? undefined : `${idOf('takenAt')}-fault`}
            onChange={(event) => setTakenAt(event.target.value)}
          />
        </Field>
        <Field label="Reported by" id={`${prefix}source`} fault={undefined}>
          <select
            className="nhsuk-select"
            id={`${prefix}source`}
            value={source}
            onChange={(event) => {
              const { value } = event.target;
              setSource(value === 'patient' || value === 'carer' ? value : 'clinician');
            }}
          >
            <option value="clinician">Clinician</option>
            <option value="patient">Patient</option>
            <option value="carer">Carer</option>
          </select>
        </Field>
      </div>
      <div className="hw-actions">
        <button type="submit" className="nhsuk-button hw-button--small" disabled={sending.isPending}>
          {sending.isPending ? 'Sending…' : 'Send observations'}
        </button>
        <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly fault: string | undefined;
  readonly code?: EnteredCode;
  readonly label?: string;
  readonly children: ReactNode;
}

function Field({ id, fault, code, label, children }: FieldProps) {
  const words = code === undefined ? undefined : vitalName(code);
  return (
    <div className={`nhsuk-form-group${fault === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label className="nhsuk-label" htmlFor={id}>
        {label ?? words?.name}{' '}
        {words !== undefined && words.unit !== '' && code !== 'supplemental-oxygen' && (
          <span className="hw-unit">{words.unit}</span>
        )}
      </label>
      {fault !== undefined && (
        <span className="nhsuk-error-message" id={`${id}-fault`}>
          <span className="nhsuk-u-visually-hidden">Error: </span>
          {fault}
        </span>
      )}
      {children}
    </div>
  );
}

function Control(props: {
  readonly code: EnteredCode;
  readonly id: string;
  readonly fault: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { code, id, fault, value, onChange } = props;
  const described = fault === undefined ? {} : { 'aria-describedby': `${id}-fault`, 'aria-invalid': true };
  if (code === 'consciousness') {
    return (
      <select
        className="nhsuk-select"
        id={id}
        value={value}
        {...described}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">Not assessed</option>
        {consciousnessLevels.map((level) => (
          <option key={level} value={level}>
            {level}: {longValue('consciousness', level)}
          </option>
        ))}
      </select>
    );
  }
  if (code === 'supplemental-oxygen')
    return <OxygenControl id={id} value={value} described={described} onChange={onChange} />;
  return (
    <input
      className="nhsuk-input"
      id={id}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      {...described}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Not measured, on air, or a flow: three answers that must not run into each other. */
function OxygenControl(props: {
  readonly id: string;
  readonly value: string;
  readonly described: Readonly<Record<string, string | boolean>>;
  readonly onChange: (value: string) => void;
}) {
  const { id, value, described, onChange } = props;
  const [onOxygen, setOnOxygen] = useState(false);
  return (
    <span className="hw-entry__oxygen">
      <select
        className="nhsuk-select"
        id={id}
        value={onOxygen ? 'oxygen' : value}
        {...described}
        onChange={(event) => {
          const chosen = event.target.value;
          setOnOxygen(chosen === 'oxygen');
          // Oxygen without its flow is refused until the flow is typed.
          onChange(chosen === 'oxygen' ? '?' : chosen);
        }}
      >
        <option value="">Not recorded</option>
        <option value="air">Air</option>
        <option value="oxygen">On oxygen</option>
      </select>
      {onOxygen && (
        <input
          className="nhsuk-input"
          aria-label="Oxygen flow, litres per minute"
          placeholder="L/min"
          inputMode="decimal"
          autoComplete="off"
          value={value === '?' ? '' : value}
          onChange={(event) => onChange(event.target.value === '' ? '?' : event.target.value)}
        />
      )}
    </span>
  );
}
