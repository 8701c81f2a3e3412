import { instant } from '#libs/contracts';
import { asOfIn, checkAsOf, searchAsOf } from './as-of.ts';

const now = Date.parse('2026-11-21T08:30:00.000Z');

describe('as of when a page is shown', () => {
  it('is written in the address, and comes back from it as the same instant', () => {
    const asOf = instant(now);
    expect(asOfIn(searchAsOf('?ward=7', asOf))).toBe(asOf);
    expect(searchAsOf(searchAsOf('?ward=7', asOf), null)).toBe('?ward=7');
  });

  it('takes a time with any offset', () => {
    expect(asOfIn('?asOf=2026-11-21T09:30:00%2B01:00')).toBe('2026-11-21T08:30:00.000Z');
  });

  it.each(['', '?asOf=', '?asOf=yesterday', '?asOf=2026-11-21'])(
    'is now where the address does not say: "%s"',
    (search) => {
      expect(asOfIn(search)).toBeNull();
    },
  );

  it('is refused where it is missing or still to come', () => {
    const missing = { ok: false, fault: 'Enter a date and a time' } as const;
    expect(checkAsOf(missing, now)).toEqual(missing);
    expect(checkAsOf({ ok: true, at: instant(now + 1) }, now)).toMatchObject({ ok: false });
    expect(checkAsOf({ ok: true, at: instant(now) }, now)).toEqual({ ok: true, at: instant(now) });
  });
});
