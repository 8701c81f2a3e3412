import type { ChartFile, Points, StageStart } from './chart-file.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import type { OxygenScale, Tier } from './tiers.ts';

/** A checked value (see `checkReading`): a number in the code's canonical unit, a word, or yes and no. */
export type ChartValue = number | string | boolean;

/** One value of each parameter in the order of the chart; undefined where there is none. */
export type ChartValues = readonly (ChartValue | undefined)[];

/** What a set of values amounts to: the least and most that the total can be, and the tiers of the two. */
export interface ChartLevel {
  /** Both can truly occur, whatever the missing parameters are. */
  readonly min: number;
  readonly max: number;
  /** What is certain already. */
  readonly tier: Tier;
  /** What the missing parameters could still make of it. */
  readonly highestTier: Tier;
}

export interface ChartScore extends ChartLevel {
  /** Null while a parameter is missing. */
  readonly total: number | null;
  readonly complete: boolean;
  /** By name, in the order of the chart. */
  readonly missing: readonly string[];
  /** 1 on a chart that has no other, whatever is prescribed. */
  readonly scale: OxygenScale;
  /**
   * The points of each parameter by its name. Null where it is missing, and for one on scale 2 that scores differently on
   * air and on oxygen while it is not known which: it was measured, so it is not in `missing`.
   */
  readonly components: Readonly<Record<string, Points | null>>;
  /** How often to measure, at least: in the words of the chart, and in minutes. */
  readonly monitoring: string;
  readonly monitorEveryMinutes: number;
  /** Within how many minutes the patient is to be assessed, as the chart's file says; null where it states no time. */
  readonly responseWithinMinutes: number | null;
  /** The id of the chart. */
  readonly ruleSet: string;
}

/** An early-warning chart that is ready to score. */
export interface Chart {
  readonly id: string;
  /** As it is said in words: `NEWS2`. */
  readonly title: string;
  readonly file: ChartFile;
  /** The stages of a pregnancy from which on other cells hold; none on most charts. */
  readonly stages: readonly StageStart[];
  /** The chart with the cells that hold once these stages have begun: one object for each set of them. */
  during(begun: readonly StageStart[]): Chart;
  /** The observation of each parameter, in the order of the chart. */
  readonly codes: readonly ObservationCode[];
  /** The name of each parameter, in the order of the chart. */
  readonly names: readonly string[];
  /** The place of the parameter that an observation is a value of; -1 where the chart has none. */
  indexOf(code: ObservationCode): number;
  /** Whether a value is of the kind that the parameter in this place is scored from. A checked reading's always is. */
  isValue(index: number, value: ChartValue): boolean;
  /**
   * Scores one value of each parameter. With some missing the result is a range: a missing one counts from the least to the
   * most that it can have, and never as normal. What is returned is frozen, and one object serves all sets that score alike.
   *
   * On scale 2, saturation and oxygen depend on each other; while it is not known whether oxygen is given, air and oxygen
   * are both taken, and the range spans the two.
   *
   * @throws RangeError for a value that the chart cannot be looked up by.
   */
  score(values: ChartValues, options: { readonly scale: OxygenScale }): ChartScore;
  /**
   * The range and tiers alone.
   *
   * @param options.without a bit mask (bit i for the parameter in place i) of values accepted as usual for this patient:
   *   their points count as none. A parameter without a value keeps its whole range.
   * @throws RangeError for a value that the chart cannot be looked up by.
   */
  level(values: ChartValues, options: { readonly scale: OxygenScale; readonly without?: number }): ChartLevel;
}
