import { derivedId, EventId, type Instant, type PlanNotFollowed, type WardId } from '#libs/contracts';
import { timeInWords } from './intake-outage.ts';

/** The id of the technical alert that was raised then for plans of patients on a ward. */
export const planAlertId = (wardId: WardId, raisedAt: Instant): EventId =>
  EventId.parse(derivedId('technical-alert', 'plan-not-followed', wardId, raisedAt));

/**
 * `On the ward “Heart at home” the readings of 2 patients are scored by older plans than those on their charts, 1 of which
 * could not be read: …`. Without a patient in it: operations read it.
 */
export function planAlertWords(wardName: string, plans: readonly PlanNotFollowed[]): string {
  const earliest = plans.map(({ changedAt }) => changedAt).reduce((one, other) => (one < other ? one : other));
  const refused = plans.filter(({ because }) => because === 'refused').length;
  const of = plans.length === 1 ? 'of 1 patient' : `of ${String(plans.length)} patients`;
  const unread =
    refused === 0 ? '' : ` Of the changed plans, ${String(refused)} could not be read: see the dead letters.`;
  return `On the ward “${wardName}” the readings ${of} are scored by an older plan than the one on the chart. The earliest change is of ${timeInWords(earliest)}; what it asks for does not alert. The board says whose it is.${unread}`;
}

/** @param words what was said while it was so. */
export const planAlertOverWords = (words: string, until: Instant): string =>
  `${words} It was so until ${timeInWords(until)}.`;
