import fc from 'fast-check';
import { addDays, datesBetween, dayStart, isInSeries, lastSnapshotDate, snapshotInstant } from './snapshot-instants.ts';

describe('The snapshot of a day', () => {
  it.each([
    ['in winter', '2026-11-28', '2026-11-28T08:00:00.000Z'],
    ['in summer', '2026-07-01', '2026-07-01T07:00:00.000Z'],
    ['the day before clocks go forward', '2026-03-28', '2026-03-28T08:00:00.000Z'],
    ['the day on which they go forward', '2026-03-29', '2026-03-29T07:00:00.000Z'],
    ['the day before clocks go back', '2026-10-24', '2026-10-24T07:00:00.000Z'],
    ['the day on which they go back', '2026-10-25', '2026-10-25T08:00:00.000Z'],
  ])('is made at 08:00 in London: %s', (_claim, date, at) => {
    expect(snapshotInstant(date).toISOString()).toBe(at);
  });

  it.each([
    ['2026-11-28T07:59:59.999Z', '2026-11-27'],
    ['2026-11-28T08:00:00.000Z', '2026-11-28'],
    ['2026-07-01T06:59:59.999Z', '2026-06-30'],
    ['2026-07-01T07:00:00.000Z', '2026-07-01'],
    // After midnight in London, and before in UTC.
    ['2026-06-30T23:30:00.000Z', '2026-06-30'],
  ])('at %s the last one is of %s', (now, date) => {
    expect(lastSnapshotDate(new Date(now))).toBe(date);
  });

  it('comes 23 to 25 hours after the one before, and is the last one at its own instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
        const date = addDays('2000-01-01', days);
        const at = snapshotInstant(date);
        const hours = (at.getTime() - snapshotInstant(addDays(date, -1)).getTime()) / 3_600_000;
        expect([23, 24, 25]).toContain(hours);
        expect(lastSnapshotDate(at)).toBe(date);
        expect(lastSnapshotDate(new Date(at.getTime() - 1))).toBe(addDays(date, -1));
        expect(dayStart(date) < at).toBe(true);
      }),
    );
  });
});

describe('A series', () => {
  const november = datesBetween('2026-10-26', '2026-12-02');

  it('is of every day', () => {
    expect(november.filter((date) => isInSeries(date, 'day'))).toHaveLength(38);
  });

  it('is of Thursdays', () => {
    expect(november.filter((date) => isInSeries(date, 'week'))).toEqual([
      '2026-10-29',
      '2026-11-05',
      '2026-11-12',
      '2026-11-19',
      '2026-11-26',
    ]);
  });

  it('is of the last Thursday of each month', () => {
    expect(november.filter((date) => isInSeries(date, 'month'))).toEqual(['2026-10-29', '2026-11-26']);
    expect(datesBetween('2024-02-01', '2024-03-31').filter((date) => isInSeries(date, 'month'))).toEqual([
      '2024-02-29',
      '2024-03-28',
    ]);
  });
});
