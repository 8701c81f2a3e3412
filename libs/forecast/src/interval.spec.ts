import fc from 'fast-check';
import { intervalOf } from './interval.ts';

describe('The 80 % interval of counts', () => {
  it.each([
    ['one count alone', [0, 0, 0, 10], { median: 3, low: 3, high: 3 }],
    ['two counts as likely as each other', [0, 5, 5], { median: 1, low: 1, high: 2 }],
    ['a count in nearly half of the runs', [55, 45], { median: 0, low: 0, high: 1 }],
    ['a count in a fifth of the runs, which is what is left out', [80, 20], { median: 0, low: 0, high: 0 }],
    ['ten counts as likely as one another', new Array<number>(10).fill(7), { median: 4, low: 1, high: 8 }],
    ['a ward that is full in half of the runs', [1, 1, 1, 1, 1, 5], { median: 4, low: 2, high: 5 }],
    ['a ward that is empty in half of the runs', [5, 1, 1, 1, 1, 1], { median: 0, low: 0, high: 3 }],
  ])('is of the middle of each: %s', (_case, runs: number[], interval) => {
    expect(intervalOf(runs)).toEqual(interval);
  });

  it('holds the median, and as nearly 80 % as whole counts let it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 30 }), (runs) => {
        fc.pre(runs.some((times) => times > 0));
        const { low, median, high } = intervalOf(runs);
        expect(low).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(high);
        const total = runs.reduce((sum, times) => sum + times, 0);
        const held = runs.slice(low, high + 1).reduce((sum, times) => sum + times, 0);
        const halfACount = Math.max(...runs) / 2;
        expect(held).toBeGreaterThanOrEqual(0.8 * total - halfACount);
        if (low < median && median < high) expect(held).toBeLessThanOrEqual(0.8 * total + halfACount);
      }),
    );
  });

  it('covers 80 % on average, however few patients there are', () => {
    // Poisson counts of many means, each exactly as likely as the runs say.
    let covered = 0;
    const means = Array.from({ length: 200 }, (_, index) => 2 + index * 0.1);
    for (const mean of means) {
      const runs = poissonRuns(mean);
      const { low, high } = intervalOf(runs);
      covered += runs.slice(low, high + 1).reduce((sum, times) => sum + times, 0) / means.length;
    }
    expect(covered).toBeGreaterThan(0.79);
    expect(covered).toBeLessThan(0.81);
  });
});

/** Not whole numbers, but what they would be on average. */
function poissonRuns(mean: number): readonly number[] {
  let chance = Math.exp(-mean);
  return Array.from({ length: 80 }, (_, count) => {
    if (count > 0) chance *= mean / count;
    return chance;
  });
}
