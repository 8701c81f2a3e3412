import { instant, RotaId } from '#libs/contracts';
import { personOfShift } from './person-of-shift.ts';
import { type CalendarReading, type CalendarShift, readCalendar } from './read-calendar.ts';
import { writeCalendar } from './write-calendar.ts';

const reading: CalendarReading = {
  timeZone: 'Europe/London',
  from: Date.parse('2026-10-20T00:00Z'),
  until: Date.parse('2026-11-20T00:00Z'),
};
const event = (...lines: readonly string[]): string => ['BEGIN:VEVENT', 'UID:one', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...parts: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR'].join('\r\n');

const time = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(5, 16);
/** In UTC: `10-24T19:00 10-25T08:00`. */
const timesOf = (text: string): readonly string[] => {
  const read = readCalendar(text, reading);
  if (!read.readable) throw new RangeError(JSON.stringify(read.faults));
  return read.shifts.map(({ start, end }) => `${time(start)} ${time(end)}`);
};

/** As Outlook writes it: a name of its own, and rules in words of dates. */
const outlookZone = [
  'BEGIN:VTIMEZONE',
  'TZID:GMT Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0000',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T010000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
].join('\r\n');

describe('The shifts of a calendar', () => {
  it.each<readonly [claim: string, text: string, times: readonly string[]]>([
    ['in UTC', calendar(event('DTSTART:20261024T190000Z', 'DTEND:20261025T080000Z')), ['10-24T19:00 10-25T08:00']],
    [
      'by the clocks of a zone, a night of 13 hours',
      calendar(event('DTSTART;TZID=Europe/London:20261024T200000', 'DTEND;TZID=Europe/London:20261025T080000')),
      ['10-24T19:00 10-25T08:00'],
    ],
    [
      'without a zone, by the clocks of the rota',
      calendar(event('DTSTART:20261024T200000', 'DTEND:20261025T080000')),
      ['10-24T19:00 10-25T08:00'],
    ],
    [
      'by a zone that the calendar describes itself, as Outlook does',
      calendar(
        outlookZone,
        event('DTSTART;TZID=GMT Standard Time:20261024T200000', 'DTEND;TZID=GMT Standard Time:20261025T080000'),
      ),
      ['10-24T19:00 10-25T08:00'],
    ],
    [
      'that end in another zone than they begin in',
      calendar(event('DTSTART;TZID=Europe/London:20261024T200000', 'DTEND:20261025T080000Z')),
      ['10-24T19:00 10-25T08:00'],
    ],
    ['with a length', calendar(event('DTSTART:20261024T190000Z', 'DURATION:PT13H')), ['10-24T19:00 10-25T08:00']],
    ['that are a day', calendar(event('DTSTART;VALUE=DATE:20261025')), ['10-24T23:00 10-26T00:00']],
    [
      'that are several days',
      calendar(event('DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261028')),
      ['10-26T00:00 10-28T00:00'],
    ],
    [
      'that repeat, each ending when the clocks say so',
      calendar(
        event(
          'DTSTART;TZID=Europe/London:20261023T200000',
          'DTEND;TZID=Europe/London:20261024T080000',
          'RRULE:FREQ=DAILY;COUNT=3',
        ),
      ),
      ['10-23T19:00 10-24T07:00', '10-24T19:00 10-25T08:00', '10-25T20:00 10-26T08:00'],
    ],
    [
      'that repeat for ever, as far as is read',
      calendar(event('DTSTART:20260101T080000Z', 'DTEND:20260101T200000Z', 'RRULE:FREQ=MONTHLY')),
      ['11-01T08:00 11-01T20:00'],
    ],
    [
      'that repeat but on some days',
      calendar(
        event(
          'DTSTART:20261023T080000Z',
          'DTEND:20261023T200000Z',
          'RRULE:FREQ=DAILY;COUNT=3',
          'EXDATE:20261024T080000Z',
        ),
      ),
      ['10-23T08:00 10-23T20:00', '10-25T08:00 10-25T20:00'],
    ],
    [
      'of which one was moved and one was cancelled; another event with such changes is left alone',
      calendar(
        event('DTSTART:20261023T080000Z', 'DTEND:20261023T200000Z', 'RRULE:FREQ=DAILY;COUNT=3'),
        event('RECURRENCE-ID:20261024T080000Z', 'DTSTART:20261024T100000Z', 'DTEND:20261024T120000Z'),
        event(
          'RECURRENCE-ID:20261025T080000Z',
          'DTSTART:20261025T080000Z',
          'DTEND:20261025T200000Z',
          'STATUS:CANCELLED',
        ),
        event('DTSTART:20261023T200000Z', 'DTEND:20261023T210000Z', 'RRULE:FREQ=DAILY;COUNT=2').replace(
          'UID:one',
          'UID:two',
        ),
      ),
      ['10-23T08:00 10-23T20:00', '10-23T20:00 10-23T21:00', '10-24T10:00 10-24T12:00', '10-24T20:00 10-24T21:00'],
    ],
    [
      'but for those that are over or cancelled',
      calendar(
        event('DTSTART:20261018T080000Z', 'DTEND:20261019T080000Z'),
        event('DTSTART:20261028T080000Z', 'DTEND:20261029T080000Z', 'STATUS:CANCELLED'),
      ),
      [],
    ],
    [
      'of which only a change of one is there',
      calendar(event('RECURRENCE-ID:20261024T080000Z', 'DTSTART:20261024T100000Z', 'DTEND:20261024T120000Z')),
      ['10-24T10:00 10-24T12:00'],
    ],
    ['that has none', calendar(), []],
  ])('%s', (_claim, text, times) => {
    expect(timesOf(text)).toEqual(times);
  });

  it.each<readonly [claim: string, text: string, path: string, words: string]>([
    ['is not one', 'hello', 'VCALENDAR', 'cannot be read'],
    ['is another thing', 'BEGIN:VCARD\r\nEND:VCARD', 'VCALENDAR', 'BEGIN:VCALENDAR'],
    ['breaks off', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', 'VCALENDAR', 'cannot be read'],
    [
      'names a zone that does not exist',
      calendar(event('DTSTART;TZID=Europe/Lundon:20261024T200000', 'DURATION:PT1H')),
      'VEVENT one',
      'there is no time zone Europe/Lundon',
    ],
    [
      'has an event without an end',
      calendar(event('DTSTART:20261024T200000Z')),
      'VEVENT one',
      'an end after its start',
    ],
    [
      'has an event that ends before it begins',
      calendar(event('DTSTART:20261024T200000Z', 'DTEND:20261024T100000Z')),
      'VEVENT one',
      'an end after its start',
    ],
    ['has an event without a beginning', calendar(event('SUMMARY:Ann')), 'VEVENT one', 'expected a DTSTART'],
    [
      'has an event that repeats every second',
      calendar(event('DTSTART:20261024T200000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY')),
      'VEVENT one',
      'repeats too often',
    ],
  ])('are not taken from a text that %s, and it is said where', (_claim, text, path, words) => {
    const read = readCalendar(text, reading);
    expect(read).toMatchObject({ readable: false, faults: [{ path }] });
    expect(read.readable ? '' : read.faults[0]?.message).toContain(words);
  });

  it('are the same when a rota is written and read again', () => {
    const shifts = [
      [
        '2026-10-24T19:00Z',
        '2026-10-25T08:00Z',
        'provider|7',
        'Ann "Nan" Lee; RN, a name that does not fit on one line of 75 octets',
      ],
      ['2026-10-25T08:00Z', '2026-10-25T20:00Z', 'ben', 'Ben Österreicher'],
    ].map(([start = '', end = '', personId = '', personName = '']) => ({
      start: instant(Date.parse(start)),
      end: instant(Date.parse(end)),
      personId,
      personName,
    }));
    const text = writeCalendar({
      rotaId: RotaId.parse('00000000-0000-4000-8000-000000000001'),
      name: 'Nights',
      timeZone: 'Europe/London',
      writtenAt: instant(reading.from),
      shifts,
    });
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const read = readCalendar(text, reading);
    const people = shifts.map(({ personId, personName }) => ({ id: personId, name: personName, emails: [] }));
    expect(read.readable && read.shifts.map((shift) => [instant(shift.start), instant(shift.end)])).toEqual(
      shifts.map(({ start, end }) => [start, end]),
    );
    expect(read.readable && read.shifts.map((shift) => personOfShift(shift, people))).toEqual(
      shifts.map(({ personId }) => ({ found: true, personId })),
    );
  });
});

describe('The person of a shift in a calendar', () => {
  const people = [
    { id: 'p1', name: 'Ann Lee', emails: ['ann@example.org'] },
    { id: 'p2', name: 'Ben Fox', emails: [] },
    { id: 'p3', name: 'Ann Lee', emails: ['other.ann@example.org'] },
  ];
  const shiftOf = (...lines: readonly string[]): CalendarShift => {
    const read = readCalendar(calendar(event('DTSTART:20261024T200000Z', 'DURATION:PT1H', ...lines)), reading);
    if (!read.readable || read.shifts[0] === undefined) throw new RangeError('One shift is expected.');
    return read.shifts[0];
  };

  it.each([
    ['by the email address of the attendee, whose name two have', 'ATTENDEE;CN=Ann Lee:mailto:ANN@example.org', 'p1'],
    ['by the name of the attendee', 'ATTENDEE;CN=ben fox:mailto:unknown@example.org', 'p2'],
    ['by the id of the attendee', 'ATTENDEE:urn:homeward:person:p3', 'p3'],
    ['by the words of the event', 'SUMMARY:Ben Fox', 'p2'],
    ['by an email address in the words of the event', 'SUMMARY:other.ann@example.org', 'p3'],
    ['by the organiser', 'ORGANIZER:mailto:ann@example.org', 'p1'],
  ])('is found %s', (_claim, line, personId) => {
    expect(personOfShift(shiftOf(line), people)).toEqual({ found: true, personId });
  });

  it.each([
    ['two have that name', ['SUMMARY:Ann Lee'], 'found several: Ann Lee (p1), Ann Lee (p3)'],
    ['two attend', ['ATTENDEE:mailto:ann@example.org', 'ATTENDEE:mailto:other.ann@example.org'], 'found several'],
    [
      'no one is called that',
      ['SUMMARY:On call', 'ATTENDEE:mailto:x@example.org'],
      'no person is called “x@example.org” or “On call”',
    ],
    ['nothing is said', [], 'names no person'],
  ])('is not guessed at where %s', (_claim, lines, words) => {
    const person = personOfShift(shiftOf(...lines), people);
    expect(person).toMatchObject({ found: false });
    expect(person.found ? '' : person.because).toContain(words);
  });
});
