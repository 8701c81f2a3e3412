import type { CapacityTarget } from '#libs/contracts';

/** One plan: what it says by when, and where that is from. */
export interface TargetSeries {
  readonly name: string;
  /** Every source that its numbers are from, once. */
  readonly sources: readonly string[];
  /** In order of dates. */
  readonly targets: readonly CapacityTarget[];
}

/** The plans, in order of their names. */
export function targetSeries(targets: readonly CapacityTarget[]): readonly TargetSeries[] {
  return [...Map.groupBy(targets, ({ series }) => series)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, own]) => ({
      name,
      sources: [...new Set(own.map(({ source }) => source))],
      targets: own.toSorted((one, other) => (one.date < other.date ? -1 : 1)),
    }));
}

/** Every day for which a plan says a number, and the days in between that are given, in order. */
export const daysOf = (targets: readonly CapacityTarget[], others: readonly string[]): readonly string[] =>
  [...new Set([...targets.map(({ date }) => date), ...others])].toSorted();

/** What a plan says is to hold on a day: the number of its newest date until then; null before the first. */
export const holdsOn = ({ targets }: TargetSeries, day: string): number | null =>
  targets.findLast(({ date }) => date <= day)?.beds ?? null;
