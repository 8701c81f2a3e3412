import { type DaysAhead, StayEnds } from './stay-ends.ts';
import type { ObservedStay, WardHistory } from './ward-history.ts';

const now = 20_000;
const since = now - 200;

const stay = (over: Partial<ObservedStay> = {}): ObservedStay => ({
  pathway: 'frailty',
  from: now - 3,
  until: null,
  expected: [],
  ...over,
});

/** One a day, each of a length that depends on the day. */
const past = (lengthOn: (day: number) => number, over: Partial<ObservedStay> = {}): readonly ObservedStay[] =>
  Array.from({ length: 180 }, (_, index) => since + 1 + index)
    .map((from) => stay({ from, until: from + lengthOn(from), ...over }))
    .map((ended) => ((ended.until ?? 0) > now ? { ...ended, until: null } : ended));

const ahead = (days: number, restOfFirstDay = 1): DaysAhead => ({ madeOn: now, days, restOfFirstDay });
const endsOf = (...stays: readonly ObservedStay[]): StayEnds => new StayEnds(historyOf(...stays), ahead(14));
const historyOf = (...stays: readonly ObservedStay[]): WardHistory => ({ since, stays });
const goneAfter = (days: number, chances: Float64Array): number => chances[days - 1] ?? 0;

describe('When a patient leaves', () => {
  it('follows how long others stayed who had stayed as long', () => {
    const ends = endsOf(...past(() => 10));
    const onTheThirdDay = ends.ofPatient(stay({ from: now - 3 }));
    expect(goneAfter(5, onTheThirdDay)).toBeLessThan(0.3);
    expect(goneAfter(8, onTheThirdDay)).toBeGreaterThan(0.85);
    const onTheNinthDay = ends.ofPatient(stay({ from: now - 9 }));
    expect(goneAfter(1, onTheNinthDay)).toBeGreaterThan(0.85);
  });

  it('differs by pathway, and borrows from all pathways where one is new', () => {
    const short = past(() => 3, { pathway: 'early-discharge' });
    const long = past(() => 20, { pathway: 'frailty' });
    const ends = endsOf(...short, ...long);
    const gone = (pathway: string): number => goneAfter(4, ends.ofPatient(stay({ pathway, from: now })));
    expect(gone('early-discharge')).toBeGreaterThan(0.8);
    expect(gone('frailty')).toBeLessThan(0.3);
    expect(gone('heart-failure')).toBeGreaterThan(gone('frailty'));
    expect(gone('heart-failure')).toBeLessThan(gone('early-discharge'));
  });

  it('does not take stays that last for short ones', () => {
    // All began a week ago and last: nothing says that stays are short.
    const lasting = Array.from({ length: 100 }, () => stay({ from: now - 7 }));
    expect(goneAfter(7, endsOf(...lasting).ofPatient(stay({ from: now })))).toBeLessThan(0.15);
  });

  it('avoids weekdays on which others seldom leave', () => {
    const monday = 4;
    // An 08:00 of Monday is the end of Sunday: those who would leave on Sundays leave a day later.
    const ends = endsOf(...past((day) => 4 + (day % 5) + ((day + 4 + (day % 5)) % 7 === monday ? 1 : 0)));
    const chances = ends.ofPatient(stay({ from: now - 2 }));
    const leaving = [...chances].map(
      (chance, index) => (chance - (chances[index - 1] ?? 0)) / (1 - (chances[index - 1] ?? 0)),
    );
    const offset = (((monday - now) % 7) + 7) % 7;
    const onMonday = leaving[(offset === 0 ? 7 : offset) - 1] ?? 1;
    const after = leaving[offset === 0 ? 7 : offset] ?? 0;
    expect(onMonday).toBeLessThan(after / 2);
  });

  it('follows the expected date as far as such dates have held', () => {
    const keptTo = (offBy: (day: number) => number): readonly ObservedStay[] =>
      past((day) => 4 + (day % 9)).map((ended) => ({
        ...ended,
        expected: [{ knownFrom: ended.from, date: ended.from + 4 + (ended.from % 9) - 1 + offBy(ended.from) }],
      }));
    const inFourDays = stay({ from: now - 1, expected: [{ knownFrom: now - 1, date: now + 4 }] });
    const held = endsOf(...keptTo(() => 0)).ofPatient(inFourDays);
    expect(goneAfter(4, held)).toBeLessThan(0.25);
    expect(goneAfter(6, held)).toBeGreaterThan(0.8);
    const seldomHeld = endsOf(...keptTo((day) => ((day * 7) % 11) - 5)).ofPatient(inFourDays);
    expect(goneAfter(4, seldomHeld)).toBeGreaterThan(goneAfter(4, held) + 0.1);
    expect(goneAfter(6, seldomHeld)).toBeLessThan(goneAfter(6, held) - 0.1);
  });

  it('is less likely today, where little is left of today', () => {
    const history = historyOf(...past(() => 10));
    const gone = (rest: number): number =>
      goneAfter(1, new StayEnds(history, ahead(14, rest)).ofPatient(stay({ from: now - 9 })));
    expect(gone(0.1)).toBeLessThan(gone(1) / 2);
  });

  it('is not before the first 08:00 of one who has just arrived', () => {
    const [first, second] = endsOf(...past(() => 1)).ofPatient(stay({ from: now + 1 }));
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(0.8);
  });

  it('is sooner or later for everyone, even where nothing is known', () => {
    const chances = new StayEnds({ since: now, stays: [] }, ahead(28)).ofPatient(stay({ from: now }));
    expect(goneAfter(28, chances)).toBeGreaterThan(0.9);
    for (const [index, chance] of chances.entries()) expect(chance).toBeGreaterThanOrEqual(chances[index - 1] ?? 0);
  });
});
