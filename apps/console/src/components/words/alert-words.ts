import { t } from '@lingui/core/macro';
import {
  type Alert,
  type AlertEventKind,
  type AlertOutcome,
  type ConditionKind,
  type PersonReference,
  type Snooze,
  waitingSince,
} from '#libs/contracts';
import { dueWords, spanWords, timeWords } from './time-words.ts';

/** What has become of an alert, in words; `overdue` where it was not answered in time. */
export interface AlertWords {
  readonly overdue: boolean;
  readonly state: string;
  readonly detail: string;
}

/** What an alert is about. */
export const conditionWords: Readonly<Record<ConditionKind, string>> = {
  score: 'Score',
  threshold: 'Limit',
  trend: 'Trend',
  doubt: 'Doubtful reading',
  event: 'Event',
  silence: 'No readings',
};

/** The same within a sentence. */
export const alertLabel = ({ conditionKind }: Alert): string =>
  conditionWords[conditionKind].toLocaleLowerCase('en-GB');

export const lateWords =
  'Found late: only readings that came late show it, and the patient is better by now. Look at it; it is not news.';

/** One that only late readings show is history: it is to be looked at, not late. */
export function alertWords(alert: Alert, now: number): AlertWords {
  switch (alert.state) {
    case 'raised': {
      if (alert.snooze !== null) return snoozedWords(alert.snooze, now);
      if (alert.clearedAt !== null)
        return { overdue: false, state: t`Cleared`, detail: t`to be reviewed; no one is notified of it any more` };
      if (alert.late) return { overdue: false, state: 'Found late', detail: 'to be looked at; better by now' };
      const due = dueWords(alert.responseDueAt, now);
      return {
        overdue: due.overdue,
        state: 'Raised',
        detail: `${due.words} (${timeWords(alert.responseDueAt, now)})`,
      };
    }
    case 'acknowledged':
      if (alert.snooze !== null) return snoozedWords(alert.snooze, now);
      return { overdue: false, state: 'Acknowledged', detail: byWhom(alert.acknowledgedBy, alert.acknowledgedAt, now) };
    case 'resolved':
      return { overdue: false, state: 'Resolved', detail: byWhom(alert.resolvedBy, alert.resolvedAt, now) };
  }
}

function snoozedWords({ by, until }: Snooze, now: number): AlertWords {
  return { overdue: false, state: t`Snoozed`, detail: t`until ${timeWords(until, now)} by ${by.name}` };
}

function byWhom(person: PersonReference | null, at: string | null, now: number): string {
  return `by ${person?.name ?? 'Homeward'}${at === null ? '' : ` at ${timeWords(at, now)}`}`;
}

/** For how long it has been waiting: `41 min`. */
export const waitingWords = (alert: Alert, now: number): string =>
  spanWords((now - Date.parse(waitingSince(alert))) / 60_000);

/** Why an open alert calls no one for now, though it is raised; undefined where nothing mutes it. */
export function mutedWords({ state, mutedBy, escalation }: Alert, now: number): string | undefined {
  if (state === 'resolved' || mutedBy === null) return undefined;
  const until = escalation?.nextStepAt ?? null;
  const because = t`its gateway is down, and operations are notified of that`;
  return until === null ? t`Muted: ${because}.` : t`Muted until ${timeWords(until, now)}: ${because}.`;
}

/** What was done or found, by the name of the outcome. */
export function outcomeName(outcome: AlertOutcome): string {
  switch (outcome) {
    case 'no-action':
      return t`No action was needed`;
    case 'advice-given':
      return t`Advice was given`;
    case 'visit-arranged':
      return t`A visit was arranged`;
    case 'medication-changed':
      return t`Medication was changed`;
    case 'conveyed-to-hospital':
      return t`Conveyed to hospital`;
    case 'device-problem':
      return t`A problem of the device`;
    case 'false-alarm':
      return t`A false alarm`;
    case 'other':
      return t`Other: say what was done`;
    case 'discharged':
      return t`The stay ended`;
    case 'withdrawn':
      return t`Withdrawn: a correction left nothing to alert for`;
  }
}

/** The outcome with what was written beside it. */
export function outcomeWords({ outcome, outcomeNote }: Pick<Alert, 'outcome' | 'outcomeNote'>): string {
  if (outcome === null) return '';
  if (outcomeNote === null || outcome === 'withdrawn') return outcomeName(outcome);
  return outcome === 'other' ? outcomeNote : `${outcomeName(outcome)}. ${outcomeNote}`;
}

const events: Readonly<Record<AlertEventKind, () => string>> = {
  raised: () => t`Raised`,
  worsened: () => t`Got worse`,
  corrected: () => t`Corrected`,
  improved: () => t`Improved`,
  'rose-again': () => t`Rose again`,
  withdrawn: () => t`Withdrawn`,
  acknowledged: () => t`Acknowledged`,
  lapsed: () => t`Acknowledgement lapsed`,
  reassigned: () => t`Handed over`,
  accepted: () => t`Accepted`,
  declined: () => t`Declined`,
  'taken-over': () => t`Taken over`,
  snoozed: () => t`Snoozed`,
  'snooze-ended': () => t`Snooze ended`,
  cleared: () => t`Cleared`,
  escalated: () => t`Escalated`,
  joined: () => t`Waits for a related alert`,
  muted: () => t`Muted while a gateway is down`,
  unmuted: () => t`No longer muted`,
  resolved: () => t`Resolved`,
  undone: () => t`Taken back`,
  'stay-ended': () => t`Stay ended`,
  'raised-again': () => t`Raised again`,
};

/** What kind of event of an alert's life it was. */
export const eventWords = (kind: AlertEventKind): string => events[kind]();
