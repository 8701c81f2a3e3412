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
}

/** Whether a reading may still be used at a time, by its age. */
export function isValid(
  version: PlanVersion,
  reading: { readonly code: ObservationCode; readonly takenAtMs: number },
  atMs: number,
): boolean {
  return atMs - reading.takenAtMs <= (version.validForMs.get(reading.code) ?? 0);
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
    plan?.validityMinutes[code] ?? pathway.validForMinutes(code, monitoring);
  const isOwn = plan !== undefined && Object.keys(plan.validityMinutes).length > 0;
  const known = isOwn ? undefined : validityOfPathways[monitoring].get(pathway);
  if (known !== undefined) return known;
  const validity = new Map(observationCodes.map((code) => [code, minutesOf(code) * minuteInMs]));
  if (!isOwn) validityOfPathways[monitoring].set(pathway, validity);
  return validity;
}
