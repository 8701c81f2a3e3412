import { offsetInWords } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { dayAndMonth, dayWords, siteTime } from '../../time/site-time.ts';

const minuteMs = 60_000;

/** `just now`, `4 min ago`, `3 h ago`, `2 days ago`: rounded down, so that nothing looks newer than it is by much. */
export function ageWords(takenAt: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(takenAt)) / minuteMs);
  return minutes < 1 ? 'just now' : `${spanWords(minutes)} ago`;
}

/** `4 min`, `3 h`, `1 day`. */
export function spanWords(minutes: number): string {
  if (minutes < 60) return `${String(Math.max(0, Math.floor(minutes)))} min`;
  if (minutes < 48 * 60) return `${String(Math.floor(minutes / 60))} h`;
  return `${String(Math.floor(minutes / (24 * 60)))} days`;
}

/** Said beside the time of a reading that was put back. */
export const clockCorrectedWords = (bySeconds: number): string =>
  t`Its device's clock is ${offsetInWords(bySeconds)} ahead: put back by that`;

/** To the second, as a clock counts: `12 min 05 s`, `3 h 07 min`, `4 days`. Less than nothing is nothing. */
export function countWords(spanMs: number): string {
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  if (hours >= 48) return spanWords(minutes);
  if (hours >= 1) return `${String(hours)} h ${twoDigits(minutes % 60)} min`;
  return `${String(minutes)} min ${twoDigits(seconds % 60)} s`;
}

const twoDigits = (count: number): string => String(count).padStart(2, '0');

/** A sentence of the service's with the instants in it as people say times. */
export const withTimes = (text: string, now: number): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (at) => timeWords(at, now));

/** `14:05` today, `20 Nov, 14:05` on another day. */
export function timeWords(instant: string | number, now: number): string {
  const minute = siteTime.wallMinute(new Date(instant).getTime());
  const clock = minute.slice(11);
  return minute.startsWith(siteTime.typedDate(now)) ? clock : `${dayAndMonth(minute)}, ${clock}`;
}

/** `3 March 1948`: the day of an instant, or a date of birth as it is. */
export function dateWords(date: string): string {
  const isDay = date.length === 'yyyy-mm-dd'.length;
  return dayWords(isDay ? date : siteTime.typedDate(Date.parse(date)));
}

/** Whole years lived by the day of `now`. */
export function ageInYears(birthDate: string, now: number): number {
  const today = siteTime.typedDate(now);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5, 10) ? years - 1 : years;
}

/** How far a response is from its due time: `due in 12 min`, `overdue by 1 h`. */
export function dueWords(dueAt: string, now: number): { readonly overdue: boolean; readonly words: string } {
  const minutes = (Date.parse(dueAt) - now) / minuteMs;
  if (minutes <= 0) return { overdue: true, words: `overdue by ${spanWords(-minutes)}` };
  return { overdue: false, words: `due in ${spanWords(Math.max(1, Math.round(minutes)))}` };
}
