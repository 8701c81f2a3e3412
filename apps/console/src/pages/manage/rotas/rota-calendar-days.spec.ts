import { RotaGap, RotaShift } from '#libs/contracts';
import { calendarDays, calendarSpan, type CalendarView, otherSpan } from './rota-calendar-days.ts';

const zone = 'Europe/London';

const shift = (start: string, end: string, active = true): RotaShift =>
  RotaShift.parse({ start, end, personId: 'ada', personName: 'Ada', active, layer: 'Nights', override: null });
const gap = (start: string, end: string): RotaGap => RotaGap.parse({ start, end, reason: 'uncovered', personId: null });

describe('A calendar', () => {
  it.each<[string, CalendarView, number, string, string]>([
    ['2026-11-25', 'week', 7, '2026-11-23', '2026-11-29'],
    ['2026-11-25', 'month', 42, '2026-10-26', '2026-12-06'],
    ['2027-02-14', 'month', 28, '2027-02-01', '2027-02-28'],
  ])('of %s as a %s has %d days, from %s to %s', (date, view, days, first, last) => {
    const { dates } = calendarSpan(date, view, zone);
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([days, first, last]);
  });

  it.each<[string, CalendarView, -1 | 1, string]>([
    ['2026-11-25', 'week', 1, '2026-12-02'],
    ['2026-11-25', 'week', -1, '2026-11-18'],
    ['2026-01-31', 'month', 1, '2026-02-01'],
    ['2026-03-31', 'month', -1, '2026-02-01'],
  ])('goes on from %s by a %s, %d, to %s', (date, view, direction, other) => {
    expect(otherSpan(date, view, direction)).toBe(other);
  });

  it('of a week in which the clocks go back lasts 169 hours', () => {
    const { from, until } = calendarSpan('2026-10-25', 'week', zone);
    expect((until - from) / 3_600_000).toBe(169);
  });

  it('has a night on both of its days, a long gap on every day, and a shift without an active person not twice', () => {
    const span = calendarSpan('2026-11-23', 'week', zone);
    const days = calendarDays(span, {
      zone,
      shifts: [
        shift('2026-11-23T20:00:00.000Z', '2026-11-24T08:00:00.000Z'),
        shift('2026-11-24T08:00:00.000Z', '2026-11-24T20:00:00.000Z'),
        shift('2026-11-24T20:00:00.000Z', '2026-11-27T00:00:00.000Z', false),
      ],
      gaps: [gap('2026-11-24T20:00:00.000Z', '2026-11-27T00:00:00.000Z')],
    });
    expect(
      days.map(({ date, entries }) => [
        date.slice(8),
        ...entries.map(({ from, until, what }) => [what.kind, from, until]),
      ]),
    ).toEqual([
      ['23', ['shift', '20:00', null]],
      ['24', ['shift', null, '08:00'], ['shift', '08:00', '20:00'], ['gap', '20:00', null]],
      ['25', ['gap', null, null]],
      ['26', ['gap', null, '00:00']],
      ['27'],
      ['28'],
      ['29'],
    ]);
  });
});
