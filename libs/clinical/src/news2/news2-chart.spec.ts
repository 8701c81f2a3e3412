import type { Consciousness } from '../vital-signs/observation-codes.ts';
import type { OxygenScale } from '../charts/tiers.ts';
import { news2Chart } from './news2-chart.ts';
import { type News2Parameter, news2Parameters, observationOfParameter } from './news2-parameters.ts';
import { scoreNews2, type News2Values } from './score-news2.ts';

type Band = readonly [from: number, to: number, points: number];

/**
 * The chart, column by column: every whole number (or tenth of a degree) of each band is scored, and a half step either side
 * of it, which halves-up puts into the band below by a hair less than a half, and into this one from the half on.
 */
function expectBands(resolution: number, bands: readonly Band[], pointsOf: (value: number) => number | null): void {
  for (const [from, to, points] of bands) {
    const steps = Math.round((to - from) / resolution);
    for (let step = 0; step <= steps; step += 1) {
      const decimals = resolution === 1 ? 0 : 1;
      const value = Number((from + step * resolution).toFixed(decimals));
      // Written as decimals, since that is how a device and a nurse write them.
      const halfBelow = Number((value - resolution / 2).toFixed(decimals + 1));
      const justBelowTheHalfAbove = Number((value + 0.49 * resolution).toFixed(decimals + 3));
      expect([value, pointsOf(value)]).toEqual([value, points]);
      expect([halfBelow, pointsOf(halfBelow)]).toEqual([halfBelow, points]);
      expect([justBelowTheHalfAbove, pointsOf(justBelowTheHalfAbove)]).toEqual([justBelowTheHalfAbove, points]);
    }
  }
}

const pointsFor =
  (parameter: News2Parameter, others: News2Values = {}, scale: OxygenScale = 1) =>
  (value: number): number | null =>
    scoreNews2({ ...others, [parameter]: value }, { scale }).components[parameter];

describe('the bands of the NEWS2 chart', () => {
  it('scores respiration rate', () => {
    expectBands(
      1,
      [
        [1, 8, 3],
        [9, 11, 1],
        [12, 20, 0],
        [21, 24, 2],
        [25, 80, 3],
      ],
      pointsFor('respirationRate'),
    );
  });

  it.each([
    ['without oxygen known', {}],
    ['on air', { supplementalOxygen: 0 }],
    ['on oxygen', { supplementalOxygen: 2 }],
  ])('scores saturation on scale 1 alike %s', (_case, others) => {
    expectBands(
      1,
      [
        [40, 91, 3],
        [92, 93, 2],
        [94, 95, 1],
        [96, 100, 0],
      ],
      pointsFor('oxygenSaturation', others),
    );
  });

  it('scores saturation on scale 2 on air, where nothing is too high', () => {
    expectBands(
      1,
      [
        [40, 83, 3],
        [84, 85, 2],
        [86, 87, 1],
        [88, 100, 0],
      ],
      pointsFor('oxygenSaturation', { supplementalOxygen: false }, 2),
    );
  });

  it('scores saturation on scale 2 on oxygen, where above target is too much oxygen', () => {
    expectBands(
      1,
      [
        [40, 83, 3],
        [84, 85, 2],
        [86, 87, 1],
        [88, 92, 0],
        [93, 94, 1],
        [95, 96, 2],
        [97, 100, 3],
      ],
      pointsFor('oxygenSaturation', { supplementalOxygen: true }, 2),
    );
  });

  it.each([
    [false, 0],
    [true, 2],
    [0, 0],
    [-0, 0],
    [0.1, 2],
    [0.5, 2],
    [60, 2],
  ])('scores supplemental oxygen of %s as %s', (supplementalOxygen, points) => {
    expect(scoreNews2({ supplementalOxygen }, { scale: 1 }).components.supplementalOxygen).toBe(points);
  });

  it('scores systolic pressure', () => {
    expectBands(
      1,
      [
        [40, 90, 3],
        [91, 100, 2],
        [101, 110, 1],
        [111, 219, 0],
        [220, 300, 3],
      ],
      pointsFor('systolicPressure'),
    );
  });

  it('scores pulse', () => {
    expectBands(
      1,
      [
        [20, 40, 3],
        [41, 50, 1],
        [51, 90, 0],
        [91, 110, 1],
        [111, 130, 2],
        [131, 300, 3],
      ],
      pointsFor('pulseRate'),
    );
  });

  it.each([
    ['A', 0],
    ['C', 3],
    ['V', 3],
    ['P', 3],
    ['U', 3],
  ] satisfies [Consciousness, number][])('scores consciousness %s as %s', (consciousness, points) => {
    expect(scoreNews2({ consciousness }, { scale: 1 }).components.consciousness).toBe(points);
  });

  it('scores temperature to a tenth of a degree', () => {
    expectBands(
      0.1,
      [
        [25, 35, 3],
        [35.1, 36, 1],
        [36.1, 38, 0],
        [38.1, 39, 1],
        [39.1, 45, 2],
      ],
      pointsFor('temperature'),
    );
  });

  it('takes 0 for a value and not for absent', () => {
    expect(scoreNews2({ respirationRate: 0 }, { scale: 1 })).toMatchObject({
      components: { respirationRate: 3 },
      tier: 'low-medium',
    });
  });

  it.each([NaN, Infinity, -Infinity])('refuses to score %s', (number) => {
    expect(() => scoreNews2({ temperature: number }, { scale: 1 })).toThrow(RangeError);
    expect(() => scoreNews2({ pulseRate: number }, { scale: 1 })).toThrow(RangeError);
    expect(() => scoreNews2({ supplementalOxygen: number }, { scale: 1 })).toThrow(RangeError);
  });
});

describe('the NEWS2 chart', () => {
  it('has the parameters in the order in which values by name are handed to it', () => {
    expect(news2Chart.names).toEqual(news2Parameters);
    expect(news2Chart.codes).toEqual(news2Parameters.map((parameter) => observationOfParameter[parameter]));
  });

  it('is not for anybody under 16 or pregnant', () => {
    expect(news2Chart.file.notFor).toEqual(['under-16', 'pregnant']);
  });
});
