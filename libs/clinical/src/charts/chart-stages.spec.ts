import { ChartFile } from './chart-file.ts';
import { stageBeginsMs } from './chart-stages.ts';
import { compileChart } from './compile-chart.ts';

const day = (date: string | undefined): number | undefined =>
  date === undefined ? undefined : Date.parse(`${date}T00:00:00Z`);

/** Made up: the cells of no chart that is used. */
const file = ChartFile.parse({
  kind: 'chart',
  id: 'made-up',
  title: 'Made up',
  source: 'made up for tests',
  notFor: [],
  parameters: [
    {
      name: 'systolicPressure',
      code: 'systolic-pressure',
      title: 'systolic pressure',
      form: 'bands',
      resolution: 1,
      bands: [{ upTo: 139, points: 0 }, { points: 2 }],
      stages: [
        { from: { gestationWeek: 20 }, bands: [{ upTo: 149, points: 0 }, { points: 2 }] },
        { from: { postnatalWeek: 0 }, bands: [{ upTo: 159, points: 0 }, { points: 2 }] },
      ],
    },
    {
      name: 'consciousness',
      code: 'consciousness',
      title: 'response',
      form: 'choice',
      points: { A: 0, C: 2, V: 2, P: 2, U: 2 },
      stages: [{ from: { postnatalWeek: 2 }, points: { A: 0, C: 3, V: 3, P: 3, U: 3 } }],
    },
  ],
  tiers: [
    { tier: 'medium', totalAtLeast: 2, respondWithinMinutes: null, monitoring: 'often', monitorEveryMinutes: 60 },
    { tier: 'low', respondWithinMinutes: null, monitoring: 'daily', monitorEveryMinutes: 1440 },
  ],
});
const chart = compileChart(file);

describe('the stages of a pregnancy on a chart', () => {
  it.each([
    ['gestation week 20, by the due date', { gestationWeek: 20 }, '2027-05-03', undefined, '2026-12-14'],
    ['gestation week 40 on that day', { gestationWeek: 40 }, '2027-05-03', undefined, '2027-05-03'],
    ['not where the due date is not known', { gestationWeek: 20 }, undefined, undefined, undefined],
    ['not where the pregnancy ended before', { gestationWeek: 37 }, '2027-05-03', '2027-03-01', undefined],
    ['postnatal week 2, from the end', { postnatalWeek: 2 }, undefined, '2027-03-01', '2027-03-15'],
    ['no postnatal week while it lasts', { postnatalWeek: 0 }, '2027-05-03', undefined, undefined],
  ])('begin: %s', (_claim, start, due, ended, begins) => {
    expect(stageBeginsMs(start, { dueMs: day(due), endedMs: day(ended) })).toBe(day(begins));
  });

  it.each([
    ['its own before the first', [], 145, 'V', 4],
    ['of the last that has begun', [{ gestationWeek: 20 }], 145, 'V', 2],
    ['of each parameter by itself', [{ gestationWeek: 20 }, { postnatalWeek: 0 }], 155, 'V', 2],
    ['of all that have begun', [{ postnatalWeek: 0 }, { postnatalWeek: 2 }], 155, 'V', 3],
  ])('have cells: %s', (_claim, begun, systolic, response, total) => {
    expect(chart.during(begun).score([systolic, response], { scale: 1 }).total).toBe(total);
  });

  it('are one chart each, which goes by the name of the whole', () => {
    const later = chart.during([{ gestationWeek: 20 }]);
    expect(chart.during([{ gestationWeek: 20 }])).toBe(later);
    expect(chart.during([])).toBe(chart);
    expect(later.id).toBe('made-up');
    expect(chart.stages).toEqual([{ gestationWeek: 20 }, { postnatalWeek: 0 }, { postnatalWeek: 2 }]);
  });
});
