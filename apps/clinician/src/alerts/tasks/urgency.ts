import { type Tier, tiers } from '#libs/clinical';

/** Whether one tier is more urgent than another. */
export const isMoreUrgent = (tier: Tier, than: Tier): boolean => tiers.indexOf(tier) > tiers.indexOf(than);
