import { type Day, type ObservedStay, type WardHistory, weekdayOf } from './ward-history.ts';
import { HazardTable } from './hazard-table.ts';

/** Before any stay is seen: ten days on average, by judgement; ten days seen weigh as much. */
const unseen = { hazard: () => 0.1, days: 10 };
/** What all pathways together do weighs as much as so many days of a pathway's own, for each length of stay. */
const daysOfAllPathways = 30;
/** The ward's overall rate weighs as much as so many days, for each length of stay. */
const daysOfOverallRate = 10;
/** So many discharges weigh as much as the belief that a weekday is like any other. */
const dischargesOfAnyWeekday = 15;
/** A day that lies so far back counts half: teams, criteria and patients change. */
const halfLifeDays = 120;

/** One band a day for two weeks, one a week for eight weeks more, and one for all after. */
const dailyBands = 14;
const weeklyBands = 8;
const bands = dailyBands + weeklyBands + 2;

function bandOf(lasted: number): number {
  if (lasted <= dailyBands) return lasted;
  return Math.min(bands - 1, dailyBands + Math.ceil((lasted - dailyBands) / 7));
}

/**
 * How long stays last, by pathway and by how long they have lasted, and on which weekdays they end.
 *
 * A pathway with few stays borrows from all pathways of the ward, and those from the ward's overall rate.
 */
export class LengthOfStay {
  readonly #all: HazardTable;
  readonly #byPathway = new Map<string, HazardTable>();
  readonly #weekdays: readonly number[];

  /** @param now the history is as known then. */
  constructor({ since, stays }: WardHistory, now: Day) {
    const weights = Array.from({ length: Math.max(1, now - since + 1) }, (_, age) => 0.5 ** (age / halfLifeDays));
    const days = (stay: ObservedStay, visit: (day: Day, weight: number) => void): void => {
      const last = stay.until ?? now;
      for (let day = Math.max(stay.from, since) + 1; day <= last; day += 1) visit(day, weights[now - day] ?? 0);
    };
    this.#all = allPathways(stays, days);
    for (const stay of stays) {
      const table = this.#tableOf(stay.pathway);
      days(stay, (day, weight) => {
        table.add({ band: bandOf(day - stay.from), ended: day === stay.until, weight });
      });
    }
    this.#weekdays = this.#weekdayFactors(stays, days);
  }

  /**
   * From 0 to 1: how likely a stay that is there at the 08:00 before a day's is no longer there at the day's.
   *
   * @param lasted days since its first 08:00; before that no stay ends that is counted here.
   */
  hazard({ pathway, lasted, day }: { readonly pathway: string; readonly lasted: number; readonly day: Day }): number {
    if (lasted < 1) return 0;
    const table = this.#byPathway.get(pathway) ?? this.#all;
    return Math.min(1, table.hazard(bandOf(lasted)) * (this.#weekdays[weekdayOf(day)] ?? 1));
  }

  #tableOf(pathway: string): HazardTable {
    const known = this.#byPathway.get(pathway);
    if (known !== undefined) return known;
    const prior = { hazard: (band: number) => this.#all.hazard(band), days: daysOfAllPathways };
    const table = new HazardTable(bands, prior);
    this.#byPathway.set(pathway, table);
    return table;
  }

  /** Discharges of each weekday by those that lengths of stay alone would lead one to expect. */
  #weekdayFactors(stays: readonly ObservedStay[], days: DaysOfStay): readonly number[] {
    const seen = new Array<number>(7).fill(dischargesOfAnyWeekday);
    const expected = new Array<number>(7).fill(dischargesOfAnyWeekday);
    for (const stay of stays) {
      const table = this.#tableOf(stay.pathway);
      days(stay, (day, weight) => {
        const weekday = weekdayOf(day);
        expected[weekday] = (expected[weekday] ?? 0) + weight * table.hazard(bandOf(day - stay.from));
        if (day === stay.until) seen[weekday] = (seen[weekday] ?? 0) + weight;
      });
    }
    return seen.map((count, weekday) => count / (expected[weekday] ?? 1));
  }
}

type DaysOfStay = (stay: ObservedStay, visit: (day: Day, weight: number) => void) => void;

function allPathways(stays: readonly ObservedStay[], days: DaysOfStay): HazardTable {
  const overall = new HazardTable(1, unseen);
  for (const stay of stays) days(stay, (day, weight) => overall.add({ band: 0, ended: day === stay.until, weight }));
  const rate = overall.overall();
  const all = new HazardTable(bands, { hazard: () => rate, days: daysOfOverallRate });
  for (const stay of stays) {
    days(stay, (day, weight) => all.add({ band: bandOf(day - stay.from), ended: day === stay.until, weight }));
  }
  return all;
}
