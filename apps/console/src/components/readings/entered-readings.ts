import { inconsistentPressures, type ObservationCode, qualifierOfCode } from '#libs/clinical';
import { type EnteredObservations, type MessageId, type ObservationSource, ReadingQualifiers } from '#libs/contracts';
import type { z } from 'zod';
import type { TypedTime } from '../../time/site-time.ts';
import { type FormFault, timeFaults } from '../forms/faults.ts';
import { vitalName } from '../words/vital-words.ts';
import { readingFault, readingOf, type TypedReading } from './typed-reading.ts';

/** What is usually measured, in the order of the form. */
export const usualCodes = [
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

/** What is measured of some patients, in the order of the form. */
export const furtherCodes = [
  'call-for-help',
  'feeling-worse',
  'fall',
  'blood-glucose',
  'blood-ketones',
  'oxygen-device',
  'inspired-oxygen',
  'oxygen-saturation-on-exertion',
  'dyspnoea-grade',
  'peak-flow',
  'fev1',
  'best-fev1',
  'standing-systolic-pressure',
  'standing-diastolic-pressure',
  'urine-output',
  'fluid-balance',
  'inr',
  'pain-score',
  'sedation-score',
  '4at-score',
] as const satisfies readonly ObservationCode[];

/** All that can be typed in, in the order of the form. */
export const enteredCodes = [...usualCodes, ...furtherCodes] as const;
export type EnteredCode = (typeof enteredCodes)[number];

export const qualifierNames = ['site', 'method', 'position'] as const satisfies readonly (keyof ReadingQualifiers)[];
export type QualifierName = (typeof qualifierNames)[number];

/** What the form asks of how a code was measured; undefined where nothing, or with another code: both pressures have one position. */
export function qualifierAsked(code: EnteredCode): QualifierName | undefined {
  return code === 'diastolic-pressure' ? undefined : qualifierOf(code);
}

export interface EntryForm {
  /** As typed; absent or blank is not measured. Oxygen: `air`, or a flow. */
  readonly values: Readonly<Partial<Record<EnteredCode, string>>>;
  /** How it was measured, as chosen; absent or blank is not recorded. */
  readonly qualifiers: Readonly<Partial<Record<QualifierName, string>>>;
  readonly takenAt: TypedTime;
  readonly source: Exclude<z.infer<typeof ObservationSource>, 'device'>;
  readonly messageId: MessageId;
}

/** Clocks differ a little; the service has the last word on what is the future. */
const aheadMs = 60_000;

const typedOf = ({ values }: EntryForm) =>
  enteredCodes.map((code) => ({ code, typed: values[code]?.trim() ?? '' })).filter(({ typed }) => typed !== '');

const readingsOf = (form: EntryForm): readonly TypedReading[] =>
  typedOf(form).map(({ code, typed }) => readingOf(code, typed));

/** What the API takes, of a form without faults. */
export function entryBody(form: EntryForm): z.input<typeof EnteredObservations> {
  const { messageId, takenAt, source } = form;
  const readings = readingsOf(form).map((reading) => ({ ...reading, ...qualified(reading.code, form) }));
  return { messageId, takenAt: takenAt.ok ? takenAt.at : '', source, readings };
}

/** A code that is not in the table has none. */
const qualifierOf = (code: ObservationCode): QualifierName | undefined =>
  Object.entries(qualifierOfCode).find(([qualified]) => qualified === code)?.[1];

function qualified(code: ObservationCode, form: EntryForm): { readonly qualifiers?: ReadingQualifiers } {
  const name = qualifierOf(code);
  const chosen = name === undefined ? '' : (form.qualifiers[name] ?? '');
  return name === undefined || chosen === '' ? {} : { qualifiers: ReadingQualifiers.parse({ [name]: chosen }) };
}

/** Every fault of what was typed, by its field. */
export function entryFaults(form: EntryForm, now: number): readonly FormFault[] {
  const { takenAt } = form;
  const faults = typedOf(form).flatMap(({ code, typed }) => {
    const message = readingFault(code, typed);
    return message === undefined ? [] : [{ path: code, message }];
  });
  const crossed = inconsistentPressures(readingsOf(form)).map(({ diastolic }) => ({
    path: diastolic.code,
    message: `${vitalName(diastolic.code).name} must be below the systolic`,
  }));
  const isAhead = takenAt.ok && Date.parse(takenAt.at) > now + aheadMs;
  const found: readonly FormFault[] = [
    ...faults,
    ...crossed,
    ...timeFaults('takenAt', takenAt),
    ...(isAhead ? [{ path: 'takenAt', message: 'The time they were taken must be in the past' }] : []),
  ];
  const isEmpty = found.length === 0 && typedOf(form).length === 0;
  return isEmpty ? [{ path: enteredCodes[0], message: 'Enter at least one observation' }] : found;
}
