import { forecastOccupancy, type ForecastRequest } from './occupancy-forecast.ts';
import { asKnownOn, type Day, patientsOn, type WardHistory } from './ward-history.ts';

/** A day's forecast, as it would have been made, beside what happened. */
export interface BackTestPoint {
  readonly day: Day;
  readonly patients: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** What "same as last week" says: patients on the same weekday of the week before. */
  readonly lastWeek: number;
}

export interface BackTest {
  readonly days: number;
  /** In patients. */
  readonly meanAbsoluteError: number;
  readonly meanAbsoluteErrorOfLastWeek: number;
  /** From 0 to 1: of the days, how many had as many patients as the interval holds. */
  readonly coverage: number;
}

/** "Same as last week" knows the count of a week before: a forecast is compared with it from a week before, too. */
const weekDays = 7;

/**
 * Forecasts the 08:00 of a day from that of the week before, by what was known then.
 *
 * @param history all that is known by now, from a week before the day or longer.
 * @param then the beds that were open, and who waited, the week before.
 */
export function backTestOf(
  history: WardHistory,
  day: Day,
  then: Pick<ForecastRequest, 'bedsOn' | 'waiting' | 'runs' | 'seed'>,
): BackTestPoint {
  const madeOn = day - weekDays;
  const known = asKnownOn(history, madeOn);
  const usual = { restOfFirstDay: 1, arrivalFactor: 1 };
  const days = forecastOccupancy({ ...then, ...usual, history: known, madeOn, days: weekDays });
  const { median, low, high } = days.at(-1)?.patients ?? { median: 0, low: 0, high: 0 };
  return { day, patients: patientsOn(history, day), median, low, high, lastWeek: patientsOn(history, madeOn) };
}

/** Null where there is no day to judge by. */
export function judged(points: readonly BackTestPoint[]): BackTest | null {
  if (points.length === 0) return null;
  const meanOf = (measure: (point: BackTestPoint) => number): number =>
    points.reduce((sum, point) => sum + measure(point), 0) / points.length;
  return {
    days: points.length,
    meanAbsoluteError: meanOf(({ patients, median }) => Math.abs(patients - median)),
    meanAbsoluteErrorOfLastWeek: meanOf(({ patients, lastWeek }) => Math.abs(patients - lastWeek)),
    coverage: meanOf(({ patients, low, high }) => (low <= patients && patients <= high ? 1 : 0)),
  };
}
