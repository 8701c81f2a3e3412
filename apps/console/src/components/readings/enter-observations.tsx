import { consciousnessLevels, oxygenDevices, eventValues, isEventCode } from '#libs/clinical';
import { instant, MessageId, type PatientId } from '#libs/contracts';
import { Fragment, useState } from 'react';
import { v4 } from 'uuid';
import { z } from 'zod';
import { enterObservations } from '../../api/commands.ts';
import { serverClock } from '../../time/server-clock.ts';
import { siteTime } from '../../time/site-time.ts';
import { ChoiceField, Field, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import type { ControlProps } from '../forms/time-input.tsx';
import { type Form, useForm } from '../forms/use-form.ts';
import { qualifierChoices, qualifierTitle } from '../words/qualifier-words.ts';
import { longValue, vitalName } from '../words/vital-words.ts';
import {
  type EnteredCode,
  enteredCodes,
  entryBody,
  entryFaults,
  type EntryForm,
  furtherCodes,
  qualifierAsked,
  qualifierNames,
  usualCodes,
} from './entered-readings.ts';

export interface EnterObservationsProps {
  /** The form's name, which its opener has as well. */
  readonly form: string;
  readonly patientId: PatientId;
  readonly onDone: (howMany: number) => void;
  readonly onCancel: () => void;
}

const sources = [
  { value: 'clinician', words: 'Clinician' },
  { value: 'patient', words: 'Patient' },
  { value: 'carer', words: 'Carer' },
] as const;

const Typed = z.object({
  values: z.partialRecord(z.enum(enteredCodes), z.string()),
  qualifiers: z.partialRecord(z.enum(qualifierNames), z.string()),
  openedAt: z.number(),
  takenAt: z.string(),
  source: z.enum(['clinician', 'patient', 'carer']),
  // One id for the whole form: sending it again after a failure, or after a reload, charts nothing twice.
  messageId: MessageId,
});
type Typed = z.infer<typeof Typed>;

/** The field has minutes. Left as it is, the whole time counts: cut off, it would be older than what a wearable just sent. */
function entryOf({ openedAt, takenAt, ...typed }: Typed): EntryForm {
  const isAsOpened = takenAt === siteTime.typedMinute(openedAt);
  return { ...typed, takenAt: isAsOpened ? { ok: true, at: instant(openedAt) } : siteTime.readMinute(takenAt) };
}

/** A form for readings by phone or on a visit. What is left blank was not measured. */
export function EnterObservations({ form: name, patientId, onDone, onCancel }: EnterObservationsProps) {
  const form = useForm({
    name,
    shape: Typed,
    initial: (): Typed => {
      const openedAt = serverClock.now();
      const takenAt = siteTime.typedMinute(openedAt);
      return { values: {}, qualifiers: {}, openedAt, takenAt, source: 'clinician', messageId: MessageId.parse(v4()) };
    },
    opened: null,
    fields: [...enteredCodes, ...qualifierNames, 'takenAt', 'source'],
    check: (typed) => entryFaults(entryOf(typed), serverClock.now()),
    body: (typed) => entryBody(entryOf(typed)),
    send: (body, press) => enterObservations(patientId, body, press),
    onDone: (_answer, typed) => onDone(entryBody(entryOf(typed)).readings.length),
  });
  const { values, qualifiers, takenAt, source } = form.values;
  const isOnOxygen = !['', 'air'].includes(values['supplemental-oxygen'] ?? '');
  const reading = (code: EnteredCode) => (
    <Reading
      key={code}
      form={form}
      code={code}
      value={values[code] ?? ''}
      onChange={(value) => form.set((before) => ({ ...before, values: { ...before.values, [code]: value } }))}
    />
  );
  /** With what is asked of how it was measured, once it is there. */
  const asked = (code: EnteredCode) => {
    const name = (values[code] ?? '') === '' ? undefined : qualifierAsked(code);
    return (
      <Fragment key={code}>
        {reading(code)}
        {name !== undefined && (
          <ChoiceField
            form={form}
            path={name}
            label={`${vitalName(code).name}: ${qualifierTitle(name)}`}
            value={qualifiers[name] ?? ''}
            choices={qualifierChoices(name)}
            onChange={(chosen) =>
              form.set((before) => ({ ...before, qualifiers: { ...before.qualifiers, [name]: chosen } }))
            }
          />
        )}
        {code === 'supplemental-oxygen' && isOnOxygen && reading('oxygen-device')}
      </Fragment>
    );
  };
  const further = furtherCodes.filter((code) => code !== 'oxygen-device' || !isOnOxygen);
  return (
    <FormFrame
      form={form}
      title="Enter observations"
      level={2}
      refusedTitle="The observations were not accepted"
      submit="Send observations"
      submitting="Sending…"
      first={enteredCodes[0]}
      onCancel={onCancel}
    >
      <p className="nhsuk-hint">
        Leave blank what was not measured: missing is never counted as normal. Confusion is new only where it is more
        than usual for the patient: somebody who is usually confused, and is so now, is alert.
      </p>
      <div className="hw-entry">
        {usualCodes.map(asked)}
        <TextField
          form={form}
          path="takenAt"
          label="Taken"
          kind="time"
          value={takenAt}
          onChange={(typedAt) => form.set({ takenAt: typedAt })}
        />
        <ChoiceField
          form={form}
          path="source"
          label="Reported by"
          value={source}
          choices={sources}
          onChange={(chosen) => form.set({ source: chosen })}
        />
      </div>
      {/* Never folded over something typed, which may be at fault. */}
      <details className="nhsuk-details" open={further.some((code) => (values[code] ?? '') !== '') || undefined}>
        <summary className="nhsuk-details__summary">
          <span className="nhsuk-details__summary-text">Other observations</span>
        </summary>
        <div className="nhsuk-details__text hw-entry">{further.map(reading)}</div>
      </details>
    </FormFrame>
  );
}

const levels = [
  { value: '', words: 'Not assessed' },
  ...consciousnessLevels.map((value) => ({ value, words: `${value}: ${longValue('consciousness', value)}` })),
];

const devices = [
  { value: '', words: 'Not recorded' },
  ...oxygenDevices.map((value) => ({ value, words: longValue('oxygen-device', value) })),
];

const eventChoices = [
  { value: '', words: 'No' },
  ...eventValues.map((value) => ({ value, words: longValue('call-for-help', value) })),
];

function Reading(props: {
  readonly form: Form;
  readonly code: EnteredCode;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { code, ...field } = props;
  const { name, unit } = vitalName(code);
  if (code === 'consciousness') return <ChoiceField {...field} path={code} label={name} choices={levels} />;
  if (code === 'oxygen-device') return <ChoiceField {...field} path={code} label={name} choices={devices} />;
  if (isEventCode(code)) return <ChoiceField {...field} path={code} label={name} choices={eventChoices} />;
  if (code === 'supplemental-oxygen') {
    return (
      <Field form={field.form} path={code} label={name}>
        {(control) => <OxygenControl {...field} control={control} />}
      </Field>
    );
  }
  return <TextField {...field} path={code} label={unit === '' ? name : `${name} ${unit}`} kind="number" />;
}

/** Not measured, on air, or a flow: three answers that must not run into each other. */
function OxygenControl(props: {
  readonly control: ControlProps;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { control, value, onChange } = props;
  const [onOxygen, setOnOxygen] = useState(value !== '' && value !== 'air');
  return (
    <span className="hw-entry__oxygen">
      <select
        {...control}
        className="nhsuk-select"
        value={onOxygen ? 'oxygen' : value}
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
