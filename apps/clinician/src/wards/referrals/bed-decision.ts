import type { Instant } from '#libs/contracts';

/** How many beds a ward could give out at the moment, and how many referrals wait for them with a better claim. */
export interface BedsAndClaims {
  readonly wardName: string;
  readonly open: number;
  readonly free: number;
  /** That are more urgent, or equally urgent and accepted earlier. */
  readonly ahead: number;
}

/** What an accepted referral gets. */
export type BedDecision =
  { readonly bed: 'reserved'; readonly until: Instant } | { readonly bed: 'waits-for-one'; readonly because: string };

/** A bed where there is one more than have a better claim to it; otherwise a position on the waiting list, and why. */
export function decideBed(found: BedsAndClaims, until: Instant): BedDecision {
  return found.free > found.ahead ? { bed: 'reserved', until } : { bed: 'waits-for-one', because: whyItWaits(found) };
}

function whyItWaits({ wardName, open, free, ahead }: BedsAndClaims): string {
  if (open === 0) return `${wardName} has no open bed.`;
  if (free <= 0) return `${wardName} is full: of ${countOf(open, 'open bed')} none is free.`;
  const claims = `${countOf(ahead, 'referral')} before it, more urgent or accepted earlier`;
  return `${wardName} has ${countOf(free, 'free bed')}, and ${claims}.`;
}

const countOf = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
