import { reasonInWords } from '#libs/clinical';
import { type Alert, alertId, instant, type Signal } from '#libs/contracts';
import { type AlertDecision, higherTier, type OpenStay, responseMinutes } from './alert-decision.ts';

export interface DecidedSignal {
  readonly signal: Signal;
  readonly decision: AlertDecision;
  readonly stay: OpenStay | undefined;
  readonly alert: Alert | undefined;
}

/** The alert as the decision leaves it; undefined when nothing becomes of the signal. */
export function applyDecision({ signal, decision, stay, alert }: DecidedSignal, now: Date): Alert | undefined {
  switch (decision.change) {
    case 'nothing':
      return undefined;
    case 'raise':
      // A decision to raise is only ever made for a patient with an open stay.
      if (stay === undefined) return undefined;
      return {
        id: alertId(signal.id),
        patientId: signal.patientId,
        stayId: stay.id,
        wardId: stay.wardId,
        state: 'raised',
        tier: decision.tier,
        currentTier: decision.tier,
        raisedAt: instant(now),
        worsenedAt: null,
        responseDueAt: dueAt(now, responseMinutes[decision.tier]),
        reason: reasonInWords(signal.score),
        scoreId: signal.score.id,
        ...untouched,
        revision: 1,
      };
    case 'worsen':
      if (alert === undefined) return undefined;
      return {
        ...alert,
        state: 'raised',
        tier: higherTier(alert.tier, decision.tier),
        currentTier: decision.tier,
        worsenedAt: instant(now),
        responseDueAt: dueAt(now, responseMinutes[decision.tier]),
        reason: reasonInWords(signal.score),
        scoreId: signal.score.id,
        ...untouched,
        revision: alert.revision + 1,
      };
    case 'follow':
      if (alert === undefined) return undefined;
      return { ...alert, currentTier: decision.currentTier, revision: alert.revision + 1 };
  }
}

/** Nobody has acted yet, or not since it got worse: the ledger keeps who had. */
const untouched = {
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  outcome: null,
} as const;

function dueAt(from: Date, minutes: number): Alert['responseDueAt'] {
  return instant(from.getTime() + minutes * 60_000);
}
