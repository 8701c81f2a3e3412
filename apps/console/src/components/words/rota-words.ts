import type { TimeZone } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { dayAndMonth, wallMinute } from '../../time/site-time.ts';

const weekdayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' });

/** `Mon 23 Nov`: a day of a calendar. */
export const weekdayAndDay = (date: string): string =>
  `${weekdayFormat.format(Date.parse(date.slice(0, 10)))} ${dayAndMonth(date)}`;

/** `Mon 23 Nov 20:00`, by the clocks of a time zone. */
export function timeInZone(time: string | number, zone: TimeZone): string {
  const minute = wallMinute(new Date(time).getTime(), zone);
  return `${weekdayAndDay(minute)} ${minute.slice(11)}`;
}

/** `Mon 23 Nov 20:00 to Tue 24 Nov 08:00`; the day is said once where it is the same. */
export function spanInZone({ start, end }: { readonly start: string; readonly end: string }, zone: TimeZone): string {
  const [from, until] = [timeInZone(start, zone), timeInZone(end, zone)];
  return t`${from} to ${from.slice(0, -5) === until.slice(0, -5) ? until.slice(-5) : until}`;
}

/** When a part of a shift is within a day; null is where it goes on beyond the day. */
export function hoursWords(from: string | null, until: string | null): string {
  if (from === null) return until === null ? t`All day` : t`Until ${until}`;
  return until === null ? t`From ${from}` : t`${from} to ${until}`;
}
