import fc from 'fast-check';
import { news2Chart } from '../news2/news2-chart.ts';
import type { Bands, ChartFile, ChartParameter, Points } from './chart-file.ts';
import { chartFaults } from '../rule-sets/chart-faults.ts';
import {
  type ObservationCode,
  observationCodes,
  type ObservationKind,
  observationKinds,
} from '../vital-signs/observation-codes.ts';
import type { ChartValue } from './chart.ts';
import { compileChart } from './compile-chart.ts';
import { compareTiers, type OxygenScale } from './tiers.ts';

/** Of a code whose values are numbers. */
function plausibleOf(code: ObservationCode): { readonly least: number; readonly most: number } {
  const kind: ObservationKind = observationKinds[code];
  return 'plausible' in kind ? kind.plausible : { least: 0, most: 1 };
}

const points = fc.constantFrom<Points>(0, 1, 2, 3);

/** Bands within what is plausible, of which the points only fall and then rise. */
function anyBands(code: ObservationCode, resolution: 1 | 0.1): fc.Arbitrary<Bands> {
  const { least, most } = plausibleOf(code);
  const step = (share: number): number => Number((Math.round(share / resolution) * resolution).toFixed(1));
  return fc
    .record({
      ends: fc.uniqueArray(fc.double({ min: least + 1, max: most - 1, noNaN: true }).map(step), { maxLength: 6 }),
      points: fc.array(points, { minLength: 7, maxLength: 7 }),
      normalAt: fc.nat({ max: 6 }),
    })
    .map(({ ends, points: all, normalAt }) => {
      const count = ends.length + 1;
      const falling = all.slice(0, Math.min(normalAt, count)).sort((one, other) => other - one);
      const rising = all.slice(falling.length, count).sort((one, other) => one - other);
      const sorted = ends.toSorted((one, other) => one - other);
      return [...falling, ...rising].map((each, index) => {
        const upTo = sorted[index];
        return upTo === undefined ? { points: each } : { upTo, points: each };
      });
    });
}

// Steps, minutes of activity and millilitres go up to tables of a size that no chart of vital signs has, and are only slow.
const banded = observationCodes.filter(
  (code) =>
    observationKinds[code].form === 'quantity' &&
    !['sleep', 'steps', 'activity', 'urine-output', 'fluid-balance'].includes(code),
);
function anyParameter(code: ObservationCode): fc.Arbitrary<ChartParameter> {
  const named = { name: code.replaceAll(/-./g, (letter) => letter.slice(1).toUpperCase()), code, title: code };
  if (code === 'consciousness') {
    const each = fc.record({ A: points, C: points, V: points, P: points, U: points });
    return each.map((choices) => ({ ...named, form: 'choice', points: choices }));
  }
  if (code === 'supplemental-oxygen') {
    return fc.record({ air: points, oxygen: points }).map((each) => ({ ...named, form: 'oxygen', ...each }));
  }
  const resolution = code === 'temperature' ? 0.1 : 1;
  const bands = anyBands(code, resolution);
  const scale2 = code === 'oxygen-saturation' ? fc.record({ onAir: bands, onOxygen: bands }) : fc.constant(undefined);
  return fc.tuple(bands, scale2).map(([some, other]) => ({
    ...named,
    form: 'bands',
    resolution,
    bands: some,
    ...(other === undefined ? {} : { scale2: other }),
  }));
}

/** Charts as anybody may write them: small ones, and ones so large that not every score has an entry of its own. */
const anyChart: fc.Arbitrary<ChartFile> = fc
  .subarray([...banded, 'consciousness', 'supplemental-oxygen'] satisfies ObservationCode[], { minLength: 1 })
  .map((codes) =>
    codes.includes('oxygen-saturation') ? [...new Set([...codes, 'supplemental-oxygen' as const])] : codes,
  )
  .chain((codes) => fc.tuple(...codes.map(anyParameter)))
  .map((parameters) => ({
    kind: 'chart',
    id: 'any',
    title: 'Any',
    source: 'This test',
    notFor: [],
    parameters,
    tiers: [
      { tier: 'high', totalAtLeast: 5, respondWithinMinutes: 30, monitoring: 'often', monitorEveryMinutes: 30 },
      {
        tier: 'medium',
        totalAtLeast: 4,
        anyParameterAtLeast: 3,
        respondWithinMinutes: 60,
        monitoring: 'hourly',
        monitorEveryMinutes: 60,
      },
      { tier: 'low', respondWithinMinutes: null, monitoring: 'daily', monitorEveryMinutes: 1440 },
    ],
  }));

const missing = undefined;

function anyValue({ code }: ChartParameter): fc.Arbitrary<ChartValue | undefined> {
  if (code === 'consciousness') return fc.constantFrom('A', 'C', 'V', 'P', 'U', missing);
  if (code === 'supplemental-oxygen') return fc.constantFrom(true, false, 0, 0.5, 15, missing);
  const { least, most } = plausibleOf(code);
  // Hundredths, so that halves of a step occur.
  return fc.option(
    fc.integer({ min: least * 100, max: most * 100 }).map((hundredths) => hundredths / 100),
    { nil: missing },
  );
}

const anyScored = anyChart.chain((file) =>
  fc.record({
    file: fc.constant(file),
    values: fc.tuple(...file.parameters.map(anyValue)),
    scale: fc.constantFrom<OxygenScale>(1, 2),
    without: fc.nat({ max: 0xffff }),
  }),
);

/** What the file says, read from it once for each value and without any table. */
function pointsOnPaper(parameter: ChartParameter, value: ChartValue, on: 'scale1' | 'onAir' | 'onOxygen'): number {
  if (parameter.form === 'choice') return parameter.points[String(value)] ?? NaN;
  if (parameter.form === 'oxygen') return value === true || Number(value) > 0 ? parameter.oxygen : parameter.air;
  const bands = on === 'scale1' || parameter.scale2 === undefined ? parameter.bands : parameter.scale2[on];
  const hundredths = Math.round(Number(value) * 100);
  const step = parameter.resolution * 100;
  const rounded = Math.floor((hundredths + step / 2) / step) * step;
  return bands.find(({ upTo }) => upTo === undefined || rounded <= Math.round(upTo * 100))?.points ?? NaN;
}

function extremesOnPaper(
  file: ChartFile,
  values: readonly (ChartValue | undefined)[],
  scale: OxygenScale,
  without = 0,
) {
  const hasScale2 = file.parameters.some((parameter) => parameter.form === 'bands' && parameter.scale2 !== undefined);
  const oxygenAt = file.parameters.findIndex(({ form }) => form === 'oxygen');
  const oxygen = values[oxygenAt];
  const air = { on: 'onAir', oxygen: false } as const;
  const onOxygen = { on: 'onOxygen', oxygen: true } as const;
  const settled = oxygen === true || Number(oxygen) > 0 ? [onOxygen] : [air];
  const cases =
    scale === 1 || !hasScale2
      ? [{ on: 'scale1', oxygen: undefined } as const]
      : oxygen === undefined
        ? [air, onOxygen]
        : settled;
  const totals = cases.map((one) => {
    const ranges = file.parameters.map((parameter, index): readonly number[] => {
      const value = values[index];
      if (value !== undefined) return ((without >> index) & 1) === 1 ? [0] : [pointsOnPaper(parameter, value, one.on)];
      if (parameter.form === 'choice') return Object.values(parameter.points);
      if (parameter.form === 'bands') {
        const bands =
          one.on === 'scale1' || parameter.scale2 === undefined ? parameter.bands : parameter.scale2[one.on];
        return bands.map((band) => band.points);
      }
      if (one.oxygen === undefined) return [parameter.air, parameter.oxygen];
      return [one.oxygen ? parameter.oxygen : parameter.air];
    });
    const least = ranges.map((range) => Math.min(...range));
    const most = ranges.map((range) => Math.max(...range));
    return { least, most };
  });
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  const tier = (all: readonly number[]) =>
    sum(all) >= 5 ? 'high' : sum(all) >= 4 || all.includes(3) ? 'medium' : 'low';
  return {
    min: Math.min(...totals.map(({ least }) => sum(least))),
    max: Math.max(...totals.map(({ most }) => sum(most))),
    tier: totals.map(({ least }) => tier(least)).sort(compareTiers)[0],
    highestTier: totals
      .map(({ most }) => tier(most))
      .sort(compareTiers)
      .at(-1),
  };
}

describe('a compiled chart', () => {
  it('scores any chart without faults as it reads on paper, whatever is missing', () => {
    fc.assert(
      fc.property(anyScored, ({ file, values, scale }) => {
        fc.pre(chartFaults(file).every(({ path }) => path.startsWith('tiers')));
        const chart = compileChart(file);
        const score = chart.score(values, { scale });
        expect(score).toMatchObject(extremesOnPaper(file, values, scale));
        expect(score.missing).toEqual(chart.names.filter((_, index) => values[index] === undefined));
        expect(score.complete).toBe(score.missing.length === 0);
        expect(score.total).toBe(score.complete ? score.min : null);
        expect(score.min).toBeLessThanOrEqual(score.max);
        // A second time from what was kept.
        expect(chart.score(values, { scale })).toBe(score);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves the points of accepted values out of the level, and keeps the whole range of what is missing', () => {
    fc.assert(
      fc.property(anyScored, ({ file, values, scale, without }) => {
        fc.pre(chartFaults(file).every(({ path }) => path.startsWith('tiers')));
        const { min, max, tier, highestTier } = compileChart(file).level(values, { scale, without });
        expect({ min, max, tier, highestTier }).toEqual(extremesOnPaper(file, values, scale, without));
      }),
      { numRuns: 200 },
    );
  });

  it('never lets what is accepted hide what oxygen makes of a saturation', () => {
    const oxygenAt = news2Chart.indexOf('supplemental-oxygen');
    const values: (ChartValue | undefined)[] = news2Chart.names.map((name) =>
      name === 'oxygenSaturation' ? 97 : undefined,
    );
    const without = 1 << oxygenAt;
    const given = values.with(oxygenAt, 2);
    // 3 for a saturation driven above target by oxygen, whose own 2 points are accepted.
    expect(news2Chart.level(given, { scale: 2, without })).toMatchObject({ min: 3, tier: 'low-medium' });
    expect(news2Chart.level(values, { scale: 2, without }).max).toBe(news2Chart.level(values, { scale: 2 }).max);
  });

  it.each([
    ['respiration-rate', NaN],
    ['respiration-rate', Infinity],
    ['respiration-rate', '16'],
    ['respiration-rate', true],
    ['temperature', -Infinity],
    ['consciousness', 'a'],
    ['consciousness', 0],
    ['supplemental-oxygen', NaN],
    ['supplemental-oxygen', 'yes'],
  ] satisfies [ObservationCode, ChartValue][])('refuses %s of %p, which is no value of it', (code, value) => {
    const index = news2Chart.indexOf(code);
    expect(news2Chart.isValue(index, value)).toBe(false);
    const values = news2Chart.names.map((_, at) => (at === index ? value : undefined));
    expect(() => news2Chart.score(values, { scale: 1 })).toThrow(RangeError);
    expect(() => news2Chart.score(values, { scale: 2 })).toThrow(RangeError);
  });

  it.each([
    ['respiration-rate', 0],
    ['temperature', 35.05],
    ['consciousness', 'C'],
    ['supplemental-oxygen', false],
    ['supplemental-oxygen', 0],
  ] satisfies [ObservationCode, ChartValue][])('takes %s of %p for a value', (code, value) => {
    expect(news2Chart.isValue(news2Chart.indexOf(code), value)).toBe(true);
  });

  it('knows which observations it is not about', () => {
    expect(news2Chart.indexOf('body-weight')).toBe(-1);
    expect(news2Chart.isValue(-1, 70)).toBe(false);
  });

  it('gives out nothing that anybody could change', () => {
    const score = news2Chart.score([16], { scale: 1 });
    expect([score, score.components, score.missing].every((one) => Object.isFrozen(one))).toBe(true);
  });
});
