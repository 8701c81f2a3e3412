import { instant, type BoardRow } from '#libs/contracts';
import { nextDueWords, trendOf, trendWords } from './trend-words.ts';

const hourMs = 3_600_000;
const point = (hour: number, min: number, max = min) => ({ at: instant(hour * hourMs), min, max });

describe('The trend of a score', () => {
  it.each([
    ['rising', [2, 3, 3, 9]],
    ['falling', [9, 8, 8, 3]],
    ['steady', [4, 4, 4, 4]],
  ])('is said to be %s', (direction, totals) => {
    const words = trendWords(
      totals.map((total, hour) => point(hour, total)),
      'NEWS2',
    );
    expect(words).toBe(`NEWS2 over 24 hours: ${totals.join(', ')}: ${direction}`);
  });

  it('says a range where something was missing', () => {
    expect(trendWords([point(0, 2), point(1, 2, 7)], 'NEWS2')).toContain('2, 2–7');
  });

  it('is not said of a single score', () => {
    expect(trendWords([point(0, 2)], 'NEWS2')).toBe('');
  });

  it('goes on with a score that has come since, once', () => {
    const trend = [point(0, 2), point(1, 3)];
    // Only these of a score are looked at.
    const score = { at: instant(2 * hourMs), min: 5, max: 5, withdrawn: false } as BoardRow['score'];
    expect(trendOf({ trend, score })).toEqual([...trend, point(2, 5)]);
    expect(trendOf({ trend: [...trend, point(2, 5)], score })).toHaveLength(3);
    expect(trendOf({ trend, score: null })).toBe(trend);
  });
});

describe('The next observations', () => {
  it('are said to be due, or overdue, and of what', () => {
    const nextDue = { at: instant(10 * hourMs), codes: ['pulse-rate' as const] };
    expect(nextDueWords(nextDue, 9.5 * hourMs)).toEqual({
      overdue: false,
      words: 'Observations due in 30 min',
      codes: 'Pulse',
    });
    expect(nextDueWords(nextDue, 10.5 * hourMs)?.overdue).toBe(true);
    expect(nextDueWords(null, 0)).toBeNull();
  });
});
