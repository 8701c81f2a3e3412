import fc from 'fast-check';
import type { LadderRung } from '../rule-sets/pathway-file.ts';
import { dueAtMs, rungsOf, type Watch } from './silence.ts';

const minute = 60_000;
const noon = 1_800_000_000_000;
const at = (minutesAfterNoon: number): number => noon + minutesAfterNoon * minute;
const minutesOf = (atMs: number): number => (atMs - noon) / minute;

const ladder: readonly LadderRung[] = [
  { rung: 'ask-device', afterMinutes: 0 },
  { rung: 'ask-patient', afterMinutes: 15 },
  { rung: 'task', afterMinutes: 60 },
  { rung: 'welfare-check', afterMinutes: 120 },
];

/** Due every hour, taken at noon, so due at minute 60. */
function aWatch(changes: Partial<Watch> = {}): Watch {
  return { everyMinutes: 60, lastTakenAtMs: noon, watchedFromMs: at(-600), ladder, pauses: [], ...changes };
}

const pause = (from: number, until: number) => ({ fromMs: at(from), untilMs: at(until) });

describe('when a reading is due', () => {
  it.each<[string, Partial<Watch>, number]>([
    ['one interval after the last', {}, 60],
    ['one interval after the watch began where none was taken', { lastTakenAtMs: null, watchedFromMs: at(5) }, 65],
    ['one interval after the last where it was taken before the watch began', { watchedFromMs: at(30) }, 60],
    ['at the beginning of the watch where that is when the last one ends', { watchedFromMs: at(60) }, 60],
    ['one interval after the watch began where the last one was old by then', { watchedFromMs: at(61) }, 121],
    ['after a pause that covers it', { pauses: [pause(30, 300)] }, 300],
    ['after a pause that begins as it is due', { pauses: [pause(60, 300)] }, 300],
    ['as a pause ends exactly', { pauses: [pause(30, 60)] }, 60],
    ['regardless of a pause that was over before', { pauses: [pause(10, 59)] }, 60],
    ['regardless of a pause that begins after', { pauses: [pause(61, 90)] }, 60],
    ['after the last of pauses that follow each other, in any order', { pauses: [pause(90, 300), pause(30, 90)] }, 300],
    ['after the longer of two pauses that overlap', { pauses: [pause(40, 80), pause(30, 300)] }, 300],
    ['regardless of a pause that ends before it begins', { pauses: [pause(70, 30)] }, 60],
  ])('%s', (_claim, changes, due) => {
    expect(minutesOf(dueAtMs(aWatch(changes)))).toBe(due);
  });
});

describe('the ladder of somebody who is silent', () => {
  const minutes = (changes: Partial<Watch>): number[] => rungsOf(aWatch(changes)).map(({ atMs }) => minutesOf(atMs));

  it('reaches each rung once, in order, so many minutes after the reading was due', () => {
    expect(rungsOf(aWatch())).toEqual([
      { rung: 'ask-device', atMs: at(60) },
      { rung: 'ask-patient', atMs: at(75) },
      { rung: 'task', atMs: at(120) },
      { rung: 'welfare-check', atMs: at(180) },
    ]);
  });

  it('has no rungs where nobody waits', () => {
    expect(rungsOf(aWatch({ ladder: [] }))).toEqual([]);
  });

  it('begins anew with a reading', () => {
    expect(minutes({ lastTakenAtMs: at(74) })).toEqual([134, 149, 194, 254]);
  });

  it.each<[string, Watch['pauses'], number[]]>([
    ['a pause before it is due changes nothing', [pause(0, 59)], [60, 75, 120, 180]],
    ['a pause that covers the time due begins the wait at its end', [pause(50, 200)], [200, 215, 260, 320]],
    ['a pause that begins as it is due does, too', [pause(60, 200)], [200, 215, 260, 320]],
    ['a pause after a rung starts the wait for the next anew', [pause(61, 200)], [60, 215, 260, 320]],
    ['a pause that begins on a rung holds it back', [pause(75, 200)], [60, 215, 260, 320]],
    ['a pause that begins a minute after a rung does not repeat it', [pause(76, 200)], [60, 75, 260, 320]],
    ['a short pause between two rungs starts the wait anew as well', [pause(80, 90)], [60, 75, 150, 210]],
    ['a rung at the end of a pause is reached', [pause(100, 120)], [60, 75, 180, 240]],
    ['each of several pauses counts', [pause(61, 70), pause(100, 110), pause(175, 300)], [60, 85, 170, 420]],
    ['a pause after the last rung changes nothing', [pause(181, 300)], [60, 75, 120, 180]],
  ])('%s', (_claim, pauses, reached) => {
    expect(minutes({ pauses })).toEqual(reached);
  });

  const anyPause = fc
    .tuple(fc.integer({ min: -200, max: 600 }), fc.integer({ min: 0, max: 300 }))
    .map(([from, length]) => pause(from, from + length));

  it('reaches no rung during a pause, none before its time, and none before the one below it', () => {
    fc.assert(
      fc.property(fc.array(anyPause, { maxLength: 6 }), (pauses) => {
        const watch = aWatch({ pauses });
        const reached = rungsOf(watch);
        expect(reached.map(({ rung }) => rung)).toEqual(ladder.map(({ rung }) => rung));
        reached.forEach(({ atMs }, index) => {
          for (const { fromMs, untilMs } of pauses) expect(atMs >= fromMs && atMs < untilMs).toBe(false);
          expect(atMs).toBeGreaterThanOrEqual(dueAtMs(watch));
          expect(atMs).toBeGreaterThanOrEqual(reached[index - 1]?.atMs ?? -Infinity);
          expect(atMs).toBeGreaterThanOrEqual(at(60 + (ladder[index]?.afterMinutes ?? 0)));
        });
      }),
    );
  });

  it('does not depend on the order in which pauses are written down', () => {
    fc.assert(
      fc.property(fc.array(anyPause, { maxLength: 6 }), fc.nat(), (pauses, turn) => {
        const turned = [...pauses.slice(turn % (pauses.length + 1)), ...pauses.slice(0, turn % (pauses.length + 1))];
        expect(rungsOf(aWatch({ pauses: turned.reverse() }))).toEqual(rungsOf(aWatch({ pauses })));
      }),
    );
  });
});
