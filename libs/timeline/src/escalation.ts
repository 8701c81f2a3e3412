import { type Tier, tiers } from '#libs/clinical';
import type { Instant } from '#libs/contracts';
import type { PlanVersion } from './plan-version.ts';

/** What the plan says about answering an alert at a time: its ceiling of care, or the pathway. */
export function escalationAt(
  { plan, pathway }: PlanVersion,
  atMs: number,
): {
  readonly alertAtMost: 'none' | Exclude<Tier, 'low'>;
  readonly instruction: string | null;
} {
  const ceiling = plan?.ceilingOfCare ?? null;
  if (ceiling !== null && isLive(ceiling.reviewAt, atMs)) return ceiling;
  const { alertAtMost, instruction } = pathway.file.escalation;
  return { alertAtMost, instruction: instruction ?? null };
}

/** The tier that is alerted for: no higher than the ceiling of care. */
export function cappedTier(tier: Tier, version: PlanVersion, atMs: number): Tier {
  const { alertAtMost } = escalationAt(version, atMs);
  if (alertAtMost === 'none') return 'low';
  return tiers.indexOf(tier) > tiers.indexOf(alertAtMost) ? alertAtMost : tier;
}

/** A decision without a review date holds until it is changed; any other lapses then. */
export function isLive(reviewAt: Instant | null, atMs: number): boolean {
  return reviewAt === null || atMs < Date.parse(reviewAt);
}
