import { type Tier, tiers } from '#libs/clinical';
import { instant, type Instant, type PatientId, type Score, type Signal, signalId } from '#libs/contracts';
import type { LevelChange } from '#libs/timeline';

/** What a signal says beside the change of level itself. */
export interface SignalFacts {
  readonly patientId: PatientId;
  readonly revision: number;
  readonly late: boolean;
  readonly receivedAt: Instant;
  /** The score of the moment, where one belongs to the condition. */
  readonly score: Score | null;
}

export function signalEvent(
  change: LevelChange,
  { patientId, revision, late, receivedAt, score }: SignalFacts,
): Signal {
  const { stayId, condition, tier, previousTier, because, reason, instruction, respondWithinMinutes } = change;
  const at = instant(change.atMs);
  return {
    id: signalId(stayId, condition, at),
    revision,
    kind: isAbove(tier, previousTier) ? 'tier-reached' : 'tier-left',
    patientId,
    stayId,
    condition,
    tier,
    previousTier,
    at,
    because,
    late,
    reason,
    instruction,
    respondWithinMinutes,
    score,
    receivedAt,
  };
}

/**
 * Whether a change of level is told as history: a later moment was known already, and there the level is lower. A rise that
 * was news when it was told first stays so, however it is corrected, unless it turns out to be a higher one.
 */
export function isHistory(
  change: LevelChange,
  facts: {
    readonly toldUpToMs: number;
    readonly levelNow: Tier;
    readonly told: Pick<Signal, 'kind' | 'late' | 'tier'> | undefined;
  },
): boolean {
  const { toldUpToMs, levelNow, told } = facts;
  if (change.atMs >= toldUpToMs || !isAbove(change.tier, levelNow)) return false;
  const wasNews = told !== undefined && told.kind !== 'withdrawn' && !told.late;
  return !(wasNews && !isAbove(change.tier, told.tier));
}

function isAbove(one: Tier, other: Tier): boolean {
  return tiers.indexOf(one) > tiers.indexOf(other);
}
