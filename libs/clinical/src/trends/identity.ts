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
  /** So many in a row, within so many days: those of something that is worn come soon. */
  readonly values: number;
  readonly days: number;
}

/** Values that jump to where this patient's have not been: another person may have been measured. */
export interface OtherPerson extends IdentityRuleFacts {
  readonly kind: 'other-person';
  readonly signs: readonly { readonly code: ObservationCode; readonly by: number }[];
  /** So many of the signs have to have jumped. */
  readonly least: number;
  /** What is usual is the median of so many days. */
  readonly usualDays: number;
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
    days: 3,
  },
  {
    id: 'pressure-flat',
    tier: 'low-medium',
    reason: 'No blood pressure is that steady. Check the device, and measure by hand.',
    kind: 'flat-line',
    code: 'systolic-pressure',
    values: 20,
    // Of sets every twelve hours, with room for those that come late.
    days: 11,
  },
  {
    id: 'weight-of-another',
    tier: 'low-medium',
    reason: 'No one gains or loses that much between two weighings. Ask who stood on the scales.',
    kind: 'other-person',
    signs: [{ code: 'body-weight', by: 5 }],
    least: 1,
    usualDays: 14,
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
    usualDays: 3,
  },
];

/** A sample, and what it is of. */
export interface SampleOf extends Sample {
  readonly series: string;
}

const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;
/** A jump counts for as long as this, if the values stay where it led. */
const jumpWindowMs = dayInMs;
/** The first so many values say what is usual of a new patient, and one says nothing. */
const [firstValues, leastOfBaseline] = [3, 2];

/** For how many milliseconds before a sample others have a say. */
export function identityLookBackMs(rule: IdentityRule): number {
  return rule.kind === 'flat-line' ? rule.days * dayInMs : jumpWindowMs + rule.usualDays * dayInMs;
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

function otherPersonAt({ signs, least }: OtherPerson, samples: readonly SampleOf[]): Trend {
  const atMs = samples.at(-1)?.takenAtMs ?? 0;
  const setBeginsAt = samples.findIndex(({ takenAtMs }) => takenAtMs === atMs);
  const jumps = signs.flatMap((sign) => jumpOf(sign, samples, atMs) ?? []);
  const holds = jumps.length >= least;
  const jumpedBefore = (): number => {
    const before = samples.slice(0, setBeginsAt);
    return signs.filter((sign) => jumpOf(sign, before, atMs) !== undefined).length;
  };
  return { holds, doubtful: holds && jumpedBefore() < least, words: jumps.join('; ') };
}

/**
 * In words, where the newest value of a sign lies far from what is usual and did not come there in smaller steps; else
 * undefined.
 */
function jumpOf(
  { code, by }: OtherPerson['signs'][number],
  samples: readonly SampleOf[],
  atMs: number,
): string | undefined {
  const direction = jumpDirection({ code, by }, samples, atMs);
  if (direction === 0) return undefined;
  const values = samples.filter(({ series }) => series === code);
  const last = values.at(-1);
  const usual = usualOf(values.slice(0, -1), atMs);
  if (last === undefined || usual === undefined || direction * (last.value - usual) < by) return undefined;
  return `${codeInWords(code)} ${valueInWords(code, last.value)}, usually ${valueInWords(code, usual)}`;
}

/** Which way the last jump of a sign went, within the time for which one counts; 0 where there was none. */
function jumpDirection(
  { code, by }: OtherPerson['signs'][number],
  samples: readonly SampleOf[],
  atMs: number,
): -1 | 0 | 1 {
  let later: SampleOf | undefined;
  for (let index = samples.length - 1; index >= 0; index -= 1) {
    const sample = samples[index];
    if (sample?.series !== code) continue;
    const step = later === undefined ? 0 : later.value - sample.value;
    if (Math.abs(step) >= by) return step > 0 ? 1 : -1;
    if (sample.takenAtMs < atMs - jumpWindowMs) return 0;
    later = sample;
  }
  return 0;
}

function usualOf(before: readonly Sample[], atMs: number): number | undefined {
  const earlier = before.filter(({ takenAtMs }) => takenAtMs < atMs - jumpWindowMs);
  const basis = earlier.length >= firstValues ? earlier : before.slice(0, firstValues);
  return basis.length < leastOfBaseline ? undefined : medianOf(basis.map(({ value }) => value));
}
