import {
  type Instant,
  type NewReferral,
  type PersonReference,
  type ReferralHistoryEntry,
  type ReferralId,
  referralUrgencies,
} from '#libs/contracts';

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
export function listOrderOf(
  referral: Pick<ReferralRecord, 'state' | 'urgency' | 'acceptedAt' | 'receivedAt'>,
): ListOrder {
  return referral.state === 'waiting' && referral.acceptedAt !== null
    ? waitingOrderOf(referral.urgency, referral.acceptedAt)
    : { rank: referralUrgencies.length, milliseconds: -Date.parse(referral.receivedAt) };
}

/** Where a referral is on the waiting list, or would be if it waited. */
export function waitingOrderOf(urgency: ReferralRecord['urgency'], acceptedAt: string): ListOrder {
  return { rank: referralUrgencies.indexOf(urgency), milliseconds: Date.parse(acceptedAt) };
}

/** A referral that has just been received. */
export function receivedReferral(
  id: ReferralId,
  asked: NewReferral,
  { by, at }: { readonly by: PersonReference; readonly at: Instant },
): ReferralRecord {
  return {
    id,
    patientId: asked.patientId,
    pathway: asked.pathway,
    wardId: asked.wardId ?? null,
    source: asked.source,
    step: asked.step,
    urgency: asked.urgency,
    reason: asked.reason,
    expectedDischargeDate: asked.expectedDischargeDate ?? null,
    consent: asked.consent ?? null,
    criteria: asked.criteria ?? {},
    homeAccess: asked.homeAccess ?? null,
    digitalNeeds: asked.digitalNeeds ?? null,
    state: 'received',
    receivedAt: at,
    referredBy: by,
    triage: null,
    acceptedAt: null,
    acceptedDespite: null,
    reservedUntil: null,
    stateReason: null,
    stayId: null,
    revision: 1,
  };
}
