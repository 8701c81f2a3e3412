import { type Alert, waitingSince } from '#libs/contracts';
import { dueWords, spanWords, timeWords } from './time-words.ts';

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

/** For how long it has been waiting: `41 min`. */
export const waitingWords = (alert: Alert, now: number): string =>
  spanWords((now - Date.parse(waitingSince(alert))) / 60_000);
