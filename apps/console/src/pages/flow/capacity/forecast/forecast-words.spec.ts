import { type BackTest, chanceWords, coverageWords, errorWords, intervalWords, whatIfWords } from './forecast-words.ts';

const backTest: BackTest = {
  days: 56,
  meanAbsoluteError: 1.44,
  meanAbsoluteErrorOfLastWeek: 2.1,
  coverage: 0.81,
  points: [],
};

describe('A forecast in words', () => {
  it.each([
    [0, '0%'],
    [0.004, 'under 1%'],
    [0.347, '35%'],
    [0.995, 'over 99%'],
    [1, '100%'],
  ])('says of a chance of %d %s', (chance, words) => {
    expect(chanceWords(chance)).toBe(words);
  });

  it('says between what the patients lie', () => {
    expect(intervalWords({ low: 12, high: 17.25 })).toBe('12 to 17.3');
  });

  it.each([
    [0, 0, 'As it is'],
    [5, 0, '5 beds closed'],
    [5, 30, '5 beds closed, 30% more arrivals'],
    [0, -20, '20% fewer arrivals'],
  ])('says what is supposed: %d beds closed, %d %% more arrivals', (closeBeds, moreArrivals, words) => {
    expect(whatIfWords({ closeBeds, moreArrivals })).toBe(words);
  });

  it('says how far off it was, and whether it is of any use', () => {
    expect(errorWords(backTest)).toBe(
      'Over 56 days the forecast was 1.4 patients off on average; “same as last week” was 2.1 off. The forecast is better.',
    );
    expect(errorWords({ ...backTest, meanAbsoluteError: 2.1 })).toMatch(/no better: do not rely on it\.$/);
  });

  it.each([
    [0.81, '81% of days lay within the interval; 80% are to.'],
    [0.6, '60% of days lay within the interval; 80% are to. The interval is too narrow: expect surprises.'],
    [0.95, '95% of days lay within the interval; 80% are to. The interval is wider than it need be.'],
  ])('says whether its interval holds what happened: %d', (coverage, words) => {
    expect(coverageWords({ ...backTest, coverage })).toBe(words);
  });
});
