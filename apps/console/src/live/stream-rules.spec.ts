import fc from 'fast-check';
import { pagesGone, retryDelayMs } from './stream-rules.ts';

describe('The stream is opened again', () => {
  it('after one second at most at first, and never later than after fifteen', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
        const delay = retryDelayMs(failures, chance);
        expect(delay).toBeGreaterThanOrEqual(500);
        expect(delay).toBeLessThanOrEqual(15_000);
      }),
    );
    expect(retryDelayMs(0, 1)).toBe(1000);
  });

  it('later the more attempts have failed', () => {
    expect([0, 1, 2, 3, 4, 9].map((failures) => retryDelayMs(failures, 1))).toEqual([
      1000, 2000, 4000, 8000, 15_000, 15_000,
    ]);
  });
});

describe('A page is gone', () => {
  it('once it has not been heard of for longer than a page in the background is silent', () => {
    const heardAt = new Map([
      ['closed', 0],
      ['in the background', 100_000],
    ]);
    expect(pagesGone(heardAt, 160_000)).toEqual(['closed']);
  });
});
