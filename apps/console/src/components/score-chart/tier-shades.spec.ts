import { news2Chart } from '#libs/clinical';
import { mostPoints, tierShades } from './tier-shades.ts';

describe('the tiers behind the scores', () => {
  it('are those of NEWS2: medium from 5, high from 7, at most 20', () => {
    expect(mostPoints(news2Chart.file)).toBe(20);
    expect(tierShades(news2Chart.file)).toEqual([
      { tier: 'medium', from: 4.5, to: 6.5 },
      { tier: 'high', from: 6.5, to: 20.5 },
    ]);
  });
});
