import fc from 'fast-check';
import { dayShown, minuteShown, readDay, readMinuteText } from './typed-text.ts';

const today = '2026-11-21';

describe('a time as it is typed', () => {
  it.each([
    ['21/11/2026 08:30', '2026-11-21T08:30'],
    ['1/2/2026 8:05', '2026-02-01T08:05'],
    ['21.11.26, 0830', '2026-11-21T08:30'],
    ['2026-11-20T23:59', '2026-11-20T23:59'],
    [' 02:14 ', '2026-11-21T02:14'],
    ['0214', '2026-11-21T02:14'],
    ['29/03/2026 01:30', '2026-03-29T01:30'],
  ])('is read day first and by 24 hours: %s', (typed, kept) => {
    expect(readMinuteText(typed, today)).toBe(kept);
  });

  it.each([
    '',
    '21/11/2026',
    '11/21/2026 08:30',
    '30/02/2026 08:30',
    '21/11/2026 24:00',
    '8:30 pm',
    '21/11/2026 8',
    'now',
  ])('is none where it could be taken for another: "%s"', (typed) => {
    expect(readMinuteText(typed, today)).toBeUndefined();
  });

  it('reads back what it shows', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const minute = date.toISOString().slice(0, 16);
          expect(readMinuteText(minuteShown(minute), today)).toBe(minute);
          expect(readMinuteText(minuteShown(`${minute}+01:00`), today)).toBe(minute);
          expect(readDay(dayShown(minute.slice(0, 10)))).toBe(minute.slice(0, 10));
        },
      ),
    );
  });

  it('shows what it cannot read as it was typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\d{4}-/.test(text));
        expect(minuteShown(text)).toBe(text);
        expect(dayShown(text)).toBe(text);
      }),
    );
  });
});

describe('a day as it is typed', () => {
  it.each([
    ['21/11/2026', '2026-11-21'],
    ['3.4.2027', '2027-04-03'],
    ['2026-11-21', '2026-11-21'],
    ['29/2/2028', '2028-02-29'],
    ['1948-3-5', '1948-03-05'],
  ])('%s', (typed, kept) => {
    expect(readDay(typed)).toBe(kept);
  });

  it.each(['29/2/2026', '31/4/2026', '2026-13-01', '21/11', ''])('is none: "%s"', (typed) => {
    expect(readDay(typed)).toBeUndefined();
  });
});
