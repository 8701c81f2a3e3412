import { acuityWords, daysWords, isOverstretched, occupancyWords, percentWords, stepWords } from './capacity-words.ts';
import { figuresOf } from './capacity-figures.fixtures.ts';

describe('Capacity in words', () => {
  it.each([
    [0, 0, '–'],
    [0, 20, '0.0%'],
    [1, 3, '33.3%'],
    [5, 16, '31.3%'],
    [20, 20, '100.0%'],
    [21, 20, '100%*'],
  ])('of %d patients in %d beds is published as %s', (patients, beds, words) => {
    expect(occupancyWords(patients, beds)).toBe(words);
  });

  it('says what is true where 100%* is published', () => {
    expect(percentWords(1.125)).toBe('112.5%');
    expect(percentWords(null)).toBe('–');
  });

  it('says how much care is needed of how much there is, and where it is too much', () => {
    const [some, tooMuch, unlimited] = [
      figuresOf({ acuityLoad: 31, acuityPoints: 40 }),
      figuresOf({ acuityLoad: 41, acuityPoints: 40 }),
      figuresOf({ acuityLoad: 41, acuityPoints: null }),
    ];
    expect([some, tooMuch, unlimited].map(acuityWords)).toEqual(['31 of 40', '41 of 40', '41']);
    expect([some, tooMuch, unlimited].map(isOverstretched)).toEqual([false, true, false]);
  });

  it('says which way patients came, and of how many that is not known', () => {
    expect(stepWords({ up: 2, down: 1, unknown: 0 })).toBe('2 up, 1 down');
    expect(stepWords({ up: 2, down: 1, unknown: 3 })).toBe('2 up, 1 down, 3 not known');
  });

  it('says how long stays are', () => {
    expect([4.25, null].map(daysWords)).toEqual(['4.3', '–']);
  });
});
