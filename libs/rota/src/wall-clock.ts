import { Temporal } from 'temporal-polyfill';

/**
 * The first instant at which the clocks of a time zone show a local time or a later one, in milliseconds since 1970.
 *
 * So every local time has one instant, and a later local time never has an earlier one: a time that the clocks leave out in
 * spring is the end of the hour that is left out, and one that they show twice in autumn is the first of the two.
 */
export function firstInstantOf(local: Temporal.PlainDateTime, timeZone: string): number {
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  // Left out: what Temporal gives lies before the clocks go forward.
  const forward = zoned.getTimeZoneTransition('next');
  return (forward ?? zoned).epochMilliseconds;
}

/** What the clocks of a time zone show. */
export function localTimeAt(milliseconds: number, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

/**
 * A date and time by the clocks of a time zone, to the minute: `2026-11-23T08:00`.
 *
 * @param text ISO 8601: a day alone is its midnight; a time with an offset is what the clocks show then.
 */
export function localTimeOf(text: string, timeZone: string): string {
  const hasOffset = /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const local = hasOffset
    ? Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainDateTime()
    : Temporal.PlainDateTime.from(text);
  return local.toString({ smallestUnit: 'minute' });
}

/** The instant of a local date and time, in milliseconds since 1970. */
export function instantOfLocalTime(local: string, timeZone: string): number {
  return firstInstantOf(Temporal.PlainDateTime.from(local), timeZone);
}
