import fc from 'fast-check';
import { instantsOf, SiteTime, wallMinute } from './site-time.ts';

const london = 'Europe/London';
const site = new SiteTime();

/** The days on which clocks in the United Kingdom are put forward, and back. */
const changes = [
  ['2024-03-31', '2024-10-27'],
  ['2025-03-30', '2025-10-26'],
  ['2026-03-29', '2026-10-25'],
  ['2027-03-28', '2027-10-31'],
  ['2028-03-26', '2028-10-29'],
] as const;

describe('a time that is typed', () => {
  it.each([
    ['2026-07-01T08:00', '2026-07-01T07:00:00.000Z'],
    ['2026-11-21T08:30', '2026-11-21T08:30:00.000Z'],
    ['2026-12-31T23:59', '2026-12-31T23:59:00.000Z'],
    ['2028-02-29T00:00', '2028-02-29T00:00:00.000Z'],
  ])('is one of London: %s is %s', (typed, at) => {
    expect(site.readMinute(typed)).toEqual({ ok: true, at });
  });

  it.each(changes)('in the hour that is missing on %s is refused, and on either side of it is not', (forward) => {
    for (const minute of ['01:00', '01:30', '01:59']) {
      expect(site.readMinute(`${forward}T${minute}`)).toMatchObject({ ok: false });
    }
    expect(site.readMinute(`${forward}T00:59`)).toEqual({ ok: true, at: `${forward}T00:59:00.000Z` });
    expect(site.readMinute(`${forward}T02:00`)).toEqual({ ok: true, at: `${forward}T01:00:00.000Z` });
  });

  it('in a missing hour is refused in words', () => {
    const fault = '01:30 does not exist on 29 March 2026: the clocks go forward over it';
    expect(site.readMinute('2026-03-29T01:30')).toEqual({ ok: false, fault });
  });

  it.each(changes.map(([, back]) => back))('in the hour that comes twice on %s can mean either', (back) => {
    expect(site.repeats(`${back}T00:59`)).toEqual([]);
    expect(site.repeats(`${back}T02:00`)).toEqual([]);
    expect(site.repeats(`${back}T01:30`)).toEqual([
      { typed: `${back}T01:30+01:00`, words: 'The first 01:30 (BST)' },
      { typed: `${back}T01:30+00:00`, words: 'The second 01:30 (GMT)' },
    ]);
    expect(site.readMinute(`${back}T01:30`)).toEqual({ ok: true, at: `${back}T00:30:00.000Z` });
    expect(site.readMinute(`${back}T01:30+01:00`)).toEqual({ ok: true, at: `${back}T00:30:00.000Z` });
    expect(site.readMinute(`${back}T01:30+00:00`)).toEqual({ ok: true, at: `${back}T01:30:00.000Z` });
  });

  it.each(['', '2026-11-21', '2026-13-01T08:00', 'yesterday'])('is refused where it is none: "%s"', (typed) => {
    expect(site.readMinute(typed)).toEqual({ ok: false, fault: 'Enter a date and a time' });
  });
});

describe('a day that is typed', () => {
  it.each([
    ['2026-07-01', '2026-07-01T22:59:00.000Z'],
    ['2026-12-01', '2026-12-01T23:59:00.000Z'],
    ['2026-03-29', '2026-03-29T22:59:00.000Z'],
    ['2026-10-25', '2026-10-25T23:59:00.000Z'],
    ['', ''],
    ['2026-02-30', ''],
  ])('lasts until its last minute in London: %s until %s', (date, at) => {
    expect(site.endOfDay(date)).toBe(at);
  });

  it('is the day of London, also just after midnight there', () => {
    expect(site.typedDate(Date.parse('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
  });
});

describe('the clocks of a site', () => {
  const times = fc.integer({ min: Date.parse('1972-01-01'), max: Date.parse('2100-01-01') });
  const zones = fc.constantFrom(
    london,
    'UTC',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  );
  const toMinute = (time: number): number => Math.floor(time / 60_000) * 60_000;

  it('read back every instant that they show', () => {
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const own = new SiteTime();
        own.useZone(zone);
        expect(own.readMinute(own.typedMinute(time))).toEqual({ ok: true, at: new Date(toMinute(time)).toISOString() });
      }),
    );
  });

  it('read back every minute around each change, the doubled hour included', () => {
    for (const day of changes.flat()) {
      for (let minute = -60; minute < 240; minute += 1) {
        const time = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
        expect(site.readMinute(site.typedMinute(time))).toEqual({ ok: true, at: new Date(time).toISOString() });
      }
    }
  });

  it('show nothing that they cannot read, and read nothing that they do not show', () => {
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const minute = new Date(time).toISOString().slice(0, 16);
        expect(instantsOf(minute, zone).map((found) => wallMinute(found, zone))).toEqual(
          instantsOf(minute, zone).map(() => minute),
        );
        expect(instantsOf(wallMinute(time, zone), zone)).toContain(toMinute(time));
      }),
    );
  });

  it('are those of London until the service says otherwise', () => {
    const own = new SiteTime();
    own.useZone('Europe/Dublin');
    expect(own.zone).toBe('Europe/Dublin');
    own.useZone(undefined);
    expect(own.zone).toBe(london);
  });
});
