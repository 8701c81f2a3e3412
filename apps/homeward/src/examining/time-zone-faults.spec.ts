import { instantsAhead, offsetHere, timeZoneFault } from './time-zone-faults.ts';

const now = new Date('2026-11-29T12:00:00Z');

describe('time zone data', () => {
  it('is known here: London is an hour ahead in summer', () => {
    expect(offsetHere('Europe/London', new Date('2027-01-15T12:00:00Z'))).toBe(0);
    expect(offsetHere('Europe/London', new Date('2027-07-15T12:00:00Z'))).toBe(3600);
    expect(offsetHere('Asia/Kathmandu', now)).toBe(20_700);
  });

  it('is asked about the coming year and a half', () => {
    const instants = instantsAhead(now);
    expect(instants[0]?.toISOString()).toBe('2026-11-15T12:00:00.000Z');
    expect(instants.at(-1)?.toISOString()).toBe('2028-04-15T12:00:00.000Z');
  });

  it('is at fault where the database knows nothing of a change of the clocks', () => {
    const instants = instantsAhead(now);
    const right = instants.map((at) => offsetHere('Europe/London', at));
    expect(timeZoneFault('Europe/London', instants, right)).toBeUndefined();
    const withoutSummer = instants.map(() => 0);
    expect(timeZoneFault('Europe/London', instants, withoutSummer)).toContain('on 2027-04-15');
  });
});
