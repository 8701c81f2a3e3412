import type { ChartValue } from '../charts/chart.ts';
import type { OxygenScale, Tier } from '../charts/tiers.ts';
import { news2Chart } from './news2-chart.ts';

/**
 * NEWS2 once more, transcribed by hand from the published chart and not from the file that Homeward scores by: the bands
 * with their first and last value, in hundredths, so that nothing here is ever rounded in binary.
 */
type Band = readonly [from: number, to: number, points: number];
const lowest = -Infinity;
const highest = Infinity;

const respiration: readonly Band[] = [
  [lowest, 800, 3],
  [900, 1100, 1],
  [1200, 2000, 0],
  [2100, 2400, 2],
  [2500, highest, 3],
];
const saturationScale1: readonly Band[] = [
  [lowest, 9100, 3],
  [9200, 9300, 2],
  [9400, 9500, 1],
  [9600, highest, 0],
];
const saturationScale2OnAir: readonly Band[] = [
  [lowest, 8300, 3],
  [8400, 8500, 2],
  [8600, 8700, 1],
  [8800, 9200, 0],
  [9300, highest, 0],
];
const saturationScale2OnOxygen: readonly Band[] = [
  [lowest, 8300, 3],
  [8400, 8500, 2],
  [8600, 8700, 1],
  [8800, 9200, 0],
  [9300, 9400, 1],
  [9500, 9600, 2],
  [9700, highest, 3],
];
const systolic: readonly Band[] = [
  [lowest, 9000, 3],
  [9100, 10_000, 2],
  [10_100, 11_000, 1],
  [11_100, 21_900, 0],
  [22_000, highest, 3],
];
const pulse: readonly Band[] = [
  [lowest, 4000, 3],
  [4100, 5000, 1],
  [5100, 9000, 0],
  [9100, 11_000, 1],
  [11_100, 13_000, 2],
  [13_100, highest, 3],
];
const temperature: readonly Band[] = [
  [lowest, 3500, 3],
  [3510, 3600, 1],
  [3610, 3800, 0],
  [3810, 3900, 1],
  [3910, highest, 2],
];

interface Measured {
  readonly value: ChartValue;
  readonly points: number;
}

/** The points of a value in hundredths, which is brought to whole steps of so many hundredths first, half up. */
function pointsIn(bands: readonly Band[], hundredths: number, step: number): number {
  const rounded = Math.floor((hundredths + step / 2) / step) * step;
  const points = bands.filter(([from, to]) => from <= rounded && rounded <= to).map(([, , each]) => each);
  if (points.length !== 1) throw new Error(`${String(hundredths)} is in ${String(points.length)} bands.`);
  return points[0] ?? NaN;
}

/** The ends of every band of all the given, each with one step and half a step either side, in hundredths. */
function grid(all: readonly (readonly Band[])[], step: number): readonly number[] {
  const ends = all.flat().flatMap(([from, to]) => [from, to].filter(Number.isFinite));
  const around = ends.flatMap((end) => [end - step, end - step / 2, end, end + step / 2, end + step]);
  return [...new Set(around)].sort((one, other) => one - other);
}

const measured = (bands: readonly Band[], values: readonly number[], step = 100): readonly Measured[] =>
  values.map((hundredths) => ({ value: hundredths / 100, points: pointsIn(bands, hundredths, step) }));

const saturations = grid([saturationScale1, saturationScale2OnAir, saturationScale2OnOxygen], 100);
const respirations = measured(respiration, grid([respiration], 100));
const systolics = measured(systolic, grid([systolic], 100));
const pulses = measured(pulse, grid([pulse], 100));
const temperatures = measured(temperature, grid([temperature], 10), 10);
const consciousnesses: readonly Measured[] = ['A', 'C', 'V', 'P', 'U'].map((value) => ({
  value,
  points: value === 'A' ? 0 : 3,
}));
const oxygens: readonly Measured[] = [
  { value: false, points: 0 },
  { value: 0, points: 0 },
  { value: true, points: 2 },
  { value: 0.5, points: 2 },
  { value: 15, points: 2 },
];

function saturationsOn(scale: OxygenScale, oxygen: Measured): readonly Measured[] {
  if (scale === 1) return measured(saturationScale1, saturations);
  return measured(oxygen.points === 0 ? saturationScale2OnAir : saturationScale2OnOxygen, saturations);
}

function expectedTier(total: number, points: readonly number[]): Tier {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return points.includes(3) ? 'low-medium' : 'low';
}

function expectedMonitoring(tier: Tier, total: number): string {
  if (tier === 'high') return 'continuous';
  if (tier === 'medium' || tier === 'low-medium') return 'every 1 h';
  return total === 0 ? 'every 12 h' : 'every 4–6 h';
}

const responses: Readonly<Record<Tier, number | null>> = { high: 30, medium: 60, 'low-medium': null, low: null };

/** What is wrong with the score of these values; undefined if nothing is. */
function faultOf(given: readonly Measured[], scale: OxygenScale): string | undefined {
  const values = given.map(({ value }) => value);
  const points = given.map((one) => one.points);
  const total = points.reduce((sum, one) => sum + one, 0);
  const tier = expectedTier(total, points);
  const score = news2Chart.score(values, { scale });
  const right =
    score.total === total &&
    score.min === total &&
    score.max === total &&
    score.complete &&
    score.tier === tier &&
    score.highestTier === tier &&
    score.scale === scale &&
    score.monitoring === expectedMonitoring(tier, total) &&
    score.responseWithinMinutes === responses[tier] &&
    news2Chart.names.every((name, index) => score.components[name] === points[index]);
  return right ? undefined : `${values.join(' ')} on scale ${String(scale)}: ${JSON.stringify(score)}`;
}

const scales: readonly OxygenScale[] = [1, 2];

describe('NEWS2 on the grid of its boundaries', () => {
  it.each(scales)(
    'scores each value with one step and half a step either side beside every state of the others, on scale %s',
    (scale) => {
      const wrong: string[] = [];
      let sets = 0;
      const check = (given: readonly Measured[]): void => {
        sets += 1;
        const fault = faultOf(given, scale);
        if (fault !== undefined) wrong.push(fault);
      };
      // One value of each number of points stands for the others while one parameter goes through its whole grid.
      const few = (values: readonly Measured[]): readonly Measured[] =>
        [0, 1, 2, 3].flatMap((points) => values.find((one) => one.points === points) ?? []);
      for (const oxygen of oxygens) {
        const sats = saturationsOn(scale, oxygen);
        const full = [respirations, sats, [oxygen], systolics, pulses, consciousnesses, temperatures];
        for (const [at] of full.entries()) {
          const rows = full.map((values, index) => (index === at ? values : few(values)));
          forEachCombination(rows, check);
        }
      }
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(sets).toBeGreaterThan(250_000);
    },
    120_000,
  );
});

/** Calls with one of each row, for every way to choose. */
function forEachCombination(
  rows: readonly (readonly Measured[])[],
  visit: (chosen: readonly Measured[]) => void,
): void {
  const chosen: Measured[] = [];
  const choose = (row: number): void => {
    const values = rows[row];
    if (values === undefined) {
      visit(chosen);
      return;
    }
    for (const value of values) {
      chosen[row] = value;
      choose(row + 1);
    }
  };
  choose(0);
}
