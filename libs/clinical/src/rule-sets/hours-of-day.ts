import { z } from 'zod';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day from 00:00 to 23:59');

/** Where nothing else is said, the patient lives by the clocks of the United Kingdom. */
const usualZone = 'Europe/London';

/** From one time of day until just before another, by the clocks where the patient lives; across midnight where it ends earlier. */
export const HoursOfDay = z.strictObject({
  from: timeOfDay,
  until: timeOfDay,
  /** Europe/London where it is not given. */
  timeZone: z.string().refine(isTimeZone, 'a time zone such as Europe/London').optional(),
});
export type HoursOfDay = z.infer<typeof HoursOfDay>;

/** Whether the clocks show a time within the hours at an instant. An hour that they show twice is within them twice. */
export function isWithinHours({ from, until, timeZone = usualZone }: HoursOfDay, atMs: number): boolean {
  const time = clockOf(timeZone).format(atMs);
  return from < until ? from <= time && time < until : from <= time || time < until;
}

/** `between 22:00 and 06:00`. */
export function hoursInWords({ from, until, timeZone }: HoursOfDay): string {
  const hours = `between ${from} and ${until}`;
  return timeZone === undefined || timeZone === usualZone ? hours : `${hours}, ${timeZone}`;
}

/** Making one takes far longer than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, made);
  return made;
}

/** Whether it is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    // The only thing that is asked of Intl is whether it knows the name.
    return false;
  }
}
