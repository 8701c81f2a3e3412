import { instant } from '#libs/contracts';
import { isFresh } from './fresh.ts';

const now = new Date('2026-11-21T02:00:00.000Z');

describe('a reading of the canary', () => {
  it.each([
    ['that came at once proves that alerts arrive', 1, true],
    ['from the beginning of the interval in which a process started, too', 44, true],
    ['out of a backlog proves nothing', 46, false],
    ['of a clock that is ahead proves it', -20, true],
  ])('%s', (_claim, secondsAgo, fresh) => {
    expect(isFresh(instant(now.getTime() - secondsAgo * 1000), now, 30_000)).toBe(fresh);
  });
});
