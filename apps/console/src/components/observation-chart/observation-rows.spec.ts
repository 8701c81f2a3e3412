import { news2Chart } from '#libs/clinical';
import fc from 'fast-check';
import { chartRows } from './observation-rows.ts';

const labels = (name: string, scale: 1 | 2 = 1) =>
  chartRows(news2Chart.file, scale)
    .find(({ parameter }) => parameter.name === name)
    ?.rows.map(({ label, points }) => `${label}: ${String(points)}`);

describe('The rows of the NEWS2 observation chart', () => {
  // As the Royal College of Physicians' chart of December 2017 has them, from the top down.
  it.each([
    ['respirationRate', ['≥25: 3', '21–24: 2', '12–20: 0', '9–11: 1', '≤8: 3']],
    ['oxygenSaturation', ['≥96: 0', '94–95: 1', '92–93: 2', '≤91: 3']],
    ['systolicPressure', ['≥220: 3', '111–219: 0', '101–110: 1', '91–100: 2', '≤90: 3']],
    ['pulseRate', ['≥131: 3', '111–130: 2', '91–110: 1', '51–90: 0', '41–50: 1', '≤40: 3']],
    ['temperature', ['≥39.1: 2', '38.1–39.0: 1', '36.1–38.0: 0', '35.1–36.0: 1', '≤35.0: 3']],
    ['consciousness', ['A: 0', 'C: 3', 'V: 3', 'P: 3', 'U: 3']],
  ])('of %s are those of the chart', (name, rows) => {
    expect(labels(name)).toEqual(rows);
  });

  it('of oxygen saturation on scale 2 are those of the chart', () => {
    expect(labels('oxygenSaturation', 2)).toEqual([
      '≥97: 3',
      '95–96: 2',
      '93–94: 1',
      '88–92: 0',
      '86–87: 1',
      '84–85: 2',
      '≤83: 3',
    ]);
  });

  it('hold every value once', () => {
    fc.assert(
      fc.property(fc.double({ min: 20, max: 45, noNaN: true }), (value) => {
        const temperature = chartRows(news2Chart.file, 1).find(({ parameter }) => parameter.name === 'temperature');
        expect(temperature?.rows.filter(({ holds }) => holds(value))).toHaveLength(1);
      }),
    );
  });
});
