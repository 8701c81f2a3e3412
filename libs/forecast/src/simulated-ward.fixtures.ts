/**
 * Wards that were never forecast by their own model: stays are log-normal, arrivals follow a log-intensity that wanders and
 * a season, discharges keep clear of weekends, and dates are set by people who nearly know.
 */
import { normal, poisson } from './variates.ts';
import { type Day, type ExpectedDischarge, type ObservedStay, type WardHistory, weekdayOf } from './ward-history.ts';
import { Xoshiro128 } from './xoshiro128.ts';

interface SimulatedPathway {
  readonly name: string;
  /** Of those who arrive. */
  readonly share: number;
  readonly medianDays: number;
  /** Standard deviation of the logarithm of a stay's length. */
  readonly spread: number;
}

export interface SimulatedWardPlan {
  readonly beds: number;
  readonly arrivalsADay: number;
  /** Monday first, 1 on average. */
  readonly weekdays: readonly number[];
  readonly pathways: readonly SimulatedPathway[];
  /** Of the logarithm of the arrivals expected of a day: how it goes over from one day to the next, and what is new. */
  readonly wandering: { readonly kept: number; readonly step: number };
  /** How far the season raises and lowers arrivals over a year, as a fraction. */
  readonly season: number;
  /** Of those who would leave on a weekend, the share who stay until Monday. */
  readonly keptOverWeekends: number;
  /** Share of the stays with a date, and by how many days it is off, as a standard deviation. */
  readonly dates: { readonly share: number; readonly offBy: number };
}

export interface SimulatedYears {
  /** Every stay that began on one of the days, each complete. */
  readonly history: WardHistory;
  /** Patients without a bed at the 08:00 of each day. */
  readonly waiting: ReadonlyMap<Day, number>;
}

export function simulatedYears(
  plan: SimulatedWardPlan,
  over: { readonly from: Day; readonly until: Day; readonly seed: number },
): SimulatedYears {
  const random = Xoshiro128.ofSeed(over.seed);
  const stays: ObservedStay[] = [];
  const queue: SimulatedPathway[] = [];
  const waiting = new Map<Day, number>();
  let wandered = 0;
  for (let day = over.from; day <= over.until; day += 1) {
    wandered = plan.wandering.kept * wandered + plan.wandering.step * normal(random);
    const season = 1 + plan.season * Math.sin((2 * Math.PI * day) / 365.25);
    const mean = plan.arrivalsADay * (plan.weekdays[weekdayOf(day)] ?? 1) * season * Math.exp(wandered);
    const arriving = poisson(random, mean);
    for (let each = 0; each < arriving; each += 1) queue.push(pathwayOf(plan, random));
    let there = stays.filter(({ until }) => until !== null && until > day).length;
    for (; there < plan.beds; there += 1) {
      const pathway = queue.shift();
      if (pathway === undefined) break;
      stays.push(stayOf(plan, { pathway, from: day }, random));
    }
    waiting.set(day, queue.length);
  }
  return { history: { since: over.from, stays }, waiting };
}

function pathwayOf({ pathways }: SimulatedWardPlan, random: Xoshiro128): SimulatedPathway {
  let drawn = random.uniform();
  const found = pathways.find(({ share }) => (drawn -= share) < 0) ?? pathways[0];
  if (found === undefined) throw new Error('A ward needs a pathway.');
  return found;
}

function stayOf(
  plan: SimulatedWardPlan,
  on: { readonly pathway: SimulatedPathway; readonly from: Day },
  random: Xoshiro128,
): ObservedStay {
  const { pathway, from } = on;
  const days = Math.max(1, Math.ceil(pathway.medianDays * Math.exp(pathway.spread * normal(random)) - 0.5));
  let until = from + days;
  // Until is an 08:00: Sunday's and Monday's are the ends of the days before them.
  while (isAfterWeekendDay(until) && random.uniform() < plan.keptOverWeekends) until += 1;
  const expected = random.uniform() < plan.dates.share ? datesOf({ plan, from, until }, random) : [];
  return { pathway: pathway.name, from, until, expected };
}

const isAfterWeekendDay = (day: Day): boolean => [6, 0].includes(weekdayOf(day));

/** A date when the stay begins; another, nearer to the truth, when half of the stay is over; and whenever one has passed. */
function datesOf(
  of: { readonly plan: SimulatedWardPlan; readonly from: Day; readonly until: Day },
  random: Xoshiro128,
): readonly ExpectedDischarge[] {
  const { plan, from, until } = of;
  const guess = (day: Day, offBy: number): ExpectedDischarge => ({
    knownFrom: day,
    date: Math.max(day, until - 1 + Math.round(offBy * normal(random))),
  });
  const dates = [guess(from, plan.dates.offBy)];
  const half = Math.floor((from + until) / 2);
  for (let day = from + 1; day < until; day += 1) {
    const passed = (dates.at(-1)?.date ?? day) < day;
    if (day === half || passed) dates.push(guess(day, plan.dates.offBy / 2));
  }
  return dates;
}
