import { z } from 'zod';

/** ISO 8601 with an offset, as it came from outside: `2026-11-21T08:30:00+00:00`. */
export const InstantWithOffset = z.iso.datetime({
  offset: true,
  error: 'expected an ISO 8601 date and time with an offset, such as 2026-11-21T08:30:00+00:00',
});

/** An instant inside Homeward: UTC with milliseconds and `Z`, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3, offset: false }).brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** The instant of a time: the only way to make one outside of parsing. */
export function instant(time: Date | number): Instant {
  // toISOString always has the precision and zone that Instant asks for.
  return new Date(time).toISOString() as Instant;
}
