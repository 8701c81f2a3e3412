import fc from 'fast-check';
import { axisLabels, axisMarks } from './axis-times.ts';
import { wallMinute } from './site-time.ts';

const london = (time: number): string => wallMinute(time, 'Europe/London');
const seconds = (text: string): number => Date.parse(text) / 1000;
const labels = (from: string, to: string, most: number, wall = london): readonly string[] =>
  axisLabels(axisMarks({ fromSeconds: seconds(from), toSeconds: seconds(to), most }, wall), wall);

describe('the time axis of a chart', () => {
  it('has round times of the clock on the wall, with the day where it changes', () => {
    expect(labels('2026-07-01T20:10:00Z', '2026-07-02T01:00:00Z', 6)).toEqual([
      '22:00\n1 Jul',
      '23:00',
      '00:00\n2 Jul',
      '01:00',
      '02:00',
    ]);
  });

  it('leaves out the hour that clocks skip, and has the one that they repeat twice', () => {
    expect(labels('2026-03-28T23:30:00Z', '2026-03-29T03:00:00Z', 6)).toEqual([
      '00:00\n29 Mar',
      '02:00',
      '03:00',
      '04:00',
    ]);
    expect(labels('2026-10-24T23:30:00Z', '2026-10-25T02:30:00Z', 4)).toEqual(['01:00\n25 Oct', '01:00', '02:00']);
  });

  it('has days alone over a week', () => {
    expect(labels('2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z', 4)).toEqual(['28 Mar', '29 Mar', '30 Mar']);
  });

  it('is at round times in zones that are half an hour off as well', () => {
    const kathmandu = (time: number): string => wallMinute(time, 'Asia/Kathmandu');
    expect(labels('2026-07-01T00:00:00Z', '2026-07-01T03:00:00Z', 4, kathmandu)).toEqual([
      '06:00\n1 Jul',
      '07:00',
      '08:00',
    ]);
  });

  it('has no more marks than there is room for, in order and within the axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: seconds('2020-01-01'), max: seconds('2030-01-01') }),
        fc.integer({ min: 60, max: 7 * 86_400 }),
        fc.integer({ min: 2, max: 12 }),
        (fromSeconds, span, most) => {
          const marks = axisMarks({ fromSeconds, toSeconds: fromSeconds + span, most }, london);
          // One more at both ends, and one more where an hour comes twice.
          expect(marks.length).toBeLessThanOrEqual(most + 2);
          expect(marks).toEqual(marks.toSorted((one, other) => one - other));
          expect(marks.every((mark) => mark >= fromSeconds && mark <= fromSeconds + span)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
