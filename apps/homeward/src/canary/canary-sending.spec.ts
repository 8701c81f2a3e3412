import fc from 'fast-check';

import { canaryMessageAt, untilNextInterval } from './canary-sending.ts';

const startMs = Date.parse('2026-11-21T02:00:00.000Z');
const intervalMs = 30_000;
const systemTime = (realMs: number) => ({ realMs, clockMs: realMs, lastTakenMs: undefined });

describe("the canary's message of an interval", () => {
  it('is the same from every process, whenever in the interval it sends', () => {
    fc.assert(
      fc.property(fc.nat({ max: 29_999 }), fc.nat({ max: 29_999 }), (one, other) => {
        expect(canaryMessageAt(systemTime(startMs + one), intervalMs)).toEqual(
          canaryMessageAt(systemTime(startMs + other), intervalMs),
        );
      }),
    );
  });

  it('is another in the next interval, with other values', () => {
    const one = canaryMessageAt(systemTime(startMs), intervalMs);
    const next = canaryMessageAt(systemTime(startMs + intervalMs), intervalMs);
    expect(next.messageId).not.toBe(one.messageId);
    expect(next.readings).not.toEqual(one.readings);
  });

  it.each([
    ['at the time that a test has set', 100_000_000, undefined, 100_000_000],
    ['after the one before, while the time stands still', 100_000_000, 100_000_000, 100_000_001],
    ['at the set time, once that is later', 100_000_000, 5, 100_000_000],
    ['at the set time, where it was set far back', 100_000_000, 200_000_000, 100_000_000],
  ])('is taken %s', (_claim, clockMs, lastTakenMs, takenMs) => {
    const { takenAt } = canaryMessageAt({ realMs: startMs, clockMs, lastTakenMs }, intervalMs);
    expect(Date.parse(takenAt)).toBe(takenMs);
  });

  it('is due when the next interval has begun', () => {
    fc.assert(
      fc.property(fc.integer({ min: startMs, max: startMs + 100_000_000 }), (realMs) => {
        const nextMs = realMs + untilNextInterval(realMs, intervalMs);
        expect(Math.floor(nextMs / intervalMs)).toBe(Math.floor(realMs / intervalMs) + 1);
      }),
    );
  });
});
