import { instant } from '#libs/contracts';
import fc from 'fast-check';
import { quietUntil, timeOfDay } from './quiet-hours.ts';

const at = (text: string) => instant(new Date(text));
const london = (from: string, to: string) => ({ from, to, timeZone: 'Europe/London' });

describe('Quiet hours', () => {
  it.each([
    ['before they begin', london('22:00', '07:00'), '2026-11-22T21:59:59Z', undefined],
    ['when they begin', london('22:00', '07:00'), '2026-11-22T22:00:00Z', '2026-11-23T07:00:00Z'],
    ['after midnight', london('22:00', '07:00'), '2026-11-23T03:00:00Z', '2026-11-23T07:00:00Z'],
    ['when they end', london('22:00', '07:00'), '2026-11-23T07:00:00Z', undefined],
    ['within a day', london('12:00', '13:00'), '2026-11-22T12:30:00Z', '2026-11-22T13:00:00Z'],
    ['outside within a day', london('12:00', '13:00'), '2026-11-22T13:00:00Z', undefined],
    ['by the clocks of their zone', london('22:00', '07:00'), '2026-07-22T21:30:00Z', '2026-07-23T06:00:00Z'],
    ['of equal ends, which are none', london('08:00', '08:00'), '2026-11-22T08:00:00Z', undefined],
    ['in the night when the clocks go back', london('22:00', '07:00'), '2026-10-24T22:30:00Z', '2026-10-25T07:00:00Z'],
    ['with an end that the clocks leave out', london('22:00', '01:30'), '2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'],
    [
      'with an end that the clocks have twice',
      london('22:00', '01:30'),
      '2026-10-24T23:00:00Z',
      '2026-10-25T00:30:00Z',
    ],
  ])('%s', (_claim, quietHours, now, until) => {
    expect(quietUntil(quietHours, at(now))).toBe(until === undefined ? undefined : at(until));
  });

  it('end later than now and within a day, and then they are over', () => {
    const clock = fc.tuple(fc.nat(23), fc.nat(59)).map((pair) => pair.map((n) => String(n).padStart(2, '0')).join(':'));
    const time = fc.date({ min: new Date('2025-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    fc.assert(
      fc.property(clock, clock, zone, time, (from, to, timeZone, now) => {
        const until = quietUntil({ from, to, timeZone }, instant(now));
        if (until === undefined) return;
        const hours = (Date.parse(until) - now.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(25);
      }),
      { numRuns: 500 },
    );
  });

  it('are said by the person’s own clock', () => {
    expect(timeOfDay(at('2026-07-23T06:00:00Z'), 'Europe/London')).toBe('07:00');
  });
});
