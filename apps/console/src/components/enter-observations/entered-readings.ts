import { checkReading, inconsistentPressures, type ObservationCode, observationKinds } from '#libs/clinical';
import type { EnteredObservations, MessageId, ObservationSource } from '#libs/contracts';
import type { z } from 'zod';
import { vitalName } from '../words/vital-words.ts';

/** What can be typed in, in the order of the form. */
export const enteredCodes = [
  'respiration-rate',
  'oxygen-saturation',
  'supplemental-oxygen',
  'systolic-pressure',
  'diastolic-pressure',
  'pulse-rate',
  'consciousness',
  'temperature',
  'body-weight',
] as const satisfies readonly ObservationCode[];
export type EnteredCode = (typeof enteredCodes)[number];

export interface EntryForm {
  /** As typed; absent or blank is not measured. Oxygen: `air`, or a flow. */
  readonly values: Readonly<Partial<Record<EnteredCode, string>>>;
  /** Milliseconds since 1970; NaN where no time was given. */
  readonly takenAt: number;
  readonly source: Exclude<z.infer<typeof ObservationSource>, 'device'>;
  readonly messageId: MessageId;
}

export interface EntryFault {
  readonly field: EnteredCode | 'takenAt';
  readonly message: string;
}

export type CheckedEntry =
  | { readonly ok: true; readonly body: z.input<typeof EnteredObservations> }
  | { readonly ok: false; readonly faults: readonly EntryFault[] };

/** Clocks differ a little; the service has the last word on what is the future. */
const aheadMs = 60_000;

/** Makes of what was typed what the API takes, or names every fault by its field, in words for whoever typed it. */
export function checkEntry({ values, takenAt, source, messageId }: EntryForm, now: number): CheckedEntry {
  const faults: EntryFault[] = [];
  const readings: { code: EnteredCode; value: number | string | boolean; unit?: string }[] = [];
  for (const code of enteredCodes) {
    const typed = values[code]?.trim() ?? '';
    if (typed === '') continue;
    const reading = readingOf(code, typed);
    if (checkReading(reading).ok) readings.push(reading);
    else faults.push({ field: code, message: expectation(code) });
  }
  if (inconsistentPressures(readings).length > 0) {
    faults.push({ field: 'diastolic-pressure', message: 'Diastolic blood pressure must be below the systolic' });
  }
  if (Number.isNaN(takenAt)) faults.push({ field: 'takenAt', message: 'Enter when the observations were taken' });
  else if (takenAt > now + aheadMs)
    faults.push({ field: 'takenAt', message: 'The time they were taken must be in the past' });
  if (readings.length === 0 && faults.length === 0) {
    faults.push({ field: enteredCodes[0], message: 'Enter at least one observation' });
  }
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, body: { messageId, takenAt: new Date(takenAt).toISOString(), source, readings } };
}

function readingOf(
  code: EnteredCode,
  typed: string,
): { code: EnteredCode; value: number | string | boolean; unit?: string } {
  if (code === 'consciousness') return { code, value: typed };
  if (code === 'supplemental-oxygen' && typed === 'air') return { code, value: false };
  // A comma is how some people write a decimal; anything else that is no number stays one that checkReading refuses.
  return { code, value: Number(typed.replace(',', '.')), unit: observationKinds[code].unit };
}

function expectation(code: EnteredCode): string {
  const { name, unit } = vitalName(code);
  const kind = observationKinds[code];
  if (kind.form === 'choice') return `${name} must be one of ${kind.choices.join(', ')}`;
  const range = `${String(kind.plausible.least)} to ${String(kind.plausible.most)}`;
  return `${kind.form === 'oxygen' ? 'Oxygen' : name} must be a number from ${range}${unit === '' ? '' : ` ${unit}`}`;
}
