import { type EventId, type Instant, instant } from '#libs/contracts';
import type { AlertRecord } from './alert-decision.ts';
import { type AlertChange, muted, unmuted } from './alert-event.ts';

/** An alert, and the technical alert that mutes it. */
export interface MutedAlert {
  readonly alert: AlertRecord;
  readonly by: EventId;
}

/** A patient of whom nothing has been known for so long after the alert is a clinical matter, whatever explains it. */
const mostMinutes = 60;

/** Until when a technical alert can mute the alert; null for what none can. */
export function mutableUntil({ conditionKind, raisedAt }: AlertRecord): Instant | null {
  return conditionKind === 'silence' ? instant(Date.parse(raisedAt) + mostMinutes * 60_000) : null;
}

/** Whether a technical alert that explains it would mute the alert now. */
export const isMutable = (alert: AlertRecord, now: Date): boolean => instant(now) < (mutableUntil(alert) ?? '');

/** The next step of the alert waits, until it is unmuted or as long as it may be. */
export function mutedBy(alert: AlertRecord, by: EventId): AlertChange {
  const nextStepAt = mutableUntil(alert);
  const escalation = alert.escalation && { ...alert.escalation, nextStepAt, mutedBy: by };
  return {
    before: alert,
    after: { ...alert, escalation, undoableUntil: null, revision: alert.revision + 1 },
    ...muted(by),
  };
}

/** The next step is due at once. */
export function unmutedNow(alert: AlertRecord, by: EventId, now: Date): AlertChange {
  const escalation = alert.escalation && { ...alert.escalation, nextStepAt: instant(now), mutedBy: null };
  return {
    before: alert,
    after: { ...alert, escalation, undoableUntil: null, revision: alert.revision + 1 },
    ...unmuted(by),
  };
}
