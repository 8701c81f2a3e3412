import fc from 'fast-check';
import { untilNextLookMs, untilRefetchMs } from './refetch-rules.ts';

const consoles = Array.from({ length: 200 }, (_, nth) => nth / 200);

/** The most that fall within the same tenth of a second. */
function mostAtOnce(delays: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const ms of delays) counts.set(Math.floor(ms / 100), (counts.get(Math.floor(ms / 100)) ?? 0) + 1);
  return Math.max(...counts.values());
}

describe('Two hundred consoles that have fetched together', () => {
  it('do not look together what has become too old', () => {
    expect(mostAtOnce(consoles.map(untilNextLookMs))).toBeLessThanOrEqual(5);
  });

  it('do not fetch together what an event has changed', () => {
    expect(mostAtOnce(consoles.map(untilRefetchMs))).toBeLessThanOrEqual(14);
  });

  it('each look within seven seconds, and fetch within two and a half', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
        expect(untilNextLookMs(chance)).toBeGreaterThanOrEqual(3000);
        expect(untilNextLookMs(chance)).toBeLessThanOrEqual(7000);
        expect(untilRefetchMs(chance)).toBeGreaterThanOrEqual(1000);
        expect(untilRefetchMs(chance)).toBeLessThanOrEqual(2500);
      }),
    );
  });
});
