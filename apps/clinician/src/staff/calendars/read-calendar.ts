import { instantOfLocalTime } from '#libs/rota';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

/** One shift that a calendar has. */
export interface CalendarShift {
  readonly uid: string;
  /** Both in milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Who it may be, by an id, an email address or a name: attendees, the words of the event, and its organiser. */
  readonly attendees: readonly string[];
  readonly summary: string;
  readonly organisers: readonly string[];
}

/** What is wrong with a calendar, and where. */
export interface CalendarFault {
  /** `VEVENT` with the UID of the event, or `VCALENDAR`. */
  readonly path: string;
  readonly message: string;
}

export type ReadCalendar =
  | { readonly readable: true; readonly shifts: readonly CalendarShift[] }
  | { readonly readable: false; readonly faults: readonly CalendarFault[] };

export interface CalendarReading {
  /** The zone of days, and of times without one. */
  readonly timeZone: string;
  /** Events that are over by `from`, and repetitions that begin at `until` or later, are left out. Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

/** No calendar of one rota has more: a rule that repeats every minute is a mistake. */
const mostShifts = 5000;

class CalendarFaultError extends Error {}

/**
 * The shifts of an iCalendar text (RFC 5545), in the order of time. Repeated events are one shift each time; the times of each
 * are by the clocks of its zone, so that a night until 08:00 ends at 08:00 whatever the clocks do. Cancelled events are left out.
 */
export function readCalendar(text: string, reading: CalendarReading): ReadCalendar {
  let calendar: ICAL.Component;
  try {
    calendar = componentOf(text);
  } catch (error) {
    return { readable: false, faults: [{ path: 'VCALENDAR', message: `cannot be read: ${messageOf(error)}` }] };
  }
  const shifts: CalendarShift[] = [];
  const faults: CalendarFault[] = [];
  for (const event of eventsOf(calendar)) {
    try {
      shifts.push(...shiftsOf(event, calendar, reading));
      if (shifts.length > mostShifts) throw new CalendarFaultError(`more than ${String(mostShifts)} shifts`);
    } catch (error) {
      faults.push({ path: `VEVENT ${event.uid}`, message: messageOf(error) });
      if (shifts.length > mostShifts) break;
    }
  }
  if (faults.length > 0) return { readable: false, faults };
  return { readable: true, shifts: shifts.sort((one, other) => one.start - other.start) };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function componentOf(text: string): ICAL.Component {
  // ICAL.parse answers with one component, or with a list of them: of several the first is not taken silently.
  const parsed: unknown = ICAL.parse(text);
  const [component, ...others]: readonly unknown[] = isList(parsed) && isList(parsed[0]) ? parsed : [parsed];
  if (others.length > 0) throw new CalendarFaultError('expected one calendar, found several');
  if (!isList(component) || component[0] !== 'vcalendar') {
    throw new CalendarFaultError('expected BEGIN:VCALENDAR');
  }
  return new ICAL.Component(component);
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** Each event with the changes of single repetitions that have its UID; changes of what is not there are events themselves. */
function eventsOf(calendar: ICAL.Component): readonly ICAL.Event[] {
  const components = calendar.getAllSubcomponents('vevent');
  const uidOf = (component: ICAL.Component): unknown => component.getFirstPropertyValue('uid');
  const isChange = (component: ICAL.Component): boolean => component.hasProperty('recurrence-id');
  const whole = components.filter((component) => !isChange(component));
  const known = new Set(whole.map(uidOf));
  const events = whole.map((component) => {
    // Named here, since ical.js alone would take the changes of other events as well.
    const exceptions = components.filter((other) => isChange(other) && uidOf(other) === uidOf(component));
    return new ICAL.Event(component, { strictExceptions: true, exceptions });
  });
  const alone = components.filter((component) => isChange(component) && !known.has(uidOf(component)));
  return [...events, ...alone.map((component) => new ICAL.Event(component))];
}

const isCancelled = ({ component }: ICAL.Event): boolean => component.getFirstPropertyValue('status') === 'CANCELLED';

function shiftsOf(event: ICAL.Event, calendar: ICAL.Component, reading: CalendarReading): readonly CalendarShift[] {
  if (event.component.getFirstPropertyValue('uid') === null) throw new CalendarFaultError('expected a UID');
  if (event.component.getFirstProperty('dtstart') === null) throw new CalendarFaultError('expected a DTSTART');
  if (isCancelled(event)) return [];
  if (!event.isRecurring()) return present([shiftOf(event, event.startDate, { calendar, reading })], reading);
  const shifts: CalendarShift[] = [];
  const iterator = event.iterator();
  for (let steps = 0; ; steps += 1) {
    // Its type does not say that it ends.
    const time = iterator.next() as ICAL.Time | undefined;
    if (time === undefined) break;
    if (steps > mostShifts * 4) throw new CalendarFaultError('repeats too often');
    // ical.js names a type for the answer that it does not have; these are the members it documents.
    const { item, startDate } = event.getOccurrenceDetails(time) as { item: ICAL.Event; startDate: ICAL.Time };
    const shift = shiftOf(item, startDate, { calendar, reading });
    if (shift.start >= reading.until) break;
    if (!isCancelled(item)) shifts.push(shift);
  }
  return present(shifts, reading);
}

const present = (shifts: readonly CalendarShift[], { from }: CalendarReading): readonly CalendarShift[] =>
  shifts.filter(({ end }) => end > from);

interface Context {
  readonly calendar: ICAL.Component;
  readonly reading: CalendarReading;
}

/** The event at one of the times at which it is. */
function shiftOf(event: ICAL.Event, startDate: ICAL.Time, context: Context): CalendarShift {
  const zone = zoneIdOf(event, 'dtstart');
  const local = wallClock(startDate);
  const start = instantOf(local, zone, context);
  const end = endOf(event, local, context);
  if (end <= start) throw new CalendarFaultError('expected an end after its start');
  return {
    uid: event.uid,
    start,
    end,
    attendees: event.attendees.flatMap(namesOf),
    summary: textOf(event.component.getFirstPropertyValue('summary')),
    organisers: event.component.getAllProperties('organizer').flatMap(namesOf),
  };
}

function endOf(event: ICAL.Event, local: Temporal.PlainDateTime, context: Context): number {
  const zone = zoneIdOf(event, 'dtstart');
  const ownStart = wallClock(event.startDate);
  if (event.component.hasProperty('dtend')) {
    const ownEnd = wallClock(event.endDate);
    const endZone = zoneIdOf(event, 'dtend');
    if (endZone === zone) return instantOf(local.add(ownStart.until(ownEnd)), zone, context);
    const length = instantOf(ownEnd, endZone, context) - instantOf(ownStart, zone, context);
    return instantOf(local, zone, context) + length;
  }
  const duration: unknown = event.component.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) {
    const days = local.add({ days: duration.weeks * 7 + duration.days });
    const seconds = (duration.hours * 60 + duration.minutes) * 60 + duration.seconds;
    return instantOf(days, zone, context) + seconds * 1000;
  }
  // Without an end, a day is that day; a time alone lasts for nothing.
  return instantOf(event.startDate.isDate ? local.add({ days: 1 }) : local, zone, context);
}

/** The zone that a property names; null for a day, or a time without one. */
function zoneIdOf({ component }: ICAL.Event, name: 'dtstart' | 'dtend'): string | null {
  const property = component.getFirstProperty(name);
  const value: unknown = property?.getFirstValue();
  if (!(value instanceof ICAL.Time) || value.isDate) return null;
  if (value.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  return textOf(property?.getFirstParameter('tzid')) || null;
}

const wallClock = ({ year, month, day, hour, minute, second }: ICAL.Time): Temporal.PlainDateTime =>
  Temporal.PlainDateTime.from({ year, month, day, hour, minute, second });

function instantOf(local: Temporal.PlainDateTime, zoneId: string | null, { calendar, reading }: Context): number {
  const zone = zoneId ?? reading.timeZone;
  if (isTimeZone(zone)) return instantOfLocalTime(local.toString(), zone);
  // A name of the calendar's own, such as Outlook's: it brings the rules of the zone along.
  const rules = calendar.getTimeZoneByID(zone) as ICAL.Timezone | null;
  if (rules === null) throw new CalendarFaultError(`there is no time zone ${zone}`);
  const { year, month, day, hour, minute, second } = local;
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, rules).toUnixTime() * 1000;
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    // All that is asked is whether the name is known.
    return false;
  }
}

/** Of an attendee or organiser: the address without its scheme, and the name beside it. */
function namesOf(property: ICAL.Property): readonly string[] {
  const address = textOf(property.getFirstValue()).replace(/^(?:mailto:|urn:homeward:person:)/i, '');
  const name = textOf(property.getFirstParameter('cn'));
  return [decoded(address), name].filter((text) => text !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign of its own: the text is meant as it is.
    return text;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
