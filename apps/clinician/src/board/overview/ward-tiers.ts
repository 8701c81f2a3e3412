import { type Tier, tiers } from '#libs/clinical';
import type { PatientsByTier, Score, WardOverview } from '#libs/contracts';

/** The score that counts for a patient; null where there is none. */
export type CountedScore = Pick<Score, 'tier' | 'total'> | null;

/** How many patients are at each tier, and how the worst of them are. */
export function wardTiers(scores: readonly CountedScore[]): Pick<WardOverview, 'tiers' | 'worst'> {
  const at = (tier: Tier): readonly NonNullable<CountedScore>[] =>
    scores.filter((score) => score !== null).filter((score) => score.tier === tier);
  const byTier: PatientsByTier = {
    high: at('high').length,
    medium: at('medium').length,
    'low-medium': at('low-medium').length,
    low: at('low').length,
    unscored: scores.filter((score) => score === null).length,
  };
  const tier = tiers.findLast((one) => byTier[one] > 0);
  if (tier === undefined) return { tiers: byTier, worst: null };
  const totals = at(tier).flatMap(({ total }) => (total === null ? [] : [total]));
  return {
    tiers: byTier,
    worst: { tier, total: totals.length === 0 ? null : Math.max(...totals), patients: byTier[tier] },
  };
}
