import { type Tier, tiers } from '#libs/clinical';
import { instant, type Instant, type PatientId, type Score, type Signal, signalId } from '#libs/contracts';
import type { LevelChange } from '#libs/timeline';

/** What a signal says beside the change of level itself. */
export interface SignalFacts {
  readonly patientId: PatientId;
  readonly revision: number;
  readonly late: boolean;
  readonly receivedAt: Instant;
  /** The score that the change is put down to, where one belongs to the condition. */
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
 * Whether a change of level is history and not news: a later time had been worked out already, and there the level is lower.
 * A rise that was published as news stays news, however it is corrected, unless it turns out to be a higher one.
 */
export function isHistory(
  change: LevelChange,
  facts: {
    readonly previousHorizonMs: number;
    readonly newestLevel: Tier;
    readonly published: Pick<Signal, 'kind' | 'late' | 'tier'> | undefined;
  },
): boolean {
  const { previousHorizonMs, newestLevel, published } = facts;
  if (change.atMs >= previousHorizonMs || !isAbove(change.tier, newestLevel)) return false;
  const wasNews = published !== undefined && published.kind !== 'withdrawn' && !published.late;
  return !(wasNews && !isAbove(change.tier, published.tier));
}

function isAbove(one: Tier, other: Tier): boolean {
  return tiers.indexOf(one) > tiers.indexOf(other);
}
