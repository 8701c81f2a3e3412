import { news2Chart, observationOfParameter, scoreNews2 } from '#libs/clinical';
import fc from 'fast-check';
import { cellWords, chartRows, oxygenGiven } from './observation-rows.ts';

const rowsOn = (name: string, scale: 1 | 2) =>
  chartRows(news2Chart.file, [scale]).find(({ parameter }) => parameter.name === name)?.rows ?? [];

const labels = (name: string, scale: 1 | 2 = 1) =>
  rowsOn(name, scale).map(({ label, points }) => `${label}: ${String(points)}`);

const numeric = {
  respirationRate: [1, 80],
  oxygenSaturation: [40, 100],
  systolicPressure: [40, 300],
  pulseRate: [20, 300],
  temperature: [25, 45],
} as const;

describe('The rows of the NEWS2 observation chart', () => {
  // As the Royal College of Physicians' chart of December 2017 has them, from the top down.
  it.each([
    ['respirationRate', ['≥25: 3', '21–24: 2', '12–20: 0', '9–11: 1', '≤8: 3']],
    ['oxygenSaturation', ['≥96: 0', '94–95: 1', '92–93: 2', '≤91: 3']],
    ['systolicPressure', ['≥220: 3', '111–219: 0', '101–110: 1', '91–100: 2', '≤90: 3']],
    ['pulseRate', ['≥131: 3', '111–130: 2', '91–110: 1', '51–90: 0', '41–50: 1', '≤40: 3']],
    ['temperature', ['≥39.1: 2', '38.1–39.0: 1', '36.1–38.0: 0', '35.1–36.0: 1', '≤35.0: 3']],
    ['supplementalOxygen', ['Air: 0', 'Oxygen: 2']],
    ['consciousness', ['A: 0', 'C: 3', 'V: 3', 'P: 3', 'U: 3']],
  ])('of %s are those of the chart', (name, rows) => {
    expect(labels(name)).toEqual(rows);
  });

  it('of oxygen saturation on scale 2 are those of the chart, by air and oxygen above the target', () => {
    expect(labels('oxygenSaturation', 2)).toEqual([
      '≥97 on oxygen: 3',
      '95–96 on oxygen: 2',
      '93–94 on oxygen: 1',
      '≥93 on air: 0',
      '88–92: 0',
      '86–87: 1',
      '84–85: 2',
      '≤83: 3',
    ]);
  });

  it('of oxygen saturation are there for each scale in use', () => {
    const scales = chartRows(news2Chart.file, [2, 1])
      .filter(({ parameter }) => parameter.code === observationOfParameter.oxygenSaturation)
      .map((section) => section.scales);
    expect(scales).toEqual([[1], [2]]);
  });

  it.each(Object.entries(numeric))('never say other points for %s than the score does', (parameter, [min, max]) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min, max, noNaN: true }),
          fc.integer({ min: min * 20, max: max * 20 }).map((n) => n / 20),
        ),
        fc.constantFrom(1 as const, 2 as const),
        fc.boolean(),
        (value, scale, supplementalOxygen) => {
          const score = scoreNews2({ [parameter]: value, supplementalOxygen }, { scale });
          const holding = rowsOn(parameter, scale).filter(({ holds }) => holds(value, oxygenGiven(supplementalOxygen)));
          expect(holding.map(({ points }) => points)).toEqual([
            score.components[parameter as keyof typeof score.components],
          ]);
        },
      ),
    );
  });

  it.each([
    [97, '≥97 on oxygen'],
    [90, '88–92'],
  ])('hold a saturation of %i on scale 2 once while it is not known whether oxygen is given', (value, label) => {
    const holding = rowsOn('oxygenSaturation', 2).filter(({ holds }) => holds(value, oxygenGiven(undefined)));
    expect(holding.map((row) => row.label)).toEqual([label]);
  });

  it.each([
    ['temperature', 35.05, '35.1'],
    ['oxygenSaturation', 91.5, '92'],
    ['supplementalOxygen', 2, '2'],
    ['supplementalOxygen', true, 'Oxygen'],
    ['supplementalOxygen', 0, 'Air'],
    ['consciousness', 'C', 'C'],
  ] as const)('have a value of %s as the chart rounds it, without its unit', (name, value, words) => {
    const parameter = news2Chart.file.parameters.find((one) => one.name === name);
    expect(parameter && cellWords(parameter, value)).toBe(words);
  });
});
