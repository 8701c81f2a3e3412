import type { Instant, MonitoringPlan } from '#libs/contracts';

/** The parts of a plan that are bound to a time. */
type LapsingParts = Pick<
  MonitoringPlan,
  | 'scoredFrom'
  | 'pregnancy'
  | 'oxygenScale'
  | 'targetSaturation'
  | 'ceilingOfCare'
  | 'thresholds'
  | 'absences'
  | 'pauses'
>;

/**
 * When a plan next changes by itself: a prescription, a threshold or a ceiling of care lapses, a pause begins or is over,
 * the patient turns 16, a pregnancy no longer counts. Undefined where nothing of it is bound to a time after `at`.
 */
export function nextLapse(plan: LapsingParts, at: Instant): Instant | undefined {
  const times = [
    plan.scoredFrom,
    plan.pregnancy?.countsUntil,
    plan.oxygenScale?.reviewAt,
    plan.targetSaturation?.reviewAt,
    plan.ceilingOfCare?.reviewAt,
    ...plan.thresholds.map(({ reviewAt }) => reviewAt),
    ...(plan.absences ?? []).map(({ reviewAt }) => reviewAt),
    ...plan.pauses.flatMap(({ from, until }) => [from, until]),
  ];
  return times
    .filter((time) => typeof time === 'string')
    .filter((time) => time > at)
    .toSorted()
    .at(0);
}
