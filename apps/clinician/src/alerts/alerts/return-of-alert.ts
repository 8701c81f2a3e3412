import {
  alertOutcomes,
  type ResolutionOutcome,
  type ResponseRules,
  type ResponseTier,
  type Tier,
} from '#libs/clinical';
import { type AlertOutcome, alertTierOf, type Instant, instant } from '#libs/contracts';
import { type AlertRecord, responseMinutes } from './alert-decision.ts';
import type { SignalRecord } from './rise.ts';

/** When an alert that a person resolved is raised again, if its level stands until then. */
export type ReturnDecision =
  /** From that rise on. */
  | { readonly decision: 'return'; readonly from: Instant }
  /** The level has fallen, and does not alert for as short a time. */
  | { readonly decision: 'wait'; readonly until: Instant }
  | { readonly decision: 'nothing'; readonly because: 'level-left' | 'never' };

type Resolved = Pick<AlertRecord, 'outcome' | 'resolvedAt' | 'conditionKind'>;

/**
 * When a resolved alert is raised again, if that level stands until then; null where it never is: it was at low risk already,
 * or Homeward resolved it.
 *
 * @param rules of the patient's pathway; without any, after the time that there is to respond to the tier.
 */
export function returnsAt(
  { outcome, resolvedAt, conditionKind }: Resolved,
  level: Tier,
  rules: ResponseRules | undefined,
): Instant | null {
  const tier: ResponseTier | null = alertTierOf(level);
  if (tier === null || resolvedAt === null || !isOfPerson(outcome)) return null;
  // What happened once and was seen to is over; another event rises by itself.
  if (conditionKind === 'event') return null;
  const minutes = rules?.raiseAgain.afterMinutes[outcome][tier] ?? responseMinutes[tier];
  return instant(Date.parse(resolvedAt) + minutes * 60_000);
}

/**
 * Whether the level that a person resolved an alert for still stands. What has fallen to a lower tier that alerts, too, gets
 * the time of that tier; what was at low risk in between is no longer the same, and rises by a signal of its own.
 *
 * @param signals of the condition, by the times that they belong to, oldest first.
 */
export function decideReturn(
  alert: Resolved,
  {
    signals,
    rules,
    now,
  }: { readonly signals: readonly SignalRecord[]; readonly rules: ResponseRules | undefined; readonly now: Date },
): ReturnDecision {
  const valid = signals.filter(({ kind }) => kind !== 'withdrawn');
  const level = valid.at(-1)?.tier ?? 'low';
  const sinceLow = valid.slice(valid.findLastIndex(({ tier }) => tier === 'low') + 1);
  const rise = sinceLow.findLast(({ kind }) => kind === 'tier-reached');
  if (level === 'low' || rise === undefined) return { decision: 'nothing', because: 'level-left' };
  const until = returnsAt(alert, level, rules);
  if (until === null) return { decision: 'nothing', because: 'never' };
  return until > instant(now) ? { decision: 'wait', until } : { decision: 'return', from: rise.at };
}

function isOfPerson(outcome: AlertOutcome | null): outcome is ResolutionOutcome {
  // The cast widens the list to what it is asked about.
  return (alertOutcomes as readonly (AlertOutcome | null)[]).includes(outcome);
}
