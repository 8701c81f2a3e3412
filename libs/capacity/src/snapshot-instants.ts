import { Temporal } from 'temporal-polyfill';

/** Where the published series takes its snapshots: 08:00 by these clocks. */
const timeZone = 'Europe/London';
const hour = 8;
const thursday = 4;

/** How close the snapshots of a series are: every day, each Thursday, the last Thursday of each month. */
export type SnapshotInterval = 'day' | 'week' | 'month';

/**
 * When the snapshot of a day is made: 08:00 in London, which is 07:00 UTC in summer.
 *
 * @param date such as `2026-03-29`.
 */
export function snapshotInstant(date: string): Date {
  const at = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: { hour } });
  return new Date(at.epochMilliseconds);
}

/** The day of the newest snapshot that is due by then. */
export function lastSnapshotDate(now: Date): string {
  const today = localDate(now);
  return (snapshotInstant(today.toString()) <= now ? today : today.subtract({ days: 1 })).toString();
}

/** The day by the clocks of London. */
export const londonDate = (at: Date): string => localDate(at).toString();

/** The day after, or so many days after, or before. */
export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** When a day begins by the clocks of London. */
export function dayStart(date: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds);
}

/** Every day from the first to the last, both among them. */
export function datesBetween(first: string, last: string): readonly string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** Whether the snapshot of the day belongs to the series: the national one is of Thursdays. */
export function isInSeries(date: string, every: SnapshotInterval): boolean {
  if (every === 'day') return true;
  const day = Temporal.PlainDate.from(date);
  if (day.dayOfWeek !== thursday) return false;
  return every === 'week' || day.add({ days: 7 }).month !== day.month;
}

const localDate = (at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
