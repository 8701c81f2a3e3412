import { tiers } from '#libs/clinical';
import type { Alert } from './alert.ts';

/** Whether there is still something to do about it. */
export const isOpenAlert = (alert: Alert): boolean => alert.state !== 'resolved';

/** Since when an alert has been waiting as it is now: since it was raised, or last got worse. */
export const waitingSince = (alert: Alert): string => alert.worsenedAt ?? alert.raisedAt;

/**
 * Open before resolved, news before what only late readings tell, most urgent first, unanswered before acknowledged,
 * longest waiting first; resolved newest first.
 */
export function compareAlerts(one: Alert, other: Alert): number {
  if (isOpenAlert(one) !== isOpenAlert(other)) return isOpenAlert(one) ? -1 : 1;
  if (!isOpenAlert(one)) {
    return compareText(other.resolvedAt ?? '', one.resolvedAt ?? '') || compareText(one.id, other.id);
  }
  return (
    Number(one.late) - Number(other.late) ||
    tiers.indexOf(other.tier) - tiers.indexOf(one.tier) ||
    Number(one.state === 'acknowledged') - Number(other.state === 'acknowledged') ||
    compareText(waitingSince(one), waitingSince(other)) ||
    compareText(one.id, other.id)
  );
}

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
