import type { ChartScore, ChartValue } from '../charts/chart.ts';
import type { OxygenScale, Tier } from '../charts/tiers.ts';
import type { Points } from '../charts/chart-file.ts';
import type { Consciousness } from '../vital-signs/observation-codes.ts';
import { news2Chart } from './news2-chart.ts';
import type { News2Parameter } from './news2-parameters.ts';

/** One value of each parameter, in canonical units and plausible (see `checkReading`); absent where there is none. */
export interface News2Values {
  /** Breaths per minute. */
  readonly respirationRate?: number | undefined;
  /** %. */
  readonly oxygenSaturation?: number | undefined;
  /** Flow in L/min, of which any above 0 is oxygen; or only whether oxygen is given. */
  readonly supplementalOxygen?: number | boolean | undefined;
  /** mm[Hg]. */
  readonly systolicPressure?: number | undefined;
  /** Beats per minute. */
  readonly pulseRate?: number | undefined;
  readonly consciousness?: Consciousness | undefined;
  /** Cel. */
  readonly temperature?: number | undefined;
}

/** A score on the NEWS2 chart, whose parameters are known by name. */
export interface News2Score extends ChartScore {
  readonly missing: readonly News2Parameter[];
  readonly components: Readonly<Record<News2Parameter, Points | null>>;
}

/** The values of the set that is being scored, in the order of the chart: one array for all, since none outlives its call. */
const inChartOrder: (ChartValue | undefined)[] = [];

/**
 * Scores NEWS2 from values by name. With parameters missing the result is a range: a missing one counts from 0 to its
 * highest possible (3, oxygen 2), and never as 0.
 *
 * @throws RangeError for a number that is not finite.
 * @see Royal College of Physicians, National Early Warning Score (NEWS) 2, December 2017, charts 1, 2 and 4.
 */
export function scoreNews2(values: News2Values, options: { readonly scale: OxygenScale }): News2Score {
  inChartOrder[0] = values.respirationRate;
  inChartOrder[1] = values.oxygenSaturation;
  inChartOrder[2] = values.supplementalOxygen;
  inChartOrder[3] = values.systolicPressure;
  inChartOrder[4] = values.pulseRate;
  inChartOrder[5] = values.consciousness;
  inChartOrder[6] = values.temperature;
  // The names on the chart are those of News2Parameter, in this order: the chart's test holds the two together.
  return news2Chart.score(inChartOrder, options) as News2Score;
}

/** Within how many minutes a patient of this tier is to be assessed: Homeward's own times, null where there is none. */
export function responseWithinMinutesOf(tier: Tier): number | null {
  return news2Chart.file.tiers.find((one) => one.tier === tier)?.respondWithinMinutes ?? null;
}
