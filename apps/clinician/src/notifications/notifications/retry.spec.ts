import { nextTry } from './retry.ts';

const at = new Date('2026-11-22T08:00:00Z');
const secondsOf = (tries: number, random: number, withinSeconds = 600) => {
  const next = nextTry({ tries, at, random, deliverBy: new Date(at.getTime() + withinSeconds * 1000) });
  return next && (next.getTime() - at.getTime()) / 1000;
};

describe('What could not be delivered', () => {
  it.each([
    ['after a second at most at first', 1, 1, 1],
    ['and after half a second at least', 1, 0, 0.5],
    ['later each time', 4, 1, 8],
    ['but never later than after a minute', 7, 1, 60],
  ])('is tried again %s', (_claim, tries, random, seconds) => {
    expect(secondsOf(tries, random)).toBe(seconds);
  });

  it.each([
    ['after eight tries', 8, 600],
    ['when its time would be over by then', 3, 4],
  ])('is given up %s', (_claim, tries, withinSeconds) => {
    expect(secondsOf(tries, 1, withinSeconds)).toBeUndefined();
  });
});
