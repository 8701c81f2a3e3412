import { type RotaLayer, RotaOverrideId, weekdays } from '#libs/contracts';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { gapsOf, type Override, type RotaRules, shiftAt, shiftsOf, shiftsWithin } from './cover.ts';
import { aLayer, aRota, between, utc } from './rota.fixtures.ts';
import type { Span } from './span.ts';
import { firstInstantOf } from './wall-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const firstDay = Temporal.PlainDate.from('2025-01-01');
const daysOfThreeYears = 3 * 365;

/** One zone for each way in which clocks change within the three years. */
function zonesThatChange(): readonly string[] {
  const byChanges = new Map<string, string>();
  for (const zone of ['Europe/London', ...Intl.supportedValuesOf('timeZone')]) {
    const changes = changesOf(zone);
    if (changes !== '' && !byChanges.has(changes)) byChanges.set(changes, zone);
  }
  return [...byChanges.values()];
}

function changesOf(zone: string): string {
  const end = firstDay.add({ days: daysOfThreeYears }).toZonedDateTime(zone).epochMilliseconds;
  const changes: string[] = [];
  let next = firstDay.toZonedDateTime(zone).getTimeZoneTransition('next');
  for (; next !== null && next.epochMilliseconds < end; next = next.getTimeZoneTransition('next')) {
    changes.push(`${String(next.epochMilliseconds)} ${next.offset}`);
  }
  return changes.join();
}

const zones = zonesThatChange();

const midnightsOf = (zone: string, first: Temporal.PlainDate, days: number): readonly number[] =>
  Array.from({ length: days + 1 }, (_none, day) => firstInstantOf(first.add({ days: day }).toPlainDateTime(), zone));

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { start, end }) => sum + end - start, 0);

/** How much is covered between each midnight and the next; shifts that leave a hole or overlap fail. */
function coveredByDay(rules: RotaRules, midnights: readonly number[]): readonly number[] {
  const covered = midnights.slice(1).map(() => 0);
  const span = { start: midnights[0] ?? NaN, end: midnights.at(-1) ?? NaN };
  let [day, at] = [0, span.start];
  for (const { start, end } of shiftsWithin(rules, span)) {
    if (start !== at) throw new RangeError(`A hole or two shifts at one time at ${new Date(at).toISOString()}`);
    while (at < end) {
      const midnight = midnights[day + 1] ?? NaN;
      const until = Math.min(end, midnight);
      covered[day] = (covered[day] ?? NaN) + until - at;
      if (until === midnight) day += 1;
      at = until;
    }
  }
  return covered;
}

const handoverTimes = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 12 - 1 }), { minLength: 1, maxLength: 6 })
  .map((fives) => fives.toSorted((a, b) => a - b).map((five) => clock(five * 5)));
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

describe('The cover of a rota', () => {
  it('is tried in every way in which clocks change, also by half an hour and at midnight', () => {
    expect(zones.length).toBeGreaterThan(20);
    expect(zones).toEqual(expect.arrayContaining(['Europe/London', 'Australia/Lord_Howe', 'Asia/Beirut']));
  });

  it.each(zones)('adds up to the true length of every day of three years in %s', (zone) => {
    const midnights = midnightsOf(zone, firstDay, daysOfThreeYears);
    const lengths = midnights.slice(1).map((end, day) => end - (midnights[day] ?? NaN));
    expect(coveredByDay(aRota(zone, aLayer()), midnights)).toEqual(lengths);
    expect(new Set(lengths).size).toBeGreaterThan(1);
  });

  it('adds up whatever the handover times are, those that the clocks leave out or show twice included', () => {
    const anyZone = fc.constantFrom(...zones);
    fc.assert(
      fc.property(anyZone, handoverTimes, fc.integer({ min: 0, max: 365 * 2 }), (zone, times, day) => {
        const midnights = midnightsOf(zone, firstDay.add({ days: day }), 200);
        const lengths = midnights.slice(1).map((end, index) => end - (midnights[index] ?? NaN));
        expect(coveredByDay(aRota(zone, aLayer({ handoverTimes: times })), midnights)).toEqual(lengths);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['of 13 hours in October', '2026-10-24T19:00', '2026-10-25T08:00', 13],
    ['of 11 hours in March', '2026-03-28T20:00', '2026-03-29T07:00', 11],
  ])('has a night %s in London', (_claim, start, end, hours) => {
    const night = shiftAt(aRota('Europe/London', aLayer()), utc(start));
    expect(night).toMatchObject(between(start, end));
    expect(lengthOf(night === undefined ? [] : [night])).toBe(hours * hour);
  });
});

const overrides = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 30 * 24 * 4 }),
    length: fc.integer({ min: 1, max: 300 }),
    personId: fc.constantFrom('dee', 'eve'),
  }),
  { maxLength: 6 },
);
const restriction = fc.record({
  days: fc.subarray([...weekdays], { minLength: 1 }),
  from: fc.integer({ min: 0, max: 95 }).map((quarter) => clock(quarter * 15)),
  until: fc.integer({ min: 0, max: 95 }).map((quarter) => clock(quarter * 15)),
});
const layers = fc.array(
  fc.record({
    handoverTimes,
    start: fc.integer({ min: 1, max: 28 }).map((day) => `2026-10-${String(day).padStart(2, '0')}T07:30`),
    personIds: fc.uniqueArray(fc.constantFrom('ann', 'ben', 'cas'), { minLength: 1 }),
    every: fc.record({ count: fc.integer({ min: 1, max: 3 }), unit: fc.constantFrom('day' as const, 'week' as const) }),
    restrictTo: fc.option(fc.array(restriction, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 3 },
);

const october = between('2026-10-01T00:00', '2026-11-01T00:00');
const anyRota = (zone: string): fc.Arbitrary<RotaRules> =>
  fc.record({ layers, overrides }).map((parts) => ({
    timeZone: zone,
    layers: parts.layers.map(({ restrictTo, ...rest }, index) =>
      aLayer({ ...rest, name: `Layer ${String(index)}`, ...(restrictTo === undefined ? {} : { restrictTo }) }),
    ),
    overrides: parts.overrides.map(({ start, length, personId }, index): Override => {
      const from = october.start + start * 15 * minute;
      const id = RotaOverrideId.parse(`00000000-0000-4000-8000-00000000000${String(index)}`);
      return { id, personId, start: from, end: from + length * 15 * minute };
    }),
  }));
const anyTime = fc.integer({ min: 0, max: 31 * 24 * 60 - 1 }).map((minutes) => october.start + minutes * minute);

describe('Layers, restrictions and overrides', () => {
  it('give no time to two people, and what they leave is a gap', () => {
    fc.assert(
      fc.property(anyRota('Europe/London'), (rota) => {
        const shifts = shiftsWithin(rota, october);
        const gaps = gapsOf(rota, october, () => true);
        expect(lengthOf([...shifts, ...gaps])).toBe(october.end - october.start);
        const inOrder = [...shifts, ...gaps].sort((one, other) => one.start - other.start);
        expect(inOrder.slice(1).every(({ start }, index) => inOrder[index]?.end === start)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('answer the same for a time, for a day and for a month', () => {
    fc.assert(
      fc.property(anyRota('Europe/London'), anyTime, (rota, at) => {
        const ofMonth = shiftsOf(rota, october).find(({ start, end }) => start <= at && at < end);
        const day = { start: at - 12 * hour, end: at + 12 * hour };
        expect(shiftAt(rota, at)).toEqual(ofMonth);
        expect(shiftsOf(rota, day).find(({ start, end }) => start <= at && at < end)).toEqual(ofMonth);
      }),
      { numRuns: 40 },
    );
  });

  it('are what a look at the clock says, where clocks never change', () => {
    fc.assert(
      fc.property(anyRota('Etc/UTC'), anyTime, (rota, at) => {
        expect(shiftAt(rota, at)?.personId).toBe(byTheClock(rota, at));
      }),
      { numRuns: 150 },
    );
  });
});

/** Who has the turn, found in another way: from the top down, by the time of day and the day of the week. */
function byTheClock({ overrides: all, layers: stack }: RotaRules, at: number): string | undefined {
  const override = all.findLast(({ start, end }) => start <= at && at < end);
  if (override !== undefined) return override.personId;
  return stack.toReversed().flatMap((layer) => personOfLayer(layer, at) ?? [])[0];
}

function personOfLayer(layer: RotaLayer, at: number): string | undefined {
  const startsAt = utc(layer.start);
  if (at < startsAt || !applies(layer, at)) return undefined;
  const day = 24 * hour;
  // The time from which days of the rota are counted: the handover at or before the start.
  const times = layer.handoverTimes.map((time) => minutesOf(time) * minute);
  const midnight = Math.floor(startsAt / day) * day;
  const first = times.findLast((time) => midnight + time <= startsAt) ?? (times.at(-1) ?? NaN) - day;
  const days = Math.floor((at - midnight - first) / day);
  const turn = Math.floor(days / (layer.every.count * (layer.every.unit === 'week' ? 7 : 1)));
  return layer.personIds[turn % layer.personIds.length];
}

function applies({ restrictTo }: RotaLayer, at: number): boolean {
  if (restrictTo === undefined) return true;
  const minutes = (at / minute) % (24 * 60);
  const today = new Date(at).getUTCDay();
  const isOn = (days: readonly string[], day: number): boolean => days.includes(weekdays[(day + 6) % 7] ?? '');
  return restrictTo.some(({ days, from, until }) => {
    const [begins, ends] = [minutesOf(from), minutesOf(until)];
    if (begins < ends) return isOn(days, today) && begins <= minutes && minutes < ends;
    return (isOn(days, today) && begins <= minutes) || (isOn(days, today + 6) && minutes < ends);
  });
}

function minutesOf(time: string): number {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
