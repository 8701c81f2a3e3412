import type { BoardRow, Instant, MonitoringPlan } from '#libs/contracts';

/** What the board shows of a plan. */
export type ShownOfPlan = Pick<BoardRow, 'exclusion' | 'ceilingOfCare' | 'pause'>;

/** A plan as it is kept: one of the last release says nothing of what is newer. */
export type KeptPlan = Partial<Pick<MonitoringPlan, 'exclusion' | 'scoredFrom' | 'ceilingOfCare' | 'pauses'>>;

/** How far alerts may go where the plan does not say. */
export type Escalation = NonNullable<BoardRow['ceilingOfCare']>;

/**
 * What of a plan is in force at an instant: somebody who has turned 16 is scored, a ceiling of care holds until its review,
 * a pause while it lasts; of several pauses the one that lasts longest.
 *
 * @param byPathway what the rules of the pathway say about alerts, where the plan says nothing of its own.
 */
export function inForce(plan: KeptPlan, at: Instant, byPathway?: Escalation): ShownOfPlan {
  const { exclusion = null, scoredFrom = null, ceilingOfCare = null, pauses = [] } = plan;
  const ceiling = ceilingOfCare !== null && (ceilingOfCare.reviewAt === null || ceilingOfCare.reviewAt > at);
  const pause = pauses
    .filter(({ from, until }) => from <= at && at < until)
    .reduce<BoardRow['pause']>(
      (longest, one) => (longest !== null && longest.until >= one.until ? longest : one),
      null,
    );
  return {
    exclusion: exclusion === 'under-16' && scoredFrom !== null && scoredFrom <= at ? null : exclusion,
    ceilingOfCare: shownCeiling(ceiling ? ceilingOfCare : byPathway),
    pause: pause === null ? null : { reason: pause.reason, until: pause.until },
  };
}

/** Null where everything alerts and nothing is said about answering. */
function shownCeiling(escalation: Escalation | undefined): BoardRow['ceilingOfCare'] {
  if (escalation === undefined) return null;
  const { alertAtMost, instruction } = escalation;
  return alertAtMost === 'high' && instruction === null ? null : { alertAtMost, instruction };
}
