import { type ObservationCode, observationKinds } from './observation-codes.ts';

/** UCUM units are for machines; these are as people write them, with the space before them. */
const unitsInWords: ReadonlyMap<string, string> = new Map([
  ['/min', ' per minute'],
  ['%', ' %'],
  ['mm[Hg]', ' mmHg'],
  ['Cel', ' °C'],
  ['{steps}', ''],
  ['{score}', ''],
  ['{grade}', ''],
  ['{INR}', ''],
]);

/** The unit of a code as people write it, with the space before it: ` mmHg`, ` °C`; empty where it has none. */
export function unitInWords(code: ObservationCode): string {
  const kind = observationKinds[code];
  return 'unit' in kind ? (unitsInWords.get(kind.unit) ?? ` ${kind.unit}`) : '';
}

/** Codes that people read and say as whole numbers. */
const wholeNumbers: ReadonlySet<ObservationCode> = new Set([
  'respiration-rate',
  'oxygen-saturation',
  'oxygen-saturation-on-exertion',
  'systolic-pressure',
  'diastolic-pressure',
  'standing-systolic-pressure',
  'standing-diastolic-pressure',
  'pulse-rate',
  'peak-flow',
  'steps',
  'pain-score',
  'dyspnoea-grade',
  'urine-output',
  'fluid-balance',
  'sedation-score',
  '4at-score',
]);

/**
 * Beyond which values a limit is passed, as people say it: `above 120 per minute`. A limit between two whole numbers is said
 * by the first value that passes it: above 89.9 is `90 mmHg or above`.
 */
export function limitInWords(code: ObservationCode, direction: 'above' | 'below', limit: number): string {
  if (!wholeNumbers.has(code) || Number.isInteger(limit)) return `${direction} ${valueInWords(code, limit)}`;
  const first = direction === 'above' ? Math.ceil(limit) : Math.floor(limit);
  return `${valueInWords(code, first)} or ${direction}`;
}

const levelsInWords: ReadonlyMap<string, string> = new Map([
  ['A', 'alert'],
  ['C', 'new confusion'],
  ['V', 'responds to voice'],
  ['P', 'responds to pain'],
  ['U', 'unresponsive'],
]);

/** `nasal-cannula` as `nasal cannula`. */
const deviceInWords = (device: string): string => (device === 'cpap' ? 'CPAP' : device.replaceAll('-', ' '));

/** A value with its unit as people say it: `27 per minute`, `38.4 °C`, `2 L/min`, `given`, `new confusion`. */
export function valueInWords(code: ObservationCode, value: number | string | boolean): string {
  if (code === 'supplemental-oxygen' && (value === false || value === 0)) return 'none, on air';
  if (code === 'supplemental-oxygen' && value === true) return 'given';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string')
    return levelsInWords.get(value) ?? (code === 'oxygen-device' ? deviceInWords(value) : value);
  // A tenth of a litre is a twentieth of a breath.
  const digits = code === 'fev1' ? 2 : 1;
  return `${String(Number(value.toFixed(digits)))}${unitInWords(code)}`;
}
