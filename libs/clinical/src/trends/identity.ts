import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import { codeInWords } from '../vital-signs/code-in-words.ts';
import { valueInWords } from '../vital-signs/value-in-words.ts';
import { medianOf } from './median.ts';
import type { Sample, Trend } from './trend.ts';

interface IdentityRuleFacts {
  readonly id: string;
  readonly tier: 'low-medium';
  readonly reason: string;
}

/** A device that gives the same value over and over: it may be stuck, or replay what it had. */
export interface FlatLine extends IdentityRuleFacts {
  readonly kind: 'flat-line';
  readonly code: ObservationCode;
  /** So many in a row. */
  readonly values: number;
}

/** Values that jump to where this patient's have not been: another person may have been measured. */
export interface OtherPerson extends IdentityRuleFacts {
  readonly kind: 'other-person';
  readonly signs: readonly { readonly code: ObservationCode; readonly by: number }[];
  /** So many of the signs have to have jumped. */
  readonly least: number;
}

export type IdentityRule = FlatLine | OtherPerson;

/**
 * What holds of everybody, whatever the pathway: that it is this patient who is measured, and that something is measured at
 * all. What a rule doubts counts meanwhile as any value does. The numbers are Homeward's own.
 */
export const identityRules: readonly IdentityRule[] = [
  {
    id: 'pulse-flat',
    tier: 'low-medium',
    reason: 'No pulse is that steady. Check the device, and measure by hand.',
    kind: 'flat-line',
    code: 'pulse-rate',
    values: 20,
  },
  {
    id: 'pressure-flat',
    tier: 'low-medium',
    reason: 'No blood pressure is that steady. Check the device, and measure by hand.',
    kind: 'flat-line',
    code: 'systolic-pressure',
    values: 20,
  },
  {
    id: 'weight-of-another',
    tier: 'low-medium',
    reason: 'Nobody gains or loses that much between two weighings. Ask who stood on the scales.',
    kind: 'other-person',
    signs: [{ code: 'body-weight', by: 5 }],
    least: 1,
  },
  {
    id: 'signs-of-another',
    tier: 'low-medium',
    reason: 'Check that it was this patient who was measured: if it was, much has changed at once.',
    kind: 'other-person',
    signs: [
      { code: 'pulse-rate', by: 25 },
      { code: 'systolic-pressure', by: 35 },
      { code: 'respiration-rate', by: 8 },
      { code: 'oxygen-saturation', by: 6 },
      { code: 'temperature', by: 1.5 },
    ],
    least: 2,
  },
];

/** A sample, and what it is of. */
export interface SampleOf extends Sample {
  readonly series: string;
}

const hourInMs = 3_600_000;
/** The values of twelve-hourly sets, twenty of them, with room for those that came late. */
const flatLineLooksBackMs = 11 * 24 * hourInMs;
const jumpWindowMs = 24 * hourInMs;
const usualDaysMs = 14 * 24 * hourInMs;
/** The first so many values say what is usual of a new patient, and one says nothing. */
const [firstValues, leastOfBaseline] = [3, 2];

/** For how many milliseconds before a sample others have a say. */
export function identityLookBackMs({ kind }: IdentityRule): number {
  return kind === 'flat-line' ? flatLineLooksBackMs : jumpWindowMs + usualDaysMs;
}

/** For how many milliseconds after the last sample what was found of it is still believed. */
export function identityValidForMs(_rule: IdentityRule): number {
  return jumpWindowMs;
}

/**
 * Whether the values up to the last of the samples are doubtful as a patient's own. A jump rests on one set, and is to be confirmed
 * by another; a flat line is confirmed by itself.
 *
 * @param samples ascending, at least one: of all codes of the rule, as far as it looks back.
 */
export function identityAt(rule: IdentityRule, samples: readonly SampleOf[]): Trend {
  return rule.kind === 'flat-line' ? flatLineAt(rule, samples) : otherPersonAt(rule, samples);
}

function flatLineAt({ code, values }: FlatLine, samples: readonly SampleOf[]): Trend {
  const newest = samples.slice(-values);
  const value = newest[0]?.value;
  const holds = value !== undefined && newest.length === values && newest.every((one) => one.value === value);
  const words =
    value === undefined
      ? ''
      : `${codeInWords(code)} has been ${valueInWords(code, value)} ${String(values)} times in a row`;
  return { holds, doubtful: false, words };
}

interface Jump {
  readonly code: ObservationCode;
  readonly usual: number;
  readonly value: number;
}

function otherPersonAt({ signs, least }: OtherPerson, samples: readonly SampleOf[]): Trend {
  const atMs = samples.at(-1)?.takenAtMs ?? 0;
  const series = signs.map(({ code, by }) => ({ code, by, taken: samples.filter((one) => one.series === code) }));
  const now = series.flatMap((sign) => jumpOf(sign, atMs) ?? []);
  const before = series.flatMap(({ taken, ...sign }) => {
    const earlier = taken.at(-1)?.takenAtMs === atMs ? taken.slice(0, -1) : taken;
    return jumpOf({ ...sign, taken: earlier }, atMs) ?? [];
  });
  const holds = now.length >= least;
  const each = now.map(
    ({ code, usual, value }) =>
      `${codeInWords(code)} ${valueInWords(code, value)}, usually ${valueInWords(code, usual)}`,
  );
  return { holds, doubtful: holds && before.length < least, words: each.join('; ') };
}

/** Undefined where the newest value of the sign lies near what is usual, or came there in smaller steps. */
function jumpOf(
  { code, by, taken }: { readonly code: ObservationCode; readonly by: number; readonly taken: readonly Sample[] },
  atMs: number,
): Jump | undefined {
  const last = taken.at(-1);
  const usual = usualOf(taken.slice(0, -1), atMs);
  if (last === undefined || usual === undefined || last.takenAtMs < atMs - jumpWindowMs) return undefined;
  const far = last.value - usual;
  if (Math.abs(far) < by) return undefined;
  const jumped = taken.some(({ takenAtMs, value }, index) => {
    const step = value - (taken[index - 1]?.value ?? value);
    return takenAtMs >= atMs - jumpWindowMs && step * Math.sign(far) >= by;
  });
  return jumped ? { code, usual, value: last.value } : undefined;
}

function usualOf(before: readonly Sample[], atMs: number): number | undefined {
  const earlier = before.filter(({ takenAtMs }) => takenAtMs < atMs - jumpWindowMs);
  const basis = earlier.length >= firstValues ? earlier : before.slice(0, firstValues);
  return basis.length < leastOfBaseline ? undefined : medianOf(basis.map(({ value }) => value));
}
