import { instant } from '#libs/contracts';
import { canaryHealth, type CanaryWatch, startWatch, wasDownAtStart, watchAfter } from './canary-watch.ts';

const at = (seconds: number) => instant(Date.parse('2026-11-21T02:00:00.000Z') + seconds * 1000);
const now = (seconds: number) => ({ nowMs: seconds * 1000, at: at(seconds) });

/** A process that started at 0, and has let time pass until each of these seconds. */
function watched(intervalSeconds: number, ...happenings: readonly (readonly [seconds: number, ...seen: string[]])[]) {
  let watch: CanaryWatch = startWatch(intervalSeconds * 1000, now(0));
  for (const [seconds, ...seen] of happenings) {
    const news = Object.fromEntries(seen.map((stream) => [stream, seconds * 1000]));
    const lastAt = seen.length > 0 ? at(seconds) : watch.lastAt;
    watch = watchAfter({ ...watch, lastAt, seenMs: { ...watch.seenMs, ...news } }, now(seconds));
  }
  return watch;
}

const both = ['signals', 'scores'] as const;

describe('the watch over the canary, with a reading every 30 s', () => {
  it.each<[string, CanaryWatch, CanaryWatch['state'], number | null]>([
    ['is starting before anything came', watched(30, [59]), 'starting', 0],
    ['is down where nothing came within a minute of the start', watched(30, [60]), 'down', 0],
    [
      'is starting while only one of the two streams has brought something',
      watched(30, [20, 'signals']),
      'starting',
      0,
    ],
    ['is ok once both have', watched(30, [20, ...both]), 'ok', 20],
    ['is ok while the next is not overdue', watched(30, [20, ...both], [55]), 'ok', 20],
    ['is late after 36 s', watched(30, [20, ...both], [56]), 'late', 56],
    ['is down after 45 s, since the last came', watched(30, [20, ...both], [56], [65]), 'down', 20],
    ['is down where only scores go on coming', watched(30, [20, ...both], [50, 'scores'], [65]), 'down', 50],
    ['is down where only signals go on coming', watched(30, [20, ...both], [50, 'signals'], [65]), 'down', 50],
    ['stays down until both have come again', watched(30, [60], [61, 'signals']), 'down', 0],
    ['is ok again once both have', watched(30, [20, ...both], [65], [70, ...both]), 'ok', 70],
  ])('%s', (_claim, watch, state, sinceSeconds) => {
    expect([watch.state, watch.since]).toEqual([state, sinceSeconds === null ? null : at(sinceSeconds)]);
  });

  it('says down well within a minute of the last reading', () => {
    const last = watched(30, [20, ...both]);
    const down = Array.from({ length: 60 }, (_, seconds) => seconds).find(
      (seconds) => watchAfter(last, now(20 + seconds)).state === 'down',
    );
    expect(down).toBe(45);
  });

  it('gives the age of what has gone without news for longest', () => {
    expect(canaryHealth(watched(30, [20, ...both], [40, 'scores']), 45_500)).toMatchObject({ ageSeconds: 25.5 });
    expect(canaryHealth(watched(30, [20, 'scores']), 45_500)).toMatchObject({ ageSeconds: null });
  });

  it('is off, and stays so, where no reading is due', () => {
    expect(canaryHealth(watched(0, [1000]), 2_000_000)).toEqual({
      state: 'off',
      ageSeconds: null,
      lastAt: null,
      since: null,
    });
  });

  it.each([
    ['had been down for long', 46, true],
    ['had been restarted at once', 10, false],
  ])('knows at its start that alerting %s', (_claim, seconds, wasDown) => {
    expect(wasDownAtStart(at(0), at(seconds), 30_000)).toBe(wasDown);
  });
});
