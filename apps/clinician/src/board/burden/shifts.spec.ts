import fc from 'fast-check';
import { indexOfPart, shiftPartsOf } from './shifts.ts';

const london = 'Europe/London';
const hourMs = 3_600_000;
const at = (text: string): number => Date.parse(text);
const partsOf = (from: string, until: string, zone = london) => shiftPartsOf(at(from), at(until), zone);
const hoursOf = (from: string, until: string, shift: string): number =>
  partsOf(from, until)
    .filter((part) => part.shift === shift)
    .reduce((sum, part) => sum + part.until - part.from, 0) / hourMs;

describe('The shifts of a period', () => {
  it.each([
    ['an ordinary night', '2026-11-21T20:00:00Z', '2026-11-22T08:00:00Z', 12],
    ['the night when clocks go forward', '2026-03-28T20:00:00Z', '2026-03-29T07:00:00Z', 11],
    ['the night when clocks go back', '2026-10-24T19:00:00Z', '2026-10-25T08:00:00Z', 13],
  ])('make %s %# as long as it is', (_night, from, until, hours) => {
    expect(hoursOf(from, until, 'night')).toBe(hours);
    expect(hoursOf(from, until, 'day')).toBe(0);
  });

  it.each([
    ['a minute before eight in winter', '2026-01-10T07:59:00Z', 'night', '2026-01-10'],
    ['at eight in winter', '2026-01-10T08:00:00Z', 'day', '2026-01-10'],
    ['at eight in summer', '2026-07-10T07:00:00Z', 'day', '2026-07-10'],
    ['at eight in the evening in summer', '2026-07-10T19:00:00Z', 'night', '2026-07-10'],
    ['at midnight in summer', '2026-07-09T23:00:00Z', 'night', '2026-07-10'],
    ['a moment before that', '2026-07-09T22:59:59Z', 'night', '2026-07-09'],
  ])('say the shift and the day of %s', (_time, time, shift, day) => {
    const parts = partsOf('2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z');
    expect(parts[indexOfPart(parts, at(time))]).toMatchObject({ shift, day });
  });

  it('begin where the day does in zones that leave out midnight', () => {
    const parts = partsOf('2026-03-06T12:00:00Z', '2026-03-10T12:00:00Z', 'America/Havana');
    expect(parts.every((part, index) => index === 0 || parts[index - 1]?.until === part.from)).toBe(true);
  });

  it('cover any period without a hole or an overlap, in any zone', () => {
    const zones = ['Europe/London', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu'];
    const start = at('2025-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 600 * 24 * 60 }),
        fc.integer({ min: 1, max: 40 * 24 * 60 }),
        (zone, afterMinutes, minutes) => {
          const from = start + afterMinutes * 60_000;
          const until = from + minutes * 60_000;
          const parts = shiftPartsOf(from, until, zone);
          expect(parts[0]?.from).toBe(from);
          expect(parts.at(-1)?.until).toBe(until);
          expect(parts.every((part, index) => index === 0 || parts[index - 1]?.until === part.from)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
