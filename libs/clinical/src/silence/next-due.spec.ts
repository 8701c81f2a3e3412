import fc from 'fast-check';
import { type AwaitedCode, nextDueOf } from './next-due.ts';

const minute = 60_000;
const noon = 1_800_000_000_000;
const at = (minutesAfterNoon: number): number => noon + minutesAfterNoon * minute;
const pause = (from: number, until: number) => ({ fromMs: at(from), untilMs: at(until) });

/** A pulse every hour, last taken at noon. */
function aPulse(changes: Partial<AwaitedCode> = {}): AwaitedCode {
  return {
    code: 'pulse-rate',
    everyMinutes: 60,
    nextWithinMinutes: null,
    askedFromMs: null,
    lastTakenAtMs: noon,
    ...changes,
  };
}

const aWeight = aPulse({ code: 'body-weight', everyMinutes: 1440 });
const admitted = { watchedFromMs: at(-600), pauses: [] };

describe('when the next observation is due', () => {
  it.each<[string, readonly AwaitedCode[], typeof admitted, number]>([
    ['is one interval after the last', [aPulse()], admitted, 60],
    ['is the earliest of all codes', [aWeight, aPulse()], admitted, 60],
    ['is sooner where the score asks for it', [aPulse({ nextWithinMinutes: 15 })], admitted, 15],
    [
      'is sooner from the moment on at which a score asked for it',
      [aPulse({ nextWithinMinutes: 15, askedFromMs: at(40) })],
      admitted,
      55,
    ],
    ['is no later because the score asks for less', [aPulse({ nextWithinMinutes: 720 })], admitted, 60],
    ['counts from admission where none was taken', [aPulse({ lastTakenAtMs: null })], admitted, -540],
    ['counts from admission where the last was taken before', [aPulse()], { ...admitted, watchedFromMs: at(5) }, 65],
  ])('%s', (_claim, awaited, watch, minutes) => {
    expect(nextDueOf(awaited, watch)?.atMs).toBe(at(minutes));
  });

  it('names every code that is due then', () => {
    const temperature = aPulse({ code: 'temperature' });
    expect(nextDueOf([aPulse(), aWeight, temperature], admitted)?.codes).toEqual(['pulse-rate', 'temperature']);
  });

  it('is the end of a pause that it falls into', () => {
    expect(nextDueOf([aPulse()], { ...admitted, pauses: [pause(30, 300)] })?.atMs).toBe(at(300));
  });

  it('is never where nothing is waited for', () => {
    expect(nextDueOf([], admitted)).toBeUndefined();
  });

  it('is never moved earlier by a newer reading after which the interval is the same', () => {
    const minutes = fc.integer({ min: -300, max: 600 });
    const code = fc.record({
      code: fc.constantFrom('pulse-rate', 'temperature', 'body-weight'),
      everyMinutes: fc.integer({ min: 5, max: 1440 }),
      nextWithinMinutes: fc.option(fc.integer({ min: 15, max: 720 })),
      askedFromMs: fc.constant(null),
      lastTakenAtMs: fc.option(minutes.map(at)),
    });
    const pauses = fc.array(
      fc.tuple(minutes, fc.nat(300)).map(([from, length]) => pause(from, from + length)),
      {
        maxLength: 4,
      },
    );
    const codes = fc.array(code, { minLength: 1, maxLength: 5 });
    const newer = { index: fc.nat(), minutesLater: fc.nat(600) };
    fc.assert(
      fc.property(codes, minutes, pauses, newer.index, newer.minutesLater, (awaited, from, paused, index, later) => {
        const watch = { watchedFromMs: at(from), pauses: paused };
        const after = awaited.map((one, each) =>
          each === index % awaited.length
            ? { ...one, lastTakenAtMs: (one.lastTakenAtMs ?? watch.watchedFromMs) + later * minute }
            : one,
        );
        const before = nextDueOf(awaited, watch)?.atMs ?? Infinity;
        expect(nextDueOf(after, watch)?.atMs).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
