import { type CountedScore, wardTiers } from './ward-tiers.ts';

const score = (tier: 'high' | 'medium' | 'low-medium' | 'low', total: number | null): CountedScore => ({ tier, total });

describe('The tiers of a ward', () => {
  it('count each patient once, those without a score that counts apart', () => {
    expect(wardTiers([score('high', 9), score('low', 1), null, score('low', 0)]).tiers).toEqual({
      high: 1,
      medium: 0,
      'low-medium': 0,
      low: 2,
      unscored: 1,
    });
  });

  it('have as the worst the highest total of the highest tier, whatever lower tiers have', () => {
    const scores = [score('low-medium', 4), score('medium', 5), score('medium', 6), score('low-medium', 7)];
    expect(wardTiers(scores).worst).toEqual({ tier: 'medium', total: 6, patients: 2 });
  });

  it('have no total at the worst where none of the scores there is complete', () => {
    expect(wardTiers([score('high', null)]).worst).toEqual({ tier: 'high', total: null, patients: 1 });
  });

  it('have no worst where no patient has a score', () => {
    expect(wardTiers([null]).worst).toBeNull();
    expect(wardTiers([]).worst).toBeNull();
  });
});
