import { dayLabels, dayMarks, secondsOfDay } from './day-marks.ts';

const days = (from: string, count: number, apart = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => secondsOfDay(from) + index * apart * 86_400);

describe('Below a chart of days', () => {
  it('every day is marked where there is room', () => {
    expect(dayLabels(dayMarks(days('2026-11-21', 4), 10))).toEqual(['21 Nov', '22 Nov', '23 Nov', '24 Nov']);
  });

  it('as many are marked as there is room for', () => {
    expect(dayLabels(dayMarks(days('2026-11-01', 28), 4))).toEqual(['1 Nov', '10 Nov', '19 Nov', '28 Nov']);
  });

  it('months are named where there are many', () => {
    expect(dayLabels(dayMarks(days('2025-11-27', 53, 7), 3))).toEqual(['Nov 2025', 'May 2026', 'Nov 2026']);
  });

  it('one day is a mark, and none is none', () => {
    expect(dayMarks(days('2026-11-21', 1), 5)).toHaveLength(1);
    expect(dayMarks([], 5)).toEqual([]);
  });
});
