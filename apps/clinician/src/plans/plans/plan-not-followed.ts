import type { Instant, MonitoringPlan, PlanNotFollowed } from '#libs/contracts';

/** So long a change of a plan may be on its way to the scoring service, and clocks may differ. */
const graceMs = 60_000;

/** What is known of how a plan is followed. */
export interface FollowingFacts {
  readonly plan: Pick<MonitoringPlan, 'revision' | 'changedAt'>;
  /** The newest revision that the scoring service has taken; undefined where it has taken none. */
  readonly takenRevision: number | undefined;
  /** When it last could not read a plan of this patient; undefined where it could read them all. */
  readonly refusedAt: Instant | undefined;
}

/**
 * Whether readings are scored by an older plan than the one on the chart, and why; undefined where they are not, or where
 * the change is so new that it may be on its way.
 */
export function planNotFollowed(
  { plan: { revision, changedAt }, takenRevision = 0, refusedAt }: FollowingFacts,
  nowMs: number,
): PlanNotFollowed | undefined {
  const sinceChangeMs = nowMs - Date.parse(changedAt);
  // The clock that it was made by has been put right since. It holds from that time on, whether it was taken or not.
  if (sinceChangeMs < -graceMs) return { changedAt, because: 'in-future' };
  if (takenRevision >= revision) return undefined;
  if (refusedAt !== undefined && refusedAt >= changedAt) return { changedAt, because: 'refused' };
  return sinceChangeMs > graceMs ? { changedAt, because: 'not-taken' } : undefined;
}
