import { type Day, type WardHistory, weekdayOf } from './ward-history.ts';

/** What is expected of the patients who arrive on a ward. */
export interface Arrivals {
  /** On average in the 24 h up to the 08:00 of each weekday, Monday first. */
  readonly means: readonly number[];
  /** Variance by mean of a day's arrivals: 1 is Poisson, above it some days bring many at once. */
  readonly dispersion: number;
  /** How far the arrivals of the coming weeks may be above or below those means, as a fraction of them. */
  readonly levelVariance: LevelVariance;
  /** Days that it rests on. */
  readonly days: number;
}

/** Of the factor by which arrivals are above or below what was expected. */
export interface LevelVariance {
  /** Of the part that all coming days share. */
  readonly lasting: number;
  /** Of the part that the days of one week share, and each week has for itself. */
  readonly ofWeek: number;
  /** Of the part by which a week goes on from the level of the week before. */
  readonly drift: number;
}

/** A day that lies so many days back counts half towards the level: what has predicted best is chosen. */
const halfLives = [7, 14, 28, 56] as const;
const usualHalfLife = 28;
/** So many weeks weigh as much as the belief that a weekday is like any other. */
const weeksOfAnyWeekday = 3;
/** A level cannot be judged by what followed before it rests on so many days. */
const settlingDays = 28;
/** A new judgement of the level, each so many days. */
const judgedEvery = 3;
const fewestJudgements = 12;
const week = 7;
/** Before anything is seen, by judgement; and how many days, and judgements, weigh as much. */
const usual = { dispersion: 1.2, days: 20, levelVariance: 0.02, judgements: 3 };
const largestVariance = 0.3;

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
  const shapes = counts.map((_, index) => shape[weekdayOf(first + index)] ?? 1);
  const days = bestFollowed(counts, shapes);
  const level = days.at(-1)?.level ?? 0;
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
  for (const { from } of stays) {
    const index = from - since - 1;
    if (index >= 0 && from <= now) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** Of an average day, how much each weekday brings. */
function weekdayShape(counts: readonly number[], first: Day): readonly number[] {
  const mean = sumOf(counts) / counts.length;
  if (!(mean > 0)) return new Array<number>(week).fill(1);
  const sums = new Array<number>(week).fill(weeksOfAnyWeekday * mean);
  const weeks = new Array<number>(week).fill(weeksOfAnyWeekday);
  for (const [index, count] of counts.entries()) {
    const weekday = weekdayOf(first + index);
    sums[weekday] = (sums[weekday] ?? 0) + count;
    weeks[weekday] = (weeks[weekday] ?? 0) + 1;
  }
  return sums.map((sum, weekday) => sum / (mean * (weeks[weekday] ?? 1)));
}

interface ArrivalDay {
  readonly count: number;
  readonly shape: number;
  /** After the day: arrivals of an average day, by what was known up to it. */
  readonly level: number;
}

/** The days with the level that follows arrivals as quickly as has predicted the weeks after it best. */
function bestFollowed(counts: readonly number[], shapes: readonly number[]): readonly ArrivalDay[] {
  let best = followed(counts, shapes, usualHalfLife);
  let leastError = Infinity;
  for (const halfLife of halfLives) {
    const days = followed(counts, shapes, halfLife);
    const judgements = judgementsOf(days, week);
    if (judgements.length < fewestJudgements) return best;
    const error = sumOf(judgements.map(({ arrived, expected }) => (arrived - expected) ** 2 / expected));
    if (error < leastError) [best, leastError] = [days, error];
  }
  return best;
}

function followed(counts: readonly number[], shapes: readonly number[], halfLife: number): readonly ArrivalDay[] {
  const keep = 0.5 ** (1 / halfLife);
  let arrived = 0;
  let usually = 0;
  return counts.map((count, index) => {
    const shape = shapes[index] ?? 1;
    arrived = arrived * keep + count;
    usually = usually * keep + shape;
    return { count, shape, level: arrived / usually };
  });
}

/** What arrived in the days after a day, and what its level had promised. */
interface Judgement {
  readonly arrived: number;
  readonly expected: number;
}

function judgementsOf(days: readonly ArrivalDay[], ahead: number): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (let index = settlingDays; index + ahead < days.length; index += judgedEvery) {
    const { level = 0 } = days[index] ?? {};
    let [arrived, usually] = [0, 0];
    for (let day = index + 1; day <= index + ahead; day += 1) {
      arrived += days[day]?.count ?? 0;
      usually += days[day]?.shape ?? 0;
    }
    if (level > 0) judgements.push({ arrived, expected: level * usually });
  }
  return judgements;
}

/** Pearson's: squared distance from the mean that was expected the day before, by that mean. */
function dispersionOf(days: readonly ArrivalDay[]): number {
  let sum = usual.dispersion * usual.days;
  let count = usual.days;
  for (let index = settlingDays; index < days.length; index += 1) {
    const day = days[index];
    const expected = (days[index - 1]?.level ?? 0) * (day?.shape ?? 0);
    if (day === undefined || expected <= 0) continue;
    sum += (day.count - expected) ** 2 / expected;
    count += 1;
  }
  return Math.max(1, sum / count);
}

/**
 * How far the totals of one week and of two lay from what the level before them promised, beyond what chance does from day
 * to day. What each week has for itself halves over two weeks, what lasts stays, and a level that drifts moves away: two
 * weeks that are surer than one mean the first, two that are less sure the last.
 */
function levelVarianceOf(days: readonly ArrivalDay[], dispersion: number): LevelVariance {
  const [ofOneWeek, ofTwoWeeks] = [beyondChance(days, week, dispersion), beyondChance(days, 2 * week, dispersion)];
  const lasting = within(2 * ofTwoWeeks - ofOneWeek, 0, ofOneWeek);
  // Of two weeks together, one of which has drifted from the other, a quarter of it.
  const drift = within(4 * (ofTwoWeeks - ofOneWeek), 0, largestVariance);
  return { lasting, ofWeek: ofOneWeek - lasting, drift };
}

/**
 * The variance of the totals of so many days, as a fraction of what the level promised, squared. It is known badly, from a
 * dozen periods or two that do not overlap, and an interval that is too narrow misleads more than one that is too wide: so
 * it is taken one standard error above its estimate.
 */
function beyondChance(days: readonly ArrivalDay[], ahead: number, dispersion: number): number {
  const excess = judgementsOf(days, ahead).map(
    ({ arrived, expected }) => ((arrived - expected) ** 2 - dispersion * expected) / expected ** 2,
  );
  const all = [...excess, ...new Array<number>(usual.judgements).fill(usual.levelVariance)];
  const mean = sumOf(all) / all.length;
  const variance = sumOf(all.map((value) => (value - mean) ** 2)) / all.length;
  const periods = Math.max(1, (all.length * judgedEvery) / ahead);
  return within(mean + Math.sqrt(variance / periods), 0, largestVariance);
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
