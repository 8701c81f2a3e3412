import fc from 'fast-check';
import { news2Chart } from '../news2/news2-chart.ts';
import type { ChartValue } from './chart.ts';
import { compileChart } from './compile-chart.ts';
import { stepsAround } from './rounding.ts';

const halfUp = compileChart({ ...news2Chart.file, rounding: 'half-up' });
const conservative = compileChart({ ...news2Chart.file, rounding: 'conservative' });
const normal: readonly ChartValue[] = [16, 98, false, 120, 70, 'A', 36.8];

const pointsOf = (chart: typeof halfUp, place: number, value: number, scale: 1 | 2 = 1): number | null =>
  chart.score(normal.with(place, value), { scale }).total;

describe('a value between two steps of the chart', () => {
  it.each<[string, number, number, number, number]>([
    ['a saturation of 91.5 % reads 92 by halves up and 91 by the worse step', 1, 91.5, 2, 3],
    ['a saturation of 91.9 %', 1, 91.9, 2, 3],
    ['a respiration rate of 20.4', 0, 20.4, 0, 2],
    ['a respiration rate of 8.5', 0, 8.5, 1, 3],
    ['a systolic pressure of 90.5', 3, 90.5, 2, 3],
    ['a systolic pressure of 219.2', 3, 219.2, 0, 3],
    ['a pulse of 130.4', 4, 130.4, 2, 3],
    ['a temperature of 35.05', 6, 35.05, 1, 3],
    ['a temperature of 39.04', 6, 39.04, 1, 2],
    ['a value on a step is what it is', 1, 92, 2, 2],
    ['a temperature on a step is what it is', 6, 39, 1, 1],
  ])('%s', (_claim, place, value, usual, worse) => {
    expect([pointsOf(halfUp, place, value), pointsOf(conservative, place, value)]).toEqual([usual, worse]);
  });

  it('counts as the worse step on scale 2, which high values are worse on', () => {
    const onOxygen = (chart: typeof halfUp, saturation: number): number | null =>
      chart.score(normal.with(1, saturation).with(2, true), { scale: 2 }).total;
    // Oxygen itself is 2 points.
    expect([onOxygen(halfUp, 92.4), onOxygen(conservative, 92.4)]).toEqual([2, 3]);
    expect([onOxygen(halfUp, 87.5), onOxygen(conservative, 87.5)]).toEqual([2, 3]);
  });

  it('never scores less by the worse step than by halves up', () => {
    const place = fc.constantFrom(0, 1, 3, 4, 6);
    fc.assert(
      fc.property(place, fc.double({ min: 1, max: 300, noNaN: true }), (at, value) => {
        expect(pointsOf(conservative, at, value)).toBeGreaterThanOrEqual(Number(pointsOf(halfUp, at, value)));
      }),
    );
  });

  it('is rounded by halves up where the chart says nothing', () => {
    const { rounding: _rounding, ...unsaid } = news2Chart.file;
    expect(pointsOf(compileChart(unsaid), 1, 91.5)).toBe(2);
  });

  it('lies between the two steps around it, and on one where it reads as one', () => {
    for (let tenths = 250; tenths <= 450; tenths += 1) {
      expect(stepsAround(tenths / 10, 0.1)).toEqual([tenths, tenths]);
      expect(stepsAround(Number((tenths / 10 + 0.04).toFixed(2)), 0.1)).toEqual([tenths, tenths + 1]);
      expect(stepsAround(Number((tenths / 10 + 0.07).toFixed(2)), 0.1)).toEqual([tenths, tenths + 1]);
    }
  });
});
