import type { ObservationCode } from '#libs/clinical';

/**
 * The codes as they are numbered in what is stored, from 0. New ones go to the end; none is ever moved or taken out, since
 * what was stored by its number would become another's.
 */
export const numberedCodes = [
  'respiration-rate',
  'oxygen-saturation',
  'oxygen-saturation-on-exertion',
  'supplemental-oxygen',
  'oxygen-device',
  'inspired-oxygen',
  'systolic-pressure',
  'diastolic-pressure',
  'standing-systolic-pressure',
  'standing-diastolic-pressure',
  'pulse-rate',
  'consciousness',
  'temperature',
  'body-weight',
  'blood-glucose',
  'blood-ketones',
  'inr',
  'fev1',
  'best-fev1',
  'peak-flow',
  'dyspnoea-grade',
  'urine-output',
  'fluid-balance',
  'sedation-score',
  '4at-score',
  'steps',
  'sleep',
  'activity',
  'pain-score',
  'questionnaire-answer',
  'call-for-help',
  'feeling-worse',
  'fall',
  'device-taken-off',
  'bed-left',
  'door-opened',
] as const satisfies readonly ObservationCode[];

const numberOf = new Map<string, number>(numberedCodes.map((code, number) => [code, number]));

/** A code as it is stored: its number, or itself where it has none. */
export function shortCode(code: ObservationCode): ObservationCode | number {
  return numberOf.get(code) ?? code;
}

/** @throws RangeError for a number that no code has. */
export function wholeCode(short: ObservationCode | number): ObservationCode {
  if (typeof short === 'string') return short;
  const code = numberedCodes[short];
  if (code === undefined) throw new RangeError(`No code has the number ${String(short)}.`);
  return code;
}
