import { z } from 'zod';

/** No time that anybody means lies outside: what does is a slip, and every part of Homeward can carry what is inside. */
const earliestMs = Date.parse('1900-01-01T00:00:00Z');
const latestMs = Date.parse('2200-01-01T00:00:00Z');

/** ISO 8601 with an offset, as it came from outside: `2026-11-21T08:30:00+00:00`. From 1900 to 2199, in UTC. */
export const InstantWithOffset = z.iso
  .datetime({
    offset: true,
    error: 'expected an ISO 8601 date and time with an offset, such as 2026-11-21T08:30:00+00:00',
  })
  // What is no time at all has been said to be none.
  .refine((text) => Number.isNaN(Date.parse(text)) || isCarriedTime(text), 'expected a time from 1900 to 2199');

function isCarriedTime(text: string): boolean {
  const atMs = Date.parse(text);
  return atMs >= earliestMs && atMs < latestMs;
}

/** A day as it came from outside: `2026-11-21`. From 1900 to 2199. */
export const DayWithinReach = z.iso
  .date('expected a day, such as 2026-11-21')
  .refine((day) => day >= '1900-01-01' && day < '2200-01-01', 'expected a day from 1900 to 2199');

/** An instant inside Homeward: UTC with milliseconds and `Z`, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3, offset: false }).brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** The instant of a time: the only way to make one outside of parsing. */
export function instant(time: Date | number): Instant {
  // toISOString always has the precision and zone that Instant asks for.
  return new Date(time).toISOString() as Instant;
}
