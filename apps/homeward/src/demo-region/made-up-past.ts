/**
 * What the demo's wards were like before the demo began: made up, the same for the same seed. Snapshots, forecasts and their
 * back-test have something to go by from the first minute; each of these stays says that it is made up.
 */
import { normal, uniform } from '../simulation/seeded-noise.ts';

export interface WardWithPast {
  readonly name: string;
  readonly pathways: readonly string[];
  /** How many beds are in use, one patient after another. */
  readonly bedsInUse: number;
  readonly medianDays: number;
  /** How long a bed waits for its next patient, at most. */
  readonly longestGapDays: number;
  readonly openedAt: Date;
}

export interface MadeUpStay {
  /** Of the people, the index. */
  readonly person: number;
  readonly pathway: string;
  readonly entry: 'step-up' | 'step-down';
  readonly admittedAt: Date;
  readonly dischargedAt: Date;
}

/** Twelve weeks to learn from and to be tested on, and one in which the wards fill. */
const pastDays = 92;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const seed = 3;
const [saturday, sunday] = [6, 0];

/**
 * The stays of each ward by its name, in the order of admission. No person is in two beds at one time.
 *
 * @param people how many there are; more than beds in use.
 */
export function madeUpPast(wards: readonly WardWithPast[], people: number): ReadonlyMap<string, readonly MadeUpStay[]> {
  const freeFrom = Array.from({ length: people }, () => -Infinity);
  const stays = wards
    .flatMap((ward) => Array.from({ length: ward.bedsInUse }, (_, bed) => [...staysOfBed(ward, bed)]).flat())
    .toSorted((one, other) => one.admittedAt.getTime() - other.admittedAt.getTime())
    .map((stay) => {
      // Who has been at home for longest.
      const person = freeFrom.indexOf(Math.min(...freeFrom));
      freeFrom[person] = stay.dischargedAt.getTime();
      return { ...stay, person };
    });
  const byWard = Map.groupBy(stays, ({ ward }) => ward);
  return new Map([...byWard].map(([name, of]) => [name, of.map(({ ward: _ward, ...stay }) => stay)]));
}

function* staysOfBed(
  ward: WardWithPast,
  bed: number,
): Generator<Omit<MadeUpStay, 'person'> & { readonly ward: string }> {
  const { name, pathways, medianDays, longestGapDays } = ward;
  const end = ward.openedAt.getTime();
  // The demo takes over those who are there: those stays end, and others begin here.
  const last = end - 60_000;
  let at = end - pastDays * dayMs + uniform(seed, name, bed, 'first') * medianDays * dayMs;
  for (let number = 0; ; number += 1) {
    const own = [seed, name, bed, number] as const;
    const admitted = daytime(notAtWeekends(at, [saturday, sunday], own), { fromHour: 9, untilHour: 19 }, [
      ...own,
      'admitted',
    ]);
    if (admitted >= last - dayMs / 2) return;
    const lengthDays = Math.max(0.5, medianDays * Math.exp(0.5 * normal(...own, 'length')));
    const due = notAtWeekends(admitted + lengthDays * dayMs, [sunday], own);
    const discharged = Math.min(
      last,
      Math.max(admitted + hourMs, daytime(due, { fromHour: 10, untilHour: 16 }, [...own, 'discharged'])),
    );
    yield {
      ward: name,
      pathway: pathways[Math.floor(uniform(...own, 'pathway') * pathways.length)] ?? 'general',
      entry: uniform(...own, 'entry') < 0.5 ? 'step-up' : 'step-down',
      admittedAt: new Date(admitted),
      dischargedAt: new Date(discharged),
    };
    at = discharged + uniform(...own, 'gap') * longestGapDays * dayMs;
  }
}

/** Every other time that falls on one of these days waits until Monday. */
function notAtWeekends(at: number, days: readonly number[], own: readonly (string | number)[]): number {
  const day = new Date(at).getUTCDay();
  if (!days.includes(day) || uniform(...own, 'weekend', at) < 0.5) return at;
  return at + (day === saturday ? 2 : 1) * dayMs;
}

/** The same day, at an hour of the day; not earlier than the time where that hour is still to come. */
function daytime(
  at: number,
  { fromHour, untilHour }: { readonly fromHour: number; readonly untilHour: number },
  own: readonly (string | number)[],
): number {
  const midnight = Math.floor(at / dayMs) * dayMs;
  const wanted = midnight + (fromHour + uniform(...own) * (untilHour - fromHour)) * hourMs;
  return Math.floor((wanted < at ? wanted + dayMs : wanted) / 60_000) * 60_000;
}
