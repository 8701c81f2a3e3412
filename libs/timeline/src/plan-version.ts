import { type Chart, type ObservationCode, observationCodes, type Pathway } from '#libs/clinical';
import type { MonitoringPlan } from '#libs/contracts';

const minuteInMs = 60_000;

/** What was planned from one instant until just before another, with the rules that it names. */
export interface PlanVersion {
  /** Undefined before the first plan. */
  readonly plan: MonitoringPlan | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly pathway: Pathway;
  /** The chart for the patient meanwhile; the pathway's own where there is none for them: see `isScored`. */
  readonly chart: Chart;
  /** Whether the chart may be used for the patient. */
  readonly isScored: boolean;
  /** The patient's age in completed years meanwhile; undefined from 16 on, and where it is not known. */
  readonly age: number | undefined;
  /** For how long a value of each code may be used after it was taken; its age may be that, and no more. */
  readonly validForMs: ReadonlyMap<ObservationCode, number>;
  /** What held before; undefined for what holds before the first plan. */
  readonly before: PlanVersion | undefined;
}

/** Whether a reading may still be used at a time: by its age, and by how soon the score has asked for the next. */
export function isValid(version: PlanVersion, reading: AgeingReading, atMs: number): boolean {
  return atMs <= validUntilMs(version, reading);
}

/**
 * The last instant at which a reading may be used. One that waits for a repeat is not too old before it may alert: else a plan
 * that asks for more than one reading within that time would keep poor ones from ever alerting.
 */
export function validUntilMs(version: PlanVersion, reading: AgeingReading): number {
  return Math.max(Math.min(plannedUntilMs(version, reading), reading.countsUntilMs), reading.countsFromMs);
}

/**
 * By the plan alone. A plan that asks for more does so from when it holds: what was taken before counts for the new, shorter
 * time from then on, if it would have by the plan before. So no value, and no score with it, is gone at the very moment at
 * which the next is asked for.
 */
function plannedUntilMs({ validForMs, fromMs, before }: PlanVersion, reading: AgeingReading): number {
  const lengthMs = validForMs.get(reading.code) ?? 0;
  const ownMs = reading.takenAtMs + lengthMs;
  if (before === undefined || reading.takenAtMs >= fromMs) return ownMs;
  return Math.max(ownMs, Math.min(plannedUntilMs(before, reading), fromMs + lengthMs));
}

interface AgeingReading {
  readonly code: ObservationCode;
  readonly takenAtMs: number;
  readonly countsFromMs: number;
  readonly countsUntilMs: number;
}

/**
 * What the pathways say of it, worked out once for all patients on them: of twelve thousand patients, most have nothing of
 * their own.
 */
const validityOfPathways = {
  intermittent: new WeakMap<Pathway, PlanVersion['validForMs']>(),
  continuous: new WeakMap<Pathway, PlanVersion['validForMs']>(),
};

export function validityOf(plan: MonitoringPlan | undefined, pathway: Pathway): PlanVersion['validForMs'] {
  const monitoring = plan?.monitoring ?? 'intermittent';
  const minutesOf = (code: ObservationCode): number =>
    pathway.validForMinutes(code, {
      monitoring,
      everyMinutes: plan?.dueEveryMinutes[code],
      statedMinutes: plan?.validityMinutes[code],
    });
  const decided = { ...plan?.validityMinutes, ...plan?.dueEveryMinutes };
  const isOwn = Object.keys(decided).length > 0;
  const known = isOwn ? undefined : validityOfPathways[monitoring].get(pathway);
  if (known !== undefined) return known;
  const validity = new Map(observationCodes.map((code) => [code, minutesOf(code) * minuteInMs]));
  if (!isOwn) validityOfPathways[monitoring].set(pathway, validity);
  return validity;
}
