import type { PathwayFile, TrendRule } from '../rule-sets/pathway-file.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import { confirmMs } from './trend.ts';

/** How long a trend rule of a pathway may take to alert, after the change that it looks for is there. */
export interface DetectionDelay {
  /** The rule. */
  readonly id: string;
  /** How often what it looks at is measured; null where the pathway does not ask for it. */
  readonly measuredEveryMinutes: number | null;
  /** Until the next measurement, with the time for which a value that jumps waits for another; null as above. */
  readonly alertsWithinMinutes: number | null;
}

const minuteInMs = 60_000;

/**
 * How long each trend rule takes at most on a pathway, where everything is measured when it is due: from a change by as much as
 * the rule asks until the alert, if no second value comes when it is asked for.
 *
 * @param chartCodes what the score is made of: it is as new as the one that is measured least often.
 */
export function detectionDelays(
  { measures, trends }: Pick<PathwayFile, 'measures' | 'trends'>,
  chartCodes: readonly ObservationCode[],
): readonly DetectionDelay[] {
  const intervals = new Map(measures.map(({ code, everyMinutes }) => [code, everyMinutes]));
  return trends.map((rule) => {
    const measuredEveryMinutes = longestOf(codesOf(rule, chartCodes).map((code) => intervals.get(code) ?? null));
    const alertsWithinMinutes =
      measuredEveryMinutes === null ? null : measuredEveryMinutes + confirmMs(rule) / minuteInMs;
    return { id: rule.id, measuredEveryMinutes, alertsWithinMinutes };
  });
}

function codesOf(rule: TrendRule, chartCodes: readonly ObservationCode[]): readonly ObservationCode[] {
  return rule.kind === 'score-rise' ? chartCodes : [rule.code];
}

/** Null where any is. */
function longestOf(intervals: readonly (number | null)[]): number | null {
  return intervals.reduce((longest, one) => (longest === null || one === null ? null : Math.max(longest, one)), 0);
}
