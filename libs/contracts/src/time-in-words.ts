import type { Instant } from './instant.ts';

const clockTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'long' });

/** `19:41 on 22 November`, by the clocks of the United Kingdom: for what is read on another day. */
export function dayAndTimeInWords(time: Instant): string {
  const then = Date.parse(time);
  return `${clockTime.format(then)} on ${day.format(then)}`;
}

/** `09:10`, or `09:10 on 21 November` where `now` is on another day; by the clocks of the United Kingdom. */
export function timeInWords(time: Instant, now: Instant): string {
  const [then, today] = [Date.parse(time), Date.parse(now)];
  return day.format(then) === day.format(today) ? clockTime.format(then) : dayAndTimeInWords(time);
}

/** By how much a clock is off, in whole seconds and not below 0: `1 h 2 min`, `45 min`, `2 min 10 s`. */
export function offsetInWords(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours > 0) return minutes === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes)} min`;
  return rest === 0 ? `${String(minutes)} min` : `${String(minutes)} min ${String(rest)} s`;
}
