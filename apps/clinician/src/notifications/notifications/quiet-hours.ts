import { instant, type Instant } from '#libs/contracts';
import { Temporal } from 'temporal-polyfill';
import type { QuietHours } from '../channels/contact-method.ts';

/**
 * When the quiet hours end that an instant falls into; undefined outside of them. They begin and end by the clocks of their
 * zone; an end that a change of the clocks leaves out is when the clocks go on. Equal ends mean no quiet hours.
 */
export function quietUntil({ from, to, timeZone }: QuietHours, at: Instant): Instant | undefined {
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  const time = now.toPlainTime();
  const [begin, end] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)];
  const begun = Temporal.PlainTime.compare(time, begin) >= 0;
  const over = Temporal.PlainTime.compare(time, end) >= 0;
  const acrossMidnight = Temporal.PlainTime.compare(begin, end) > 0;
  if (acrossMidnight ? !begun && over : !begun || over) return undefined;
  const day = over ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate();
  const ends = day.toZonedDateTime({ timeZone, plainTime: end });
  // The end that the clocks have twice is the first: in the hour between, it is over.
  return ends.epochMilliseconds > now.epochMilliseconds ? instant(ends.epochMilliseconds) : undefined;
}

/** The end of quiet hours as the person's own clock has it: `07:00`. */
export function timeOfDay(at: Instant, timeZone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
}
