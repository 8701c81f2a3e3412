import type { ObservationCode } from '../vital-signs/observation-codes.ts';

const hour = 60;
/** A value counts for a quarter longer than the interval after which the next is due: measuring is never to the minute. */
const beyondDue = 1.25;
/** A wearable measures by itself all the time: what it said a quarter of an hour ago is old. */
const ofWearable = 15;
const measuredByWearables: ReadonlySet<ObservationCode> = new Set([
  'respiration-rate',
  'oxygen-saturation',
  'pulse-rate',
]);

/** For how long a value counts that is never due: half a day for what early-warning charts score, a day for the rest. */
const neverDue = { scored: 12 * hour, other: 24 * hour } as const;
const usuallyScored: ReadonlySet<ObservationCode> = new Set([
  ...measuredByWearables,
  'temperature',
  'systolic-pressure',
  'diastolic-pressure',
  'consciousness',
  'supplemental-oxygen',
]);

export interface ValidityFacts {
  /** How often the plan or the pathway asks for it; null where it is never due. */
  readonly everyMinutes: number | null;
  /** What the plan or the pathway states, if anything. It can only shorten, except of what is never due. */
  readonly statedMinutes?: number | undefined;
  readonly monitoring: 'intermittent' | 'continuous';
}

/**
 * For how many minutes a value of a code may be used after it was taken: until the next is due by the plan, plus a quarter
 * of that interval. A score that asks for the next sooner makes it less.
 *
 * @see docs/clinical-sources.md, "Composition over time".
 */
export function validForMinutes(code: ObservationCode, facts: ValidityFacts): number {
  const { everyMinutes, statedMinutes, monitoring } = facts;
  const byWearable = monitoring === 'continuous' && measuredByWearables.has(code) ? ofWearable : Infinity;
  if (everyMinutes === null) return Math.min(statedMinutes ?? neverDueMinutes(code), byWearable);
  return Math.min(untilDueMinutes(everyMinutes), byWearable, statedMinutes ?? Infinity);
}

/** For how many whole minutes a value counts after the time from which on the next is asked for at an interval. */
export function untilDueMinutes(everyMinutes: number): number {
  return Math.floor(everyMinutes * beyondDue);
}

function neverDueMinutes(code: ObservationCode): number {
  return usuallyScored.has(code) ? neverDue.scored : neverDue.other;
}
