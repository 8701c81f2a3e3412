import { instant, offsetInWords } from '#libs/contracts';
import { correctableAheadSeconds, steadyAheadSeconds } from './clock-skew.ts';

const arrivals = (...offsets: readonly (readonly [minute: number, ahead: number | null])[]) =>
  offsets.map(([minute, aheadSeconds]) => ({ receivedAt: instant(minute * 60_000), aheadSeconds }));

describe('The clock of a device that is refused', () => {
  it.each([
    ['is steadily ahead where three arrivals agree within a minute', arrivals([9, 3601], [5, 3580], [1, 3640]), 3601],
    ['is judged by the newest three alone', arrivals([9, 3600], [5, 3600], [1, 3600], [0, 60]), 3600],
    ['is steadily behind', arrivals([9, -600], [5, -610], [1, -605]), -605],
    ['is not known by two', arrivals([9, 3600], [5, 3600]), undefined],
    ['is not steady where one differs by more', arrivals([9, 3600], [5, 3600], [1, 3661]), undefined],
    ['is not known by what was stored and came all at once', arrivals([9, 3600], [9, 3600], [9, 3600]), undefined],
    ['is not known where one was refused for anything else', arrivals([9, 3600], [5, null], [1, 3600]), undefined],
  ])('%s', (_claim, newest, expected) => {
    expect(steadyAheadSeconds(newest)).toBe(expected);
  });

  it.each([
    [120, null],
    [121, 121],
    [-3600, null],
  ])('%d s ahead can be corrected by %s', (ahead, expected) => {
    expect(correctableAheadSeconds(arrivals([9, ahead], [5, ahead], [1, ahead]))).toBe(expected);
  });

  it.each([
    [3600, '1 h'],
    [3725, '1 h 2 min'],
    [2700, '45 min'],
    [130, '2 min 10 s'],
  ])('%d s are %s', (seconds, words) => {
    expect(offsetInWords(seconds)).toBe(words);
  });
});
