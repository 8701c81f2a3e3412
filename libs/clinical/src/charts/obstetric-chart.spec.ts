import obstetricFile from '../../rule-sets/charts/obstetric-meows-2012.json' with { type: 'json' };
import { ChartFile } from './chart-file.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import type { ChartValue } from './chart.ts';
import { compileChart } from './compile-chart.ts';
import { reasonInWords } from './reason-in-words.ts';

const chart = compileChart(ChartFile.parse(obstetricFile));

type Values = Readonly<Partial<Record<ObservationCode, ChartValue | undefined>>>;

const normal: Values = {
  temperature: 36.8,
  'systolic-pressure': 120,
  'diastolic-pressure': 70,
  'pulse-rate': 80,
  'respiration-rate': 16,
  'oxygen-saturation': 98,
  'supplemental-oxygen': false,
  consciousness: 'A',
};

const scoreOf = (values: Values) =>
  chart.score(
    chart.codes.map((code) => values[code]),
    { scale: 1 },
  );

describe('the obstetric early-warning chart', () => {
  // Red: below 35 or above 38 Cel, and so on, as the paper's table of triggers has it; the edge belongs to yellow.
  it.each<[ObservationCode, readonly (readonly [ChartValue, 'red' | 'yellow' | 'none'])[]]>([
    [
      'temperature',
      [
        [34.94, 'red'],
        [34.95, 'yellow'],
        [35, 'yellow'],
        [36, 'yellow'],
        [36.04, 'yellow'],
        [36.05, 'none'],
        [38, 'none'],
        [38.04, 'none'],
        [38.05, 'red'],
        [40, 'red'],
      ],
    ],
    [
      'systolic-pressure',
      [
        [89, 'red'],
        [89.5, 'yellow'],
        [90, 'yellow'],
        [100, 'yellow'],
        [100.5, 'none'],
        [149, 'none'],
        [149.5, 'yellow'],
        [150, 'yellow'],
        [159, 'yellow'],
        [159.5, 'red'],
        [160, 'red'],
      ],
    ],
    [
      'diastolic-pressure',
      [
        [40, 'none'],
        [89, 'none'],
        [90, 'yellow'],
        [100, 'yellow'],
        [101, 'red'],
      ],
    ],
    [
      'pulse-rate',
      [
        [39, 'red'],
        [40, 'yellow'],
        [50, 'yellow'],
        [51, 'none'],
        [99, 'none'],
        [100, 'yellow'],
        [120, 'yellow'],
        [121, 'red'],
      ],
    ],
    [
      'respiration-rate',
      [
        [9, 'red'],
        [10, 'none'],
        [20, 'none'],
        [21, 'yellow'],
        [30, 'yellow'],
        [31, 'red'],
      ],
    ],
    [
      'oxygen-saturation',
      [
        [94, 'red'],
        [94.5, 'none'],
        [95, 'none'],
        [100, 'none'],
      ],
    ],
    [
      'consciousness',
      [
        ['A', 'none'],
        ['C', 'red'],
        ['V', 'red'],
        ['P', 'red'],
        ['U', 'red'],
      ],
    ],
  ])('has the triggers of %s', (code, triggers) => {
    const points = { red: 3, yellow: 1, none: 0 };
    for (const [value, trigger] of triggers) {
      const { total } = scoreOf({ ...normal, [code]: value });
      expect([value, total]).toEqual([value, points[trigger]]);
    }
  });

  it.each<[string, Values, string]>([
    ['nothing abnormal is low', {}, 'low'],
    ['one yellow is low', { 'pulse-rate': 110 }, 'low'],
    ['two yellows are medium', { 'pulse-rate': 110, 'respiration-rate': 22 }, 'medium'],
    ['one red is high', { 'systolic-pressure': 165 }, 'high'],
    ['severe hypertension is high by the systolic alone, at 160', { 'systolic-pressure': 160 }, 'high'],
    ['severe hypertension is high by the diastolic alone, at 110', { 'diastolic-pressure': 110 }, 'high'],
    ['responding only to voice is high', { consciousness: 'V' }, 'high'],
    ['being given oxygen is medium', { 'supplemental-oxygen': 2 }, 'medium'],
    ['new confusion is high', { consciousness: 'C' }, 'high'],
  ])('%s', (_claim, abnormal, tier) => {
    expect(scoreOf({ ...normal, ...abnormal })).toMatchObject({ tier, highestTier: tier });
  });

  it('never calls low what a missing parameter could make high', () => {
    expect(scoreOf({ ...normal, consciousness: undefined })).toMatchObject({
      total: null,
      min: 0,
      max: 3,
      tier: 'low',
      highestTier: 'high',
    });
  });

  it('is scored in pregnancy', () => {
    expect(chart.file.notFor).not.toContain('pregnant');
  });

  it('has no scale 2 and names none', () => {
    const values = chart.codes.map((code) => normal[code]);
    expect(chart.score(values, { scale: 2 })).toBe(chart.score(values, { scale: 1 }));
  });

  it('is put into the words of its own chart', () => {
    const values = { ...normal, 'pulse-rate': 125, consciousness: 'V' };
    expect(
      reasonInWords(
        scoreOf(values),
        chart,
        chart.codes.map((code) => values[code]),
      ),
    ).toBe('MEOWS 6 (high): heart rate 125 per minute (3 points), neurological response responds to voice (3 points)');
  });
});
