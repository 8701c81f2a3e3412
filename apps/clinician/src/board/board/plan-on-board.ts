import type { BoardRow, Instant, Plan } from '#libs/contracts';

/** What the board shows of a plan. */
export type ShownOfPlan = Pick<BoardRow, 'exclusion' | 'ceilingOfCare' | 'pause'>;

/**
 * What the board shows of a plan that is in force: why the patient is not scored, how far alerts may go where that is less
 * than everything or something is to be done, and the pause that lasts; of several the longest.
 */
export function shownOnBoard(
  { exclusion, escalation, pauses }: Pick<Plan, 'exclusion' | 'escalation' | 'pauses'>,
  at: Instant,
): ShownOfPlan {
  const lasting = pauses.filter(({ from, until }) => from <= at && at < until);
  const [pause] = lasting.toSorted((one, other) => (one.until > other.until ? -1 : 1));
  const isLimited = escalation.alertAtMost !== 'high' || escalation.instruction !== null;
  return {
    exclusion,
    ceilingOfCare: isLimited ? escalation : null,
    pause: pause === undefined ? null : { reason: pause.reason, until: pause.until },
  };
}
