/** `2026-11-21T08:30` on this computer's clock, as the browser's own field for date and time wants it. */
export function localMinute(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** `2026-11-21` on this computer's calendar, as the browser's own field for a date wants it. */
export const localDate = (time: number): string => localMinute(time).slice(0, 10);

/** The last minute of a day of this computer's calendar, as an instant: what holds until a day holds through it. Empty stays so. */
export function endOfDay(date: string): string {
  const time = Date.parse(`${date}T23:59:00`);
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

/** A minute of this computer's clock as an instant; empty where it is none. */
export function instantOfMinute(minute: string): string {
  const time = Date.parse(minute);
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}
