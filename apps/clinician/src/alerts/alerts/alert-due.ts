import { tiers } from '#libs/clinical';
import { type Instant, instant } from '#libs/contracts';
import { type AlertRecord, responseMinutes } from './alert-decision.ts';
import { type AlertChange, changeByTime } from './alert-event.ts';
import { unanswered } from './apply-decision.ts';
import { isCalling } from './escalation.ts';

/** What time alone makes of an alert. */
export type DueNow =
  | { readonly due: 'change'; readonly change: AlertChange }
  /** The people of the next step are to be notified. */
  | { readonly due: 'step' }
  /** Its people are notified with those of a related alert of the patient, which escalates ahead of it. */
  | { readonly due: 'join'; readonly ahead: AlertRecord };

/**
 * What is due of an alert at an instant: the first thing, for what follows from it may make the others void. Undefined
 * where nothing is.
 *
 * @param related the other open alerts of the patient.
 */
export function dueOf(alert: AlertRecord, related: readonly AlertRecord[], now: Date): DueNow | undefined {
  const isDue = (at: Instant | null | undefined): boolean => at !== null && at !== undefined && at <= instant(now);
  const { snooze, acknowledgementLapsesAt, clearsAt, escalation } = alert;
  if (isDue(snooze?.until)) return changed(raisedAgain(alert, now), changeByTime.snoozeEnded);
  if (isDue(acknowledgementLapsesAt)) return changed(raisedAgain(alert, now), changeByTime.lapsed);
  if (isDue(clearsAt)) return changed({ ...alert, clearsAt: null, clearedAt: instant(now) }, changeByTime.cleared);
  if (!isDue(escalation?.nextStepAt)) return undefined;
  // A call for help notifies people by itself.
  if (alert.conditionKind === 'event') return { due: 'step' };
  const ahead = related.filter((other) => escalatesAhead(other, alert)).toSorted(byPrecedence)[0];
  return ahead === undefined ? { due: 'step' } : { due: 'join', ahead };

  function changed(after: AlertRecord, audited: Pick<AlertChange, 'text' | 'facts'>): DueNow {
    const revised = { ...after, undoableUntil: null, revision: alert.revision + 1 };
    return { due: 'change', change: { before: alert, after: revised, ...audited } };
  }
}

/** It calls people again, with a new time to respond: what was promised has not been followed by anything. */
export function raisedAgain(alert: AlertRecord, now: Date): AlertRecord {
  const responseDueAt = instant(now.getTime() + responseMinutes[alert.tier] * 60_000);
  return { ...alert, ...unanswered, clearedAt: alert.clearedAt, state: 'raised', responseDueAt };
}

/** Whether one alert of a patient notifies people for another as well: it escalates, and comes first. */
function escalatesAhead(other: AlertRecord, alert: AlertRecord): boolean {
  return isCalling(other) && isEscalatingNow(other) && byPrecedence(other, alert) < 0;
}

/** One that is muted notifies no people, and so none for another. */
const isEscalatingNow = ({ escalation }: AlertRecord): boolean =>
  escalation?.ended === null && escalation.mutedBy === null;

/** The most urgent first, then the one that was raised first. */
function byPrecedence(one: AlertRecord, other: AlertRecord): number {
  const difference = tiers.indexOf(other.tier) - tiers.indexOf(one.tier);
  if (difference !== 0) return difference;
  if (one.raisedAt !== other.raisedAt) return one.raisedAt < other.raisedAt ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
