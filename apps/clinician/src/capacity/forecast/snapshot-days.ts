import { addDays, datesBetween, snapshotInstant } from '#libs/capacity';
import type { Day } from '#libs/forecast';

const dayMilliseconds = 86_400_000;

/** The number by which the forecast knows a date. */
export const dayOf = (date: string): Day => Date.parse(date) / dayMilliseconds;

export const dateOf = (day: Day): string => new Date(day * dayMilliseconds).toISOString().slice(0, 10);

/** The 08:00 of many days that follow each other, so that many times can be put between them quickly. */
export class SnapshotDays {
  readonly #first: Day;
  readonly #instants: readonly number[];

  /** @param last earlier than no time that is asked for: what comes after it belongs to the day that follows. */
  constructor(first: string, last: string) {
    this.#first = dayOf(first);
    this.#instants = datesBetween(first, last).map((date) => snapshotInstant(date).getTime());
  }

  /** The first day whose 08:00 is not before a time. Before the first of the days, an hour of summer time may be wrong. */
  firstFrom(at: Date): Day {
    const time = at.getTime();
    const first = this.#instants[0] ?? time;
    if (time <= first) return this.#first - Math.floor((first - time) / dayMilliseconds);
    let low = 0;
    let high = this.#instants.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#instants[middle] ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return this.#first + low;
  }
}

/** From 0 to 1: how much is left, at a time, of the day between two 08:00. */
export function restOfDay(date: string, now: Date): number {
  const begins = snapshotInstant(date).getTime();
  const ends = snapshotInstant(addDays(date, 1)).getTime();
  return Math.max(0, Math.min(1, (ends - now.getTime()) / (ends - begins)));
}
