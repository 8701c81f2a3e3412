import {
  type Alert,
  alertId,
  type Condition,
  type Instant,
  instant,
  kindOfCondition,
  type PatientId,
} from '#libs/contracts';
import { type AlertDecision, type KeptAlert, type OpenStay, responseMinutes, type Target } from './alert-decision.ts';
import { higherTier, type StandingSignal } from './climb.ts';

/** Where a decision is carried out. */
export interface Place {
  readonly patientId: PatientId;
  readonly stay: OpenStay;
  readonly condition: Condition;
  /** The alert that was decided about: open, or withdrawn. */
  readonly alert: KeptAlert | undefined;
  /** When a person resolved the alert before it; null where nobody has. */
  readonly since: Instant | null;
  readonly now: Date;
  /** The reason in words, with what there is to say beside what the signal says. */
  readonly wordsOf: (signal: StandingSignal) => string;
}

/** What stands in the outcome of an alert that Homeward took back. */
export const withdrawnOutcome = 'withdrawn: a correction left nothing to alert for';
/** Who closes what no person does. */
const homeward = 'Homeward';

/** The alert as the decision leaves it; undefined when nothing becomes of it. */
export function applyDecision(decision: AlertDecision, place: Place): KeptAlert | undefined {
  const { alert, now } = place;
  switch (decision.change) {
    case 'nothing':
      return undefined;
    case 'raise':
      return raised(decision.to, place);
    case 'worsen':
      if (alert === undefined) return undefined;
      return {
        ...alert,
        ...said(decision.to, place),
        // What people were told is not taken back once somebody has acted.
        tier: alert.acted ? higherTier(alert.tier, decision.to.tier) : decision.to.tier,
        state: 'raised',
        worsenedAt: instant(now),
        responseDueAt: dueAt(now, decision.to),
        ...unanswered,
        revision: alert.revision + 1,
      };
    case 'correct':
      if (alert === undefined) return undefined;
      return {
        ...alert,
        ...said(decision.to, place),
        // Never sooner than people were told: what is corrected is past.
        responseDueAt: later(alert.responseDueAt, dueAt(alert.worsenedAt ?? alert.raisedAt, decision.to)),
        revision: alert.revision + 1,
      };
    case 'follow':
      if (alert === undefined) return undefined;
      return { ...alert, currentTier: decision.currentTier, revision: alert.revision + 1 };
    case 'withdraw':
      if (alert === undefined) return undefined;
      return {
        ...alert,
        state: 'resolved',
        currentTier: decision.currentTier,
        resolvedAt: instant(now),
        resolvedBy: homeward,
        outcome: withdrawnOutcome,
        withdrawn: true,
        revision: alert.revision + 1,
      };
  }
}

function raised(to: Target, place: Place): KeptAlert {
  const { patientId, stay, condition, alert, since, now } = place;
  return {
    id: alert?.id ?? alertId(stay.id, condition, since),
    patientId,
    stayId: stay.id,
    wardId: stay.wardId,
    condition,
    conditionKind: kindOfCondition(condition),
    state: 'raised',
    ...said(to, place),
    raisedAt: instant(now),
    worsenedAt: null,
    responseDueAt: dueAt(now, to),
    ...unanswered,
    revision: (alert?.revision ?? 0) + 1,
    since,
    acted: false,
    withdrawn: false,
  };
}

function said({ tier, newsTier, currentTier, late, signal }: Target, { wordsOf }: Place) {
  const { reason: signalReason, instruction, scoreId } = signal;
  return { tier, newsTier, currentTier, late, reason: wordsOf(signal), signalReason, instruction, scoreId } as const;
}

/** Nobody has acted yet, or not since it got worse: the ledger keeps who had. */
const unanswered = {
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  outcome: null,
} as const;

function dueAt(from: Date | Instant, { tier, signal }: Target): Alert['responseDueAt'] {
  const start = typeof from === 'string' ? Date.parse(from) : from.getTime();
  return instant(start + (signal.respondWithinMinutes ?? responseMinutes[tier]) * 60_000);
}

const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);
