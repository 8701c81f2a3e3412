import fc from 'fast-check';
import { DayWithinReach, Instant, instant, InstantWithOffset } from './instant.ts';

describe('a time that comes from outside', () => {
  it.each([
    '9999-12-31T23:59:59-23:59',
    '9999-12-31T23:59:59Z',
    '2199-12-31T23:59:59-00:01',
    '1900-01-01T00:00:00+00:01',
    '0000-01-01T00:00:00Z',
    '2026-11-28T08:00:00',
    '2026-02-30T08:00:00Z',
    'yesterday',
  ])('is refused where it means nothing that anyone could mean: %s', (text) => {
    expect(InstantWithOffset.safeParse(text).success).toBe(false);
  });

  it('can be carried by every event once it has been let in, whatever its offset', () => {
    const offset = fc.integer({ min: -1439, max: 1439 }).map((minutes) => {
      const two = (count: number): string => String(count).padStart(2, '0');
      const size = Math.abs(minutes);
      return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
    });
    const local = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(local, offset, (time, from) => {
        const asked = InstantWithOffset.safeParse(time.toISOString().slice(0, 19) + from);
        if (asked.success) expect(Instant.safeParse(instant(Date.parse(asked.data))).success).toBe(true);
      }),
    );
  });
});

describe('a day that comes from outside', () => {
  it.each([
    ['1900-01-01', true],
    ['2199-12-31', true],
    ['1899-12-31', false],
    ['2200-01-01', false],
    ['0000-01-01', false],
    ['2026-02-30', false],
  ])('%s is let in: %s', (day, isLetIn) => {
    expect(DayWithinReach.safeParse(day).success).toBe(isLetIn);
  });
});
