import {
  confirmMs,
  identityAt,
  identityLookBackMs,
  type IdentityRule,
  identityRules,
  identityValidForMs,
  lookBackMs,
  type ObservationCode,
  type Pathway,
  type SampleOf,
  type Trend,
  trendAt,
  type TrendRule,
} from '#libs/clinical';
import { type Condition, conditionOf } from '#libs/contracts';
import type { PlanVersion } from '#libs/timeline';
import { scoreSeries, type Series } from './sampling.ts';

/** A rule that is looked for in samples: a trend of the pathway, or one of those that hold of everybody. */
export type WatchedRule = TrendRule | IdentityRule;

const hourInMs = 3_600_000;

/** The rules of a version of a plan; none without a stay. */
export function rulesOf({ plan, pathway }: PlanVersion): readonly WatchedRule[] {
  return plan?.stay ? [...pathway.file.trends, ...identityRules] : [];
}

/**
 * The condition that a rule is a level of. Rules about one code in one direction share one, named for the first of them in the
 * pathway's file: weight gained fast and weight gained slowly are one alert.
 */
export function conditionOfRule(rule: WatchedRule, { file }: Pathway): Condition {
  const first = isIdentityRule(rule)
    ? rule
    : file.trends.find((one) => one.kind !== 'score-rise' && rule.kind !== 'score-rise' && isOfOneSeries(one, rule));
  return conditionOf('trend', (first ?? rule).id);
}

interface OfCode {
  readonly code: ObservationCode;
  readonly direction: 'rise' | 'fall';
}

const isOfOneSeries = (one: OfCode, other: OfCode): boolean =>
  one.code === other.code && one.direction === other.direction;

/** What samples the rule looks at. */
export function seriesOf(rule: WatchedRule): readonly Series[] {
  switch (rule.kind) {
    case 'score-rise':
      return [scoreSeries];
    case 'other-person':
      return rule.signs.map(({ code }) => code);
    default:
      return [rule.code];
  }
}

/** How long before a sample others may lie that have a say in what is found there. */
export function rangeMs(rule: WatchedRule): number {
  return isIdentityRule(rule) ? identityLookBackMs(rule) : lookBackMs(rule);
}

/** How long before a time samples may lie that have a say in a rule's level then. */
export function reachMs(rule: WatchedRule): number {
  return rangeMs(rule) + validForMs(rule);
}

/** A trend that was found holds for as long as its own window after the last sample: after that, it is not known. */
export function validForMs(rule: WatchedRule): number {
  return isIdentityRule(rule) ? identityValidForMs(rule) : rule.withinHours * hourInMs;
}

/** How long what is found at a sample waits for another that refutes it, where it is doubtful. */
export function waitsForMs(rule: WatchedRule): number {
  return isIdentityRule(rule) ? hourInMs : confirmMs(rule);
}

/** Whether a rule holds at the last of the samples. */
export function verdictOf(rule: WatchedRule, samples: readonly SampleOf[]): Trend {
  return isIdentityRule(rule) ? identityAt(rule, samples) : trendAt(rule, samples);
}

function isIdentityRule(rule: WatchedRule): rule is IdentityRule {
  return rule.kind === 'flat-line' || rule.kind === 'other-person';
}
