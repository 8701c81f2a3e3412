import { type AlertTier, alertTierOf, type ConditionKind, instant } from '#libs/contracts';
import type { AlertRecord } from './alert-decision.ts';
import type { AlertChange } from './alert-event.ts';
import type { SignalDecision } from './fold-signals.ts';

/** What the metrics count of one change of an alert. */
export interface AlertCounts {
  /** It is a new alert, or one that had been withdrawn. */
  readonly raised: { readonly tier: AlertTier; readonly rule_kind: ConditionKind } | null;
  /** From when people were called last until a person acknowledged it. */
  readonly acknowledgedAfterSeconds: number | null;
  readonly snoozed: boolean;
  /** A response is awaited by a time that was not known before. */
  readonly awaitsResponse: boolean;
}

/** What a change of an alert adds to the metrics. */
export function countsOf({ before, after, facts }: AlertChange, now: Date): AlertCounts {
  const isAnswer = facts.kind === 'acknowledged' && before?.state === 'raised';
  const calledAt = Date.parse(before?.worsenedAt ?? after.raisedAt);
  return {
    raised: facts.kind === 'raised' ? { tier: after.tier, rule_kind: after.conditionKind } : null,
    acknowledgedAfterSeconds: isAnswer ? Math.max(0, now.getTime() - calledAt) / 1000 : null,
    snoozed: facts.kind === 'snoozed',
    awaitsResponse:
      isAwaited(after) &&
      Date.parse(after.responseDueAt) > now.getTime() &&
      (before === undefined || !isAwaited(before) || before.responseDueAt !== after.responseDueAt),
  };
}

/**
 * How long it took from readings to the alerts that they raised or worsened. What comes of time that passes, of plans and of
 * what is late is no measure of it.
 */
export function calledByReading(
  decided: readonly SignalDecision[],
  now: Date,
): readonly { readonly tier: AlertTier; readonly seconds: number }[] {
  return decided.flatMap(({ signal: { because, late, kind, tier, receivedAt }, decision: { change } }) => {
    const alertTier = alertTierOf(tier);
    const isOfReading = because === 'reading' && kind === 'tier-reached' && !late;
    if (!isOfReading || alertTier === null || (change !== 'raise' && change !== 'worsen')) return [];
    return [{ tier: alertTier, seconds: Math.max(0, now.getTime() - Date.parse(receivedAt)) / 1000 }];
  });
}

/**
 * Whether an alert had no answer when a response was due. Asked later than that, it may have been answered since.
 *
 * @param dueAt when it was; where the alert has another time by now, nothing was due.
 */
export function isBreach(
  alert: Pick<AlertRecord, 'late' | 'snooze' | 'responseDueAt' | 'acknowledgedAt' | 'resolvedAt'>,
  dueAt: Date,
): boolean {
  const due = instant(dueAt);
  const { late, snooze, responseDueAt, acknowledgedAt, resolvedAt } = alert;
  const answers = [acknowledgedAt, resolvedAt, snooze?.at].flatMap((at) => at ?? []);
  return !late && responseDueAt === due && answers.every((at) => at > due);
}

/** Whether a person is to respond by `responseDueAt`: not to what only late readings show, nor to what is snoozed. */
const isAwaited = ({ state, late, snooze }: Pick<AlertRecord, 'state' | 'late' | 'snooze'>): boolean =>
  state === 'raised' && !late && snooze === null;
