import type { CapacityTarget } from '#libs/contracts';
import { daysOf, holdsOn, targetSeries } from './target-series.ts';

const target = (series: string, date: string, beds: number, source = 'Board paper'): CapacityTarget => ({
  series,
  source,
  date,
  beds,
});
const targets = [
  target('Winter plan', '2026-12-01', 750, 'Winter plan, page 12'),
  target('Operating plan', '2026-04-01', 430),
  target('Operating plan', '2025-04-01', 500),
];

describe('Plans that disagree', () => {
  it('stand side by side, each with its sources', () => {
    expect(targetSeries(targets).map(({ name, sources }) => [name, sources])).toEqual([
      ['Operating plan', ['Board paper']],
      ['Winter plan', ['Winter plan, page 12']],
    ]);
  });

  it('hold from their date until their next', () => {
    const [operating, winter] = targetSeries(targets);
    const days = daysOf(targets, ['2026-11-21']);
    expect(days).toEqual(['2025-04-01', '2026-04-01', '2026-11-21', '2026-12-01']);
    expect(days.map((day) => operating && holdsOn(operating, day))).toEqual([500, 430, 430, 430]);
    expect(days.map((day) => winter && holdsOn(winter, day))).toEqual([null, null, null, 750]);
  });
});
