import { dayAndMonth, monthAndYear } from '../../time/site-time.ts';

const daySeconds = 86_400;
/** From here on the month says enough. */
const monthsFromDays = 200;

/** Where a day of a calendar stands on the axis: seconds since 1970, as if every day began at midnight UTC. */
export const secondsOfDay = (date: string): number => Date.parse(date) / 1000;

/**
 * The days that are marked below a chart: those that it has, from the first on, as far apart as there is room for.
 *
 * @param most how many marks there is room for.
 */
export function dayMarks(days: readonly number[], most: number): readonly number[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const apart = (last - first) / Math.max(1, most - 1);
  const marks: number[] = [];
  for (const day of days) if (day - (marks.at(-1) ?? -Infinity) >= apart) marks.push(day);
  return marks;
}

/** What stands at each mark: `21 Nov`, or `Nov 2026` where they span more than half a year. */
export function dayLabels(marks: readonly number[]): readonly string[] {
  const spanDays = ((marks.at(-1) ?? 0) - (marks[0] ?? 0)) / daySeconds;
  const words = spanDays > monthsFromDays ? monthAndYear : dayAndMonth;
  return marks.map((seconds) => words(new Date(seconds * 1000).toISOString()));
}
