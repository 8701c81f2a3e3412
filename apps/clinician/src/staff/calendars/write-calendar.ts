import type { Instant } from '#libs/contracts';
import ICAL from 'ical.js';

export interface WrittenCalendar {
  readonly rotaId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly writtenAt: Instant;
  readonly shifts: readonly {
    readonly start: Instant;
    readonly end: Instant;
    readonly personId: string;
    readonly personName: string;
  }[];
}

/** A rota as iCalendar (RFC 5545): one event for each shift, in UTC, with the person as its attendee. No address is in it. */
export function writeCalendar({ rotaId, name, timeZone, writtenAt, shifts }: WrittenCalendar): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Homeward//Rotas//EN');
  calendar.addPropertyWithValue('x-wr-calname', name);
  calendar.addPropertyWithValue('x-wr-timezone', timeZone);
  for (const { start, end, personId, personName } of shifts) {
    const event = new ICAL.Component('vevent');
    // The same shift is the same event whenever the calendar is fetched.
    event.addPropertyWithValue('uid', `${compact(start)}-${rotaId}@homeward`);
    event.addPropertyWithValue('dtstamp', timeOf(writtenAt));
    event.addPropertyWithValue('dtstart', timeOf(start));
    event.addPropertyWithValue('dtend', timeOf(end));
    event.addPropertyWithValue('summary', personName);
    const attendee = event.addPropertyWithValue('attendee', `urn:homeward:person:${encodeURIComponent(personId)}`);
    // A parameter can hold no quotation marks.
    attendee.setParameter('cn', personName.replaceAll('"', '’'));
    calendar.addSubcomponent(event);
  }
  return `${calendar.toString()}\r\n`;
}

const compact = (time: Instant): string => time.replaceAll(/[-:]|\.\d+/g, '');

const timeOf = (time: Instant): ICAL.Time => ICAL.Time.fromJSDate(new Date(time), true);
