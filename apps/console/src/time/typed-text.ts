/** What people type for times and days, day first and by 24 hours, and the form in which the console keeps it. */

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** `2026-11-21`; undefined where the calendar has no such day. */
function dayText({ year, month, day }: Day): string | undefined {
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const time = Date.parse(`${text}T00:00Z`);
  // A date beyond the end of its month is read as one of the next.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
}

/** The day of `21/11/2026`, `21.11.26`, `2026-11-21`, `2026-3-1`, as `2026-11-21`; undefined where it is none. */
export function readDay(typed: string): string | undefined {
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed.trim()) ?? [];
  if (isoYear !== undefined) return dayText({ year: Number(isoYear), month: Number(isoMonth), day: Number(isoDay) });
  const [, day, month, year = ''] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d\d)$/.exec(typed.trim()) ?? [];
  if (day === undefined) return undefined;
  return dayText({ year: Number(year.length === 2 ? `20${year}` : year), month: Number(month), day: Number(day) });
}

/** The time of day of `8:30`, `08.30`, `0830`, as `08:30`; undefined where it is none. */
function readClock(typed: string): string | undefined {
  const [, hour, minute] = /^(\d{1,2})[:.](\d\d)$/.exec(typed) ?? /^(\d\d)(\d\d)$/.exec(typed) ?? [];
  if (Number(hour) > 23 || Number(minute) > 59 || hour === undefined) return undefined;
  return `${two(Number(hour))}:${two(Number(minute))}`;
}

/**
 * The minute of `21/11/2026 08:30`, or of a time of day alone on the day given, as `2026-11-21T08:30`; undefined where it is
 * none. Whether a clock ever shows it is for `siteTime` to say.
 */
export function readMinuteText(typed: string, dayAlone: string): string | undefined {
  const text = typed.trim();
  const alone = readClock(text);
  if (alone !== undefined) return `${dayAlone}T${alone}`;
  const [, dayPart = '', clockPart = ''] = /^(.+?)(?:T|,?\s+)(\S+)$/.exec(text) ?? [];
  const day = readDay(dayPart);
  const clock = readClock(clockPart);
  return day === undefined || clock === undefined ? undefined : `${day}T${clock}`;
}

/** `21/11/2026` of `2026-11-21`; what is no day stays as it is. */
export const dayShown = (kept: string): string => kept.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1');

/** `21/11/2026 08:30` of `2026-11-21T08:30`, whatever offset follows; what is no minute stays as it is. */
export const minuteShown = (kept: string): string =>
  kept.replace(/^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)(?:[+-]\d\d:\d\d)?$/, '$3/$2/$1 $4');
