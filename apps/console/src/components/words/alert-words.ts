import type { Alert } from '#libs/contracts';
import { dueWords, spanWords, timeWords } from './time-words.ts';
import { urgencyOf } from './risk-words.ts';

/** What has become of an alert, in words; `overdue` while nobody has answered in time. */
export interface AlertWords {
  readonly overdue: boolean;
  readonly state: string;
  readonly detail: string;
}

export function alertWords(alert: Alert, now: number): AlertWords {
  switch (alert.state) {
    case 'raised': {
      const due = dueWords(alert.responseDueAt, now);
      return {
        overdue: due.overdue,
        state: 'Raised',
        detail: `${due.words} (${timeWords(alert.responseDueAt, now)})`,
      };
    }
    case 'acknowledged':
      return { overdue: false, state: 'Acknowledged', detail: byWhom(alert.acknowledgedBy, alert.acknowledgedAt, now) };
    case 'resolved':
      return { overdue: false, state: 'Resolved', detail: byWhom(alert.resolvedBy, alert.resolvedAt, now) };
  }
}

function byWhom(person: string | null, at: string | null, now: number): string {
  return `${person === null ? 'by a person' : `by ${person}`}${at === null ? '' : ` at ${timeWords(at, now)}`}`;
}

export const isOpen = (alert: Alert): boolean => alert.state !== 'resolved';

/** Since when an alert has been waiting as it is now: since it was raised, or last got worse. */
const waitingSince = (alert: Alert): string => alert.worsenedAt ?? alert.raisedAt;

/** For how long it has been waiting: `41 min`. */
export const waitingWords = (alert: Alert, now: number): string =>
  spanWords((now - Date.parse(waitingSince(alert))) / 60_000);

/** Open before resolved, most urgent first, unanswered before acknowledged, longest waiting first; resolved newest first. */
export function byUrgency(one: Alert, other: Alert): number {
  if (isOpen(one) !== isOpen(other)) return isOpen(one) ? -1 : 1;
  if (!isOpen(one)) return compareText(other.resolvedAt ?? '', one.resolvedAt ?? '') || compareText(one.id, other.id);
  return (
    urgencyOf(other.tier) - urgencyOf(one.tier) ||
    Number(one.state === 'acknowledged') - Number(other.state === 'acknowledged') ||
    compareText(waitingSince(one), waitingSince(other)) ||
    compareText(one.id, other.id)
  );
}

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
