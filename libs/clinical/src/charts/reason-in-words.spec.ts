import { news2Chart } from '../news2/news2-chart.ts';
import { type News2Values, scoreNews2 } from '../news2/score-news2.ts';
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
      'NEWS2 8 (high): respiration rate 3, SpO2 2, pulse 2, temperature 1',
    ],
    ['is short when nothing has', normal, 1, 'NEWS2 0 (low)'],
    ['says a single three', { ...normal, consciousness: 'C' }, 1, 'NEWS2 3 (low–medium): consciousness 3'],
    ['says scale 2', { ...normal, oxygenSaturation: 86 }, 2, 'NEWS2 1 (low, SpO2 scale 2): SpO2 1'],
    [
      'gives a range and what is missing',
      { ...normal, respirationRate: 26, supplementalOxygen: undefined, temperature: undefined },
      1,
      'NEWS2 3–8 (at least low–medium, up to high): respiration rate 3; missing: oxygen, temperature',
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
      'NEWS2 0–5 (up to medium, SpO2 scale 2): SpO2 by whether oxygen is given; missing: oxygen',
    ],
  ])('%s', (_claim, values, scale, words) => {
    expect(reasonInWords(scoreNews2(values, { scale }), news2Chart)).toBe(words);
  });
});
