import { type Day, type WardHistory, weekdayOf } from './ward-history.ts';

/** What is expected of the patients who arrive on a ward. */
export interface Arrivals {
  /** On average in the 24 h up to the 08:00 of each weekday, Monday first. */
  readonly means: readonly number[];
  /** Variance by mean of a day's arrivals: 1 is Poisson, above it some days bring many at once. */
  readonly dispersion: number;
  /** Variance of the level of the coming two weeks, as a fraction of itself, squared. */
  readonly levelVariance: number;
  /** Days that it rests on. */
  readonly days: number;
}

/** A day so far back counts half towards the level: demand follows the season. */
const halfLifeDays = 28;
/** So many weeks weigh as much as the belief that a weekday is like any other. */
const weeksOfAnyWeekday = 3;
/** A level cannot be judged by what followed before it rests on so many days. */
const settlingDays = 28;
/** How far ahead levels are judged, in days: what forecasts usually look at. */
const levelDays = 14;
/** Before anything is seen, by judgement; and how many days, and levels, weigh as much. */
const usual = { dispersion: 1.2, days: 20, levelVariance: 0.01, levels: 4 };
const largestLevelVariance = 0.25;

/**
 * Arrivals by weekday, from the days that are known. A stay arrives with its first 08:00; demand that a full ward did not
 * take is not seen here.
 *
 * @param now the history is as known then.
 */
export function arrivalsOf(history: WardHistory, now: Day): Arrivals {
  const counts = countsOf(history, now);
  const first = now - counts.length + 1;
  const shape = weekdayShape(counts, first);
  const shapeOn = (day: Day): number => shape[weekdayOf(day)] ?? 1;
  const levels = levelsOf(counts, (index) => shapeOn(first + index));
  const level = levels.at(-1) ?? 0;
  const days = counts.map((count, index) => ({ count, shape: shapeOn(first + index), level: levels[index] ?? 0 }));
  const dispersion = dispersionOf(days);
  return {
    means: shape.map((part) => part * level),
    dispersion,
    levelVariance: levelVarianceOf(days, dispersion),
    days: counts.length,
  };
}

/** By day, from the first on of which both 08:00 are known. */
function countsOf({ since, stays }: WardHistory, now: Day): readonly number[] {
  const counts = new Array<number>(Math.max(0, now - since)).fill(0);
  for (const { from } of stays)
    if (from > since && from <= now) counts[from - since - 1] = (counts[from - since - 1] ?? 0) + 1;
  return counts;
}

/** Of an average day, how much each weekday brings. */
function weekdayShape(counts: readonly number[], first: Day): readonly number[] {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (!(mean > 0)) return new Array<number>(7).fill(1);
  const sums = new Array<number>(7).fill(weeksOfAnyWeekday * mean);
  const weeks = new Array<number>(7).fill(weeksOfAnyWeekday);
  for (const [index, count] of counts.entries()) {
    const weekday = weekdayOf(first + index);
    sums[weekday] = (sums[weekday] ?? 0) + count;
    weeks[weekday] = (weeks[weekday] ?? 0) + 1;
  }
  return sums.map((sum, weekday) => sum / (mean * (weeks[weekday] ?? 1)));
}

/** After each day: arrivals of an average day, by what was known up to it. */
function levelsOf(counts: readonly number[], shapeAt: (index: number) => number): readonly number[] {
  const keep = 0.5 ** (1 / halfLifeDays);
  let arrived = 0;
  let usually = 0;
  return counts.map((count, index) => {
    arrived = arrived * keep + count;
    usually = usually * keep + shapeAt(index);
    return arrived / usually;
  });
}

interface ArrivalDay {
  readonly count: number;
  readonly shape: number;
  /** After it. */
  readonly level: number;
}

/** Pearson's: squared distance from the mean that was expected the day before, by that mean. */
function dispersionOf(days: readonly ArrivalDay[]): number {
  let sum = usual.dispersion * usual.days;
  let count = usual.days;
  for (const [index, day] of days.entries()) {
    const expected = (days[index - 1]?.level ?? 0) * day.shape;
    if (index < settlingDays || expected <= 0) continue;
    sum += (day.count - expected) ** 2 / expected;
    count += 1;
  }
  return Math.max(1, sum / count);
}

/** How far the totals of two weeks lay from what the level before them promised, beyond what chance does from day to day. */
function levelVarianceOf(days: readonly ArrivalDay[], dispersion: number): number {
  let sum = usual.levelVariance * usual.levels;
  let count = usual.levels;
  for (let index = settlingDays; index + levelDays < days.length; index += levelDays / 2) {
    const block = days.slice(index + 1, index + 1 + levelDays);
    const arrived = block.reduce((total, day) => total + day.count, 0);
    const expected = (days[index]?.level ?? 0) * block.reduce((total, day) => total + day.shape, 0);
    if (expected <= 0) continue;
    sum += ((arrived - expected) ** 2 - dispersion * expected) / expected ** 2;
    count += 1;
  }
  return Math.max(0, Math.min(largestLevelVariance, sum / count));
}
