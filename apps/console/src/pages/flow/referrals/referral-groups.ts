import type { Referral } from '#libs/contracts';
import { t } from '@lingui/core/macro';

export interface ReferralGroup {
  readonly title: string;
  readonly referrals: readonly Referral[];
}

/**
 * Referrals by what has to be done with them: to be looked at first, the longest wait first; then the reserved beds, the one
 * that lapses first before the others; then the waiting list of each ward, in its order; then those that have ended.
 */
export function groupsOf(referrals: readonly Referral[]): readonly ReferralGroup[] {
  const looked = referrals.filter(({ state }) => state === 'received' || state === 'triaged');
  const reserved = referrals.filter(({ state }) => state === 'reserved');
  const waiting = referrals.filter(({ state }) => state === 'waiting');
  const ended = referrals.filter(({ state }) => state === 'admitted' || state === 'declined' || state === 'withdrawn');
  const groups = [
    { title: t`To be looked at`, referrals: looked.toSorted(by(({ receivedAt }) => receivedAt)) },
    { title: t`With a reserved bed`, referrals: reserved.toSorted(by(({ reservedUntil }) => reservedUntil ?? '')) },
    ...waitingLists(waiting),
    { title: t`Ended, the newest first`, referrals: ended },
  ];
  return groups.filter((group) => group.referrals.length > 0);
}

const by =
  (key: (referral: Referral) => string) =>
  (one: Referral, other: Referral): number =>
    key(one).localeCompare(key(other));

function waitingLists(waiting: readonly Referral[]): readonly ReferralGroup[] {
  const lists = Map.groupBy(waiting, ({ wardName }) => wardName ?? t`no ward yet`);
  return [...lists]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([ward, list]) => ({
      title: t`Waiting list of ${ward}`,
      referrals: list.toSorted((one, other) => (one.waitingPosition ?? 0) - (other.waitingPosition ?? 0)),
    }));
}
