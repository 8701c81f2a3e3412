import { type Tier, tiers } from '#libs/clinical';
import {
  derivedId,
  EventId,
  type Instant,
  type MonitoringPlan,
  type PatientId,
  type Score,
  type Signal,
} from '#libs/contracts';

/** The certain tier at a patient's newest moment; null while nobody is to hear of it. */
export type Standing = Tier | null;

/** Where a patient stands by the score of the newest moment: null without a stay, without a score, or while excluded. */
export function standingBy(plan: MonitoringPlan | undefined, newest: Score | null | undefined): Standing {
  if (plan === undefined || plan.stay === null || plan.exclusion !== null) return null;
  return newest?.tier ?? null;
}

/**
 * Where a patient stands right after a change of plan. A score from longer ago than readings may be late is history: it
 * does not stand for the patient until there is a reading again, so that a new stay pages nobody for an old one.
 */
export function standingAfterPlan(
  plan: MonitoringPlan,
  newest: Score | null | undefined,
  latenessMs: number,
): Standing {
  if (newest === null || newest === undefined) return null;
  if (Date.parse(plan.changedAt) - Date.parse(newest.at) > latenessMs) return null;
  return standingBy(plan, newest);
}

/** What made a patient's standing change. */
export interface StandingChange {
  readonly patientId: PatientId;
  readonly previous: Standing;
  readonly standing: Standing;
  /** The newest moment's score. */
  readonly score: Score | null | undefined;
  /** When the reading that changed it was taken. */
  readonly at: Instant;
  readonly cause: { readonly id: EventId; readonly receivedAt: Instant };
}

/**
 * The signal that follows from a change of standing; undefined where none does.
 *
 * Somebody who begins to be watched over is taken to come from `low`: a worse standing is a tier reached. The end of being
 * watched over is no tier left: whoever ends a stay also ends its alerts.
 */
export function signalOf({ patientId, previous, standing, score, at, cause }: StandingChange): Signal | undefined {
  if (standing === null || score === null || score === undefined) return undefined;
  const previousTier = previous ?? 'low';
  if (standing === previousTier) return undefined;
  return {
    id: EventId.parse(derivedId('signal', patientId, cause.id, previousTier, standing)),
    kind: tiers.indexOf(standing) > tiers.indexOf(previousTier) ? 'tier-reached' : 'tier-left',
    patientId,
    tier: standing,
    previousTier,
    at,
    score,
    receivedAt: cause.receivedAt,
  };
}
