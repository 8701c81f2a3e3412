import { news2Chart } from '../news2/news2-chart.ts';
import { type News2Values, scoreNews2 } from '../news2/score-news2.ts';
import type { ChartValue } from './chart.ts';
import { reasonInWords } from './reason-in-words.ts';
import type { OxygenScale } from './tiers.ts';

const normal: News2Values = {
  respirationRate: 16,
  oxygenSaturation: 97,
  supplementalOxygen: false,
  systolicPressure: 120,
  pulseRate: 70,
  consciousness: 'A',
  temperature: 37,
};

describe('a score in words', () => {
  it.each<[string, News2Values, OxygenScale, string]>([
    [
      'names what has points',
      { ...normal, respirationRate: 26, oxygenSaturation: 93, pulseRate: 120, temperature: 38.4 },
      1,
      'NEWS2 8 (high): respiration rate 26 per minute (3 points), SpO2 93 % (2 points), pulse 120 per minute (2 points), temperature 38.4 °C (1 point)',
    ],
    ['is short when nothing has', normal, 1, 'NEWS2 0 (low)'],
    [
      'says a single three',
      { ...normal, consciousness: 'C' },
      1,
      'NEWS2 3 (low–medium): consciousness new confusion (3 points)',
    ],
    ['says scale 2', { ...normal, oxygenSaturation: 86 }, 2, 'NEWS2 1 (low, SpO2 scale 2): SpO2 86 % (1 point)'],
    [
      'gives a range and what is missing',
      { ...normal, respirationRate: 26, supplementalOxygen: undefined, temperature: undefined },
      1,
      'NEWS2 3–8 (at least low–medium, up to high): respiration rate 26 per minute (3 points); missing: oxygen, temperature',
    ],
    [
      'does not call low what could be more',
      { ...normal, consciousness: undefined },
      1,
      'NEWS2 0–3 (up to low–medium); missing: consciousness',
    ],
    [
      'says that the points of a saturation hang on the oxygen',
      { ...normal, supplementalOxygen: undefined },
      2,
      'NEWS2 0–5 (up to medium, SpO2 scale 2): SpO2 97 % (points by whether oxygen is given); missing: oxygen',
    ],
  ])('%s', (_claim, values, scale, words) => {
    const inOrder = news2Chart.file.parameters.map(({ name }) =>
      new Map<string, ChartValue | undefined>(Object.entries(values)).get(name),
    );
    expect(reasonInWords(scoreNews2(values, { scale }), news2Chart, inOrder)).toBe(words);
  });
});
