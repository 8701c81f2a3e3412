import { type AlertEscalation, type EscalationEnd, type Instant, instant } from '#libs/contracts';
import type { NextStep } from '../../staff/escalation-policies/next-step.ts';
import type { AlertRecord } from './alert-decision.ts';
import type { EscalationState } from './escalation-state.ts';

/** One version of a policy, by which an alert escalates from the moment it is raised. */
export interface PolicyVersion {
  readonly id: AlertEscalation['policyId'];
  readonly version: number;
}

/** Whether people are to be notified of it: it is news, and no person has answered it. */
export function isCalling(alert: Pick<AlertRecord, 'state' | 'late' | 'snooze' | 'clearedAt'>): boolean {
  return alert.state === 'raised' && !alert.late && alert.snooze === null && alert.clearedAt === null;
}

/** Whether it is on its way through the steps of a policy. */
const isEscalating = ({ escalation }: Pick<AlertRecord, 'escalation'>): boolean => escalation?.ended === null;

/** Whether a change of an alert makes it escalate from the first step: it calls people who were not called before it. */
export function beginsEscalation(before: AlertRecord | undefined, after: AlertRecord): boolean {
  if (!isCalling(after)) return false;
  if (before === undefined || !isCalling(before)) return !isEscalating(after);
  return before.worsenedAt !== after.worsenedAt;
}

/** The first step is due at once. */
export function beganEscalation(policy: PolicyVersion, before: EscalationState | null, at: Date): EscalationState {
  return {
    policyId: policy.id,
    policyVersion: policy.version,
    run: (before?.run ?? 0) + 1,
    step: 0,
    round: 0,
    nextStepAt: instant(at),
    ended: null,
    mutedBy: null,
  };
}

/** The escalation ends when the alert calls no people any more. */
export function endedBy(after: AlertRecord): EscalationState | null {
  const { escalation } = after;
  if (escalation === null || !isEscalating(after) || isCalling(after)) return escalation;
  return { ...escalation, nextStepAt: null, mutedBy: null, ended: reasonOf(after) };
}

function reasonOf({ state, snooze }: AlertRecord): EscalationEnd {
  if (state === 'resolved') return 'resolved';
  if (snooze !== null) return 'snoozed';
  return state === 'acknowledged' ? 'acknowledged' : 'cleared';
}

/**
 * The escalation after a step. The next one counts from when this one was due, so that lateness does not add up; after an
 * outage new people are notified at once, and the same people again only after the whole wait.
 */
export function afterStep(
  state: EscalationState,
  next: NextStep,
  { now, following }: { readonly now: Date; readonly following: NextStep },
): EscalationState {
  const dueAt = state.nextStepAt === null ? now.getTime() : Date.parse(state.nextStepAt);
  const waitMs = next.waitMinutes * 60_000;
  const asPlanned = Math.min(dueAt, now.getTime()) + waitMs;
  const isSameAgain = following.step === next.step;
  const from = asPlanned > now.getTime() ? asPlanned : now.getTime() + (isSameAgain ? waitMs : 0);
  return { ...state, step: next.step, round: next.round, nextStepAt: instant(from), mutedBy: null };
}

/** The kind of the timers by which time changes alerts. */
export const alertTimer = 'alert';

/** The timer by which time changes the alert next; none where it does not. */
export function timersOf(alert: AlertRecord) {
  const dueAt = nextDueAt(alert);
  const { id: subject, revision } = alert;
  return dueAt === null ? [] : [{ kind: alertTimer, subject, revision, dueAt: new Date(dueAt) }];
}

/** When something is to be done about an alert by itself; null where nothing is. */
export function nextDueAt(alert: AlertRecord): Instant | null {
  if (alert.state === 'resolved') return alert.returnsAt;
  const { escalation, acknowledgementLapsesAt, snooze, clearsAt } = alert;
  const times = [escalation?.nextStepAt, acknowledgementLapsesAt, snooze?.until, clearsAt];
  return times.flatMap((at) => at ?? []).toSorted()[0] ?? null;
}
