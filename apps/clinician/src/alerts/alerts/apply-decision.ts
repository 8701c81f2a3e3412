import {
  type Alert,
  alertId,
  type Condition,
  homewardItself,
  type Instant,
  instant,
  kindOfCondition,
  type PatientId,
  type StayId,
} from '#libs/contracts';
import { type AlertDecision, type AlertRecord, responseMinutes, type Target } from './alert-decision.ts';
import { type Clearing, isCalm } from './clearing.ts';
import { higherTier, type SignalRecord } from './rise.ts';

/** What a decision is applied to. */
export interface Subject {
  readonly patientId: PatientId;
  readonly stayId: StayId;
  readonly condition: Condition;
  /** The alert that was decided about: open, or withdrawn. */
  readonly alert: AlertRecord | undefined;
  /** When a person resolved the alert before it; null where no person has. */
  readonly since: Instant | null;
  readonly now: Date;
  readonly clearing: Clearing;
  /** Whether readings show the level that the alert has now. */
  readonly isShown: boolean;
  /** The reason in words, with what there is to say beside what the signal says. */
  readonly wordsOf: (signal: SignalRecord) => string;
}

/** The alert as the decision leaves it; undefined when nothing becomes of it. */
export function applyDecision(decision: AlertDecision, subject: Subject): AlertRecord | undefined {
  const after = changed(decision, subject);
  return after && { ...after, clearsAt: clearsAt(after, subject) };
}

/** From when its level is low enough, until it has been so for as long as the rules ask. */
function clearsAt(
  { state, late, currentTier, clearedAt, conditionKind }: AlertRecord,
  subject: Subject,
): Instant | null {
  const { alert, clearing, isShown, now } = subject;
  // What happened does not get better by itself: a cancelled call for help still waits for a person's answer.
  if (conditionKind === 'event') return null;
  if (state === 'resolved' || late || clearedAt !== null) return null;
  if (!isCalm(currentTier, clearing) || !isShown) return null;
  return alert?.clearsAt ?? instant(now.getTime() + clearing.forMinutes * 60_000);
}

function changed(decision: AlertDecision, subject: Subject): AlertRecord | undefined {
  const { alert, now } = subject;
  if (decision.change === 'nothing') return undefined;
  if (decision.change === 'raise') return raised(decision.to, subject);
  if (alert === undefined) return undefined;
  const revision = alert.revision + 1;
  switch (decision.change) {
    case 'worsen':
      return {
        ...alert,
        ...said(decision.to, subject),
        // What people have answered is not taken back.
        tier: alert.answered ? higherTier(alert.tier, decision.to.tier) : decision.to.tier,
        state: 'raised',
        worsenedAt: instant(now),
        responseDueAt: dueAt(now, decision.to),
        ...unanswered,
        revision,
      };
    case 'correct':
      return {
        ...alert,
        ...said(decision.to, subject),
        // Never sooner than people were told: what is corrected is past.
        responseDueAt: later(alert.responseDueAt, dueAt(alert.worsenedAt ?? alert.raisedAt, decision.to)),
        undoableUntil: null,
        revision,
      };
    case 'follow':
      return { ...alert, currentTier: decision.currentTier, undoableUntil: null, revision };
    case 'review':
      return {
        ...alert,
        currentTier: decision.currentTier,
        clearedAt: instant(now),
        undoableUntil: null,
        revision,
      };
    case 'withdraw':
      return {
        ...alert,
        state: 'resolved',
        currentTier: decision.currentTier,
        resolvedAt: instant(now),
        resolvedBy: homewardItself,
        outcome: 'withdrawn',
        outcomeNote: 'A correction left nothing to alert for.',
        undoableUntil: null,
        withdrawn: true,
        revision,
      };
  }
}

function raised(to: Target, subject: Subject): AlertRecord {
  const { patientId, stayId, condition, alert, since, now } = subject;
  return {
    id: alert?.id ?? alertId(stayId, condition, since),
    patientId,
    stayId,
    condition,
    conditionKind: kindOfCondition(condition),
    state: 'raised',
    ...said(to, subject),
    raisedAt: instant(now),
    worsenedAt: null,
    responseDueAt: dueAt(now, to),
    owner: null,
    ...unanswered,
    revision: (alert?.revision ?? 0) + 1,
    escalation: alert?.escalation ?? null,
    clearsAt: null,
    since,
    answered: false,
    withdrawn: false,
  };
}

function said({ tier, notifiedTier, currentTier, late, signal }: Target, { wordsOf }: Subject) {
  const { reason: signalReason, instruction, scoreId } = signal;
  return {
    tier,
    notifiedTier,
    currentTier,
    late,
    reason: wordsOf(signal),
    signalReason,
    instruction,
    scoreId,
  } as const;
}

/** Not answered yet, or not since it got worse: the audit keeps who had. */
export const unanswered = {
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgementNote: null,
  acknowledgementLapsesAt: null,
  handedTo: null,
  snooze: null,
  clearedAt: null,
  resolvedAt: null,
  resolvedBy: null,
  outcome: null,
  outcomeNote: null,
  returnsAt: null,
  returned: null,
  undoableUntil: null,
} as const;

function dueAt(from: Date | Instant, { tier, signal }: Target): Alert['responseDueAt'] {
  const start = typeof from === 'string' ? Date.parse(from) : from.getTime();
  return instant(start + (signal.respondWithinMinutes ?? responseMinutes[tier]) * 60_000);
}

const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);
