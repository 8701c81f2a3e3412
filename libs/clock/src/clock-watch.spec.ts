import fc from 'fast-check';
import { ManualClock } from './clock.ts';
import { ClockWatch } from './clock-watch.ts';

const second = 1000;
const hour = 3600 * second;

function watched() {
  const clock = new ManualClock(new Date('2026-11-28T08:00:00Z'));
  let realMs = 500;
  const watch = new ClockWatch({ clock, monotonicMs: () => realMs, leastStepMs: second, sayForMs: hour });
  const passes = (milliseconds: number): void => {
    realMs += milliseconds;
    clock.advance(milliseconds);
  };
  return { clock, watch, passes };
}

describe('a clock that is watched', () => {
  it('and goes on as real time does is never said to be set', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10 * hour })), (spans) => {
        const { watch, passes } = watched();
        for (const span of spans) {
          passes(span);
          expect(watch.look()).toBeUndefined();
        }
        expect([watch.offMs, watch.current]).toEqual([0, undefined]);
      }),
    );
  });

  it.each([
    ['ahead', 13 * hour],
    ['back', -13 * hour],
  ])('and is set %s is said to be once, with what it would have said', (_where, byMs) => {
    const { clock, watch, passes } = watched();
    passes(5 * second);
    const expected = clock.now();
    clock.advance(byMs);
    expect(watch.look()).toEqual({ byMs, expected, found: clock.now() });
    passes(5 * second);
    expect(watch.look()).toBeUndefined();
    expect(watch.offMs).toBe(byMs);
    expect(watch.current).toMatchObject({ byMs });
  });

  it('and is set ahead and back is as it was', () => {
    const { clock, watch, passes } = watched();
    clock.advance(13 * hour);
    watch.look();
    passes(60 * second);
    clock.advance(-13 * hour);
    expect(watch.look()).toMatchObject({ byMs: -13 * hour });
    expect([watch.offMs, watch.current]).toEqual([0, undefined]);
  });

  it('and is put right for good is not spoken of for ever', () => {
    const { clock, watch, passes } = watched();
    clock.advance(-2 * hour);
    watch.look();
    passes(hour);
    expect(watch.current).toBeDefined();
    passes(second);
    expect(watch.current).toBeUndefined();
    expect(watch.offMs).toBe(-2 * hour);
  });

  it('and is brought into line little by little was not set', () => {
    const { clock, watch, passes } = watched();
    for (let look = 0; look < 100; look += 1) {
      passes(5 * second);
      clock.advance(300);
      expect(watch.look()).toBeUndefined();
    }
  });
});
