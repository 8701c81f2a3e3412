import type { ObservationCode } from '#libs/clinical';

/** Whose values they are: NEWS2, the obstetric chart, or what is critical in a child of an age in completed years. */
export type Person = 'adult' | 'pregnant' | { readonly age: number };

/** A value that goes wrong in one direction. */
export interface Sign {
  readonly code: ObservationCode;
  readonly side: 'low' | 'high';
}

export const signs: readonly Sign[] = [
  { code: 'respiration-rate', side: 'low' },
  { code: 'respiration-rate', side: 'high' },
  { code: 'oxygen-saturation', side: 'low' },
  { code: 'pulse-rate', side: 'low' },
  { code: 'pulse-rate', side: 'high' },
  { code: 'systolic-pressure', side: 'low' },
  { code: 'systolic-pressure', side: 'high' },
  { code: 'diastolic-pressure', side: 'high' },
  { code: 'temperature', side: 'low' },
  { code: 'temperature', side: 'high' },
  { code: 'consciousness', side: 'low' },
  { code: 'blood-glucose', side: 'low' },
  { code: 'blood-glucose', side: 'high' },
  { code: 'blood-ketones', side: 'high' },
];

/** The mildest value of the high band and one that is as bad as a living person has, in steps of the last number. */
type Band = readonly [mildest: number, worst: number, step: number];

/** Levels of consciousness from the mildest to the worst. */
export const reducedConsciousness = ['C', 'V', 'P', 'U'] as const;

/** Written down from the sources and not read from the rules, which are what is tried. By `code side`. */
const critical: Readonly<Record<string, Band>> = {
  'blood-glucose low': [2.9, 1, 0.1],
  'blood-glucose high': [30, 40, 0.1],
  'blood-ketones high': [3, 7, 0.1],
  'diastolic-pressure high': [130, 180, 1],
};

/** 3 points in one parameter of NEWS2. A high temperature has 2 at most there. */
const adult: Readonly<Record<string, Band>> = {
  ...critical,
  'respiration-rate low': [8, 2, 1],
  'respiration-rate high': [25, 55, 1],
  'oxygen-saturation low': [91, 60, 1],
  'pulse-rate low': [40, 25, 1],
  'pulse-rate high': [131, 210, 1],
  'systolic-pressure low': [90, 50, 1],
  'systolic-pressure high': [220, 260, 1],
  'temperature low': [35, 31, 0.1],
};

/** The red triggers of the obstetric chart, and severe hypertension by NICE NG133. */
const pregnant: Readonly<Record<string, Band>> = {
  ...critical,
  'respiration-rate low': [9, 2, 1],
  'respiration-rate high': [31, 55, 1],
  'oxygen-saturation low': [94, 60, 1],
  'pulse-rate low': [39, 25, 1],
  'pulse-rate high': [121, 210, 1],
  'systolic-pressure low': [89, 50, 1],
  'systolic-pressure high': [160, 260, 1],
  'diastolic-pressure high': [110, 150, 1],
  'temperature low': [34.9, 31, 0.1],
  'temperature high': [38.1, 41, 0.1],
};

/** From which rate on a breath or a pulse is too fast, below which age: NICE NG51, high-risk criteria. */
const tooFastBelowAge = [
  [1, 60, 160],
  [3, 50, 150],
  [5, 40, 140],
  [6, 29, 130],
  [8, 27, 120],
  [12, 25, 115],
  [16, 25, 131],
] as const;

function child(age: number): Readonly<Record<string, Band>> {
  const [, respiration, pulse] = tooFastBelowAge.find(([belowAge]) => age < belowAge) ?? [16, 25, 131];
  return {
    ...adult,
    'respiration-rate low': [age < 5 ? 15 : 8, 2, 1],
    'respiration-rate high': [respiration, 65, 1],
    'pulse-rate low': [age < 12 ? 59 : 40, 25, 1],
    'pulse-rate high': [pulse, 220, 1],
    'systolic-pressure low': [lowestPressure(age), 45, 1],
    'temperature low': [age < 5 ? 35.9 : 35, 31, 0.1],
    'temperature high': [41, 41.9, 0.1],
  };
}

/** The highest that is hypotension at an age. */
function lowestPressure(age: number): number {
  if (age < 1) return 69;
  if (age < 5) return 77;
  return age < 10 ? 87 : 90;
}

/** The mildest saturation of the high band on scale 2. */
export const mildestOnScale2 = 83;

/** Undefined where the sign has no high band in the person. Consciousness is a word: see `reducedConsciousness`. */
export function highBand(person: Person, { code, side }: Sign): Band | undefined {
  const name = `${code} ${side}`;
  if (person === 'adult') return adult[name];
  return person === 'pregnant' ? pregnant[name] : child(person.age)[name];
}

/** Whether a value of a sign lies in the high band of a person. */
export function isInHighBand(person: Person, sign: Sign, value: number | string): boolean {
  if (typeof value === 'string') return value !== 'A';
  const band = highBand(person, sign);
  if (band === undefined) return false;
  return sign.side === 'low' ? value <= band[0] : value >= band[0];
}
