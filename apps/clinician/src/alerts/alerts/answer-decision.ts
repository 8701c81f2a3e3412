import type { Alert, AlertOutcome, PersonReference, ReplyOutcome } from '#libs/contracts';
import type { AlertRecord } from './alert-decision.ts';

/** What becomes of an alert when a person answers it. */
export type AnswerDecision =
  | { readonly decision: 'apply' }
  /** Nothing changes; the answer is the alert as it is. `repeated`: it was this person who did the same before. */
  | { readonly decision: 'nothing'; readonly because: 'already-acknowledged' | 'repeated' }
  | { readonly decision: 'refuse'; readonly because: 'already-resolved' };

/** Acknowledging again changes nothing, by the same person or another; a resolved alert cannot be acknowledged any more. */
export function decideAcknowledgement(
  alert: Pick<Alert, 'state' | 'acknowledgedBy'>,
  by: PersonReference,
): AnswerDecision {
  switch (alert.state) {
    case 'raised':
      return { decision: 'apply' };
    case 'acknowledged':
      return { decision: 'nothing', because: alert.acknowledgedBy?.id === by.id ? 'repeated' : 'already-acknowledged' };
    case 'resolved':
      return { decision: 'refuse', because: 'already-resolved' };
  }
}

/**
 * An open alert is resolved. Asking again with the same outcome, as the same person, is the same request sent twice and
 * changes nothing; anything else would overwrite what a person has put down.
 */
export function decideResolution(
  alert: Pick<Alert, 'state' | 'resolvedBy' | 'outcome' | 'outcomeNote'>,
  asked: { readonly by: PersonReference; readonly outcome: AlertOutcome; readonly note: string | null },
): AnswerDecision {
  if (alert.state !== 'resolved') return { decision: 'apply' };
  const isRepeated = alert.resolvedBy?.id === asked.by.id && isSame(alert, asked);
  return isRepeated
    ? { decision: 'nothing', because: 'repeated' }
    : { decision: 'refuse', because: 'already-resolved' };
}

const isSame = (
  alert: Pick<Alert, 'outcome' | 'outcomeNote'>,
  asked: { readonly outcome: AlertOutcome; readonly note: string | null },
): boolean => alert.outcome === asked.outcome && alert.outcomeNote === asked.note;

/**
 * What becomes of a reply to a notification: it acknowledges what still calls people as it did then.
 *
 * @param run of the escalation that the notification belongs to.
 */
export function decideReply(
  alert: Pick<AlertRecord, 'state' | 'acknowledgedBy' | 'owner' | 'escalation'> | undefined,
  run: number,
): { readonly outcome: Exclude<ReplyOutcome, 'not-permitted'>; readonly by: string | null } {
  if (alert === undefined || alert.state === 'resolved') return { outcome: 'resolved', by: null };
  if (alert.state === 'acknowledged')
    return { outcome: 'already-acknowledged', by: (alert.acknowledgedBy ?? alert.owner)?.name ?? null };
  return { outcome: alert.escalation?.run === run ? 'acknowledged' : 'superseded', by: null };
}
