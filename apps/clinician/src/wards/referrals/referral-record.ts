import { type ReferralHistoryEntry, referralUrgencies } from '#libs/contracts';

/** A referral as it is kept: without what is known of its patient and its ward, and of the others that wait. */
export type ReferralRecord = ReferralHistoryEntry['referral'];

/** Sorts the list of referrals, rank before milliseconds. */
export interface ListOrder {
  readonly rank: number;
  readonly milliseconds: number;
}

/**
 * Those that wait come first, in the order of the waiting list: the most urgent, then the earliest accepted. The others
 * follow, the newest first.
 */
export function listOrderOf(referral: Pick<ReferralRecord, 'state' | 'urgency' | 'acceptedAt' | 'receivedAt'>): ListOrder {
  return referral.state === 'waiting' && referral.acceptedAt !== null
    ? waitingOrderOf(referral.urgency, referral.acceptedAt)
    : { rank: referralUrgencies.length, milliseconds: -Date.parse(referral.receivedAt) };
}

/** Where a referral is on the waiting list, or would be if it waited. */
export function waitingOrderOf(urgency: ReferralRecord['urgency'], acceptedAt: string): ListOrder {
  return { rank: referralUrgencies.indexOf(urgency), milliseconds: Date.parse(acceptedAt) };
}

/** Accepted: with a bed reserved, or waiting for one. */
export const isAccepted = ({ state }: Pick<ReferralRecord, 'state'>): boolean =>
  state === 'waiting' || state === 'reserved';
