import { tiers } from '#libs/clinical';
import type { Alert } from './alert.ts';
import { compareKeys } from './page.ts';

/** Whether there is still something to do about it. */
export const isOpenAlert = (alert: Alert): boolean => alert.state !== 'resolved';

/** Since when an alert has been waiting as it is now: since it was raised, or last got worse. */
export const waitingSince = (alert: Alert): string => alert.worsenedAt ?? alert.raisedAt;

/** What an alert's urgency is told by, the most weighty first; the less, the more urgent. */
export type UrgencyKeys = readonly [
  resolved: number,
  late: number,
  tier: number,
  answered: number,
  time: number,
  ofOther: number,
  id: string,
];

/**
 * Open before resolved, news before what only late readings tell, most urgent first, unanswered before acknowledged,
 * longest waiting first, and of those raised together that of the score, which explains most; resolved newest first.
 */
export function urgencyKeysOf(alert: Alert): UrgencyKeys {
  if (!isOpenAlert(alert)) return [1, 0, 0, 0, -Date.parse(alert.resolvedAt ?? alert.raisedAt), 0, alert.id];
  const answered = Number(alert.state === 'acknowledged');
  const ofOther = Number(alert.conditionKind !== 'score');
  const sinceMs = Date.parse(waitingSince(alert));
  return [0, Number(alert.late), -tiers.indexOf(alert.tier), answered, sinceMs, ofOther, alert.id];
}

/** By urgency, as `urgencyKeysOf` has it. */
export const compareAlerts = (one: Alert, other: Alert): number =>
  compareKeys(urgencyKeysOf(one), urgencyKeysOf(other));
