import fc from 'fast-check';

import { skewFault, skewOf } from './clock-skew.ts';

const noon = Date.parse('2026-11-29T12:00:00Z');
const reading = (said: number, answeredAfter = 20, grainMs = 0) => ({
  of: 'the database',
  said: new Date(noon + said),
  askedAt: new Date(noon),
  answeredAt: new Date(noon + answeredAfter),
  grainMs,
});

describe('the skew of another clock', () => {
  it('is nothing while the time of the answer may be the whole difference', () => {
    expect(skewOf(reading(10))).toBe(0);
    expect(skewOf(reading(3000, 4000))).toBe(0);
    // An HTTP header of 12:00:00 that was written at 12:00:00.9.
    expect(skewOf(reading(-900, 20, 1000))).toBe(0);
  });

  it('is what is left beyond that', () => {
    expect(skewOf(reading(3020))).toBe(3000);
    expect(skewOf(reading(-3000, 20, 1000))).toBe(-2000);
  });

  it('is never more than the clocks are apart, however long the answer takes', () => {
    const ms = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 10_000 }), ms, ms, (apart, there, back) => {
        const skew = skewOf(reading(there + apart, there + back));
        expect(Math.abs(skew)).toBeLessThanOrEqual(Math.abs(apart));
      }),
    );
  });

  it('is said with what to do from half a second on', () => {
    expect(skewFault(reading(510))).toBeUndefined();
    expect(skewFault(reading(3_600_020))).toContain('the database is at least 3600.0 s ahead of');
    expect(skewFault(reading(-2000))).toContain('2.0 s behind');
  });
});
