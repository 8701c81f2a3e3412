import { ExpectedDates } from './expected-dates.ts';
import { LengthOfStay } from './length-of-stay.ts';
import type { Day, ObservedStay, WardHistory } from './ward-history.ts';

/** By day after the forecast is made, from the next on: how likely it is that a patient is no longer there. Never falls. */
export type ChancesGone = Float64Array;

/** The days that are forecast. */
export interface DaysAhead {
  /** The last 08:00 that has been. */
  readonly madeOn: Day;
  /** How many. */
  readonly days: number;
  /** Above 0, up to 1: how much of the first of them is still to come. */
  readonly restOfFirstDay: number;
}

/** Pathways of the future are those of so many days before. */
const pathwayDays = 91;

/** When patients leave, by all that a history says about it. */
export class StayEnds {
  readonly #lengths: LengthOfStay;
  readonly #dates: ExpectedDates;
  readonly #pathways: ReadonlyMap<string, number>;

  constructor(
    known: WardHistory,
    private readonly ahead: DaysAhead,
  ) {
    this.#lengths = new LengthOfStay(known, ahead.madeOn);
    this.#dates = new ExpectedDates(known, ahead.madeOn);
    this.#pathways = pathwayShares(known, ahead.madeOn);
  }

  /** Of a patient who is there when the forecast is made, by the newest date of discharge. */
  ofPatient(stay: ObservedStay): ChancesGone {
    const { madeOn } = this.ahead;
    const { pathway, from, expected } = stay;
    const byLength = this.#ofPresent((day) => this.#lengths.hazard({ pathway, lasted: day - from, day }));
    const date = expected.at(-1)?.date ?? null;
    if (date === null) return byLength;
    const lead = date - madeOn;
    const byDate = this.#ofPresent((day) => this.#dates.hazard({ lead, daysAfterDate: day - date }));
    const weight = this.#dates.weight(lead);
    return byLength.map((chance, index) => chance * (1 - weight) + (byDate[index] ?? 0) * weight);
  }

  /** Of one who arrives: counted from the day after their first 08:00. Any pathway, each as often as it came. */
  ofArrival(firstDay: Day): ChancesGone {
    const chances = new Float64Array(this.ahead.days);
    for (const [pathway, share] of this.#pathways) {
      const ofPathway = chancesOf(this.ahead.days, (index) => {
        const lasted = index + 1;
        return this.#lengths.hazard({ pathway, lasted, day: firstDay + lasted });
      });
      for (const [index, chance] of ofPathway.entries()) chances[index] = (chances[index] ?? 0) + share * chance;
    }
    return chances;
  }

  #ofPresent(hazardOn: (day: Day) => number): ChancesGone {
    const { madeOn, days, restOfFirstDay } = this.ahead;
    return chancesOf(days, (index) => {
      const hazard = hazardOn(madeOn + index + 1);
      return index === 0 ? 1 - (1 - hazard) ** restOfFirstDay : hazard;
    });
  }
}

function chancesOf(days: number, hazardAt: (index: number) => number): ChancesGone {
  let stays = 1;
  return Float64Array.from({ length: days }, (_, index) => {
    stays *= 1 - hazardAt(index);
    return 1 - stays;
  });
}

function pathwayShares({ stays }: WardHistory, now: Day): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const recent = stays.filter(({ from }) => from > now - pathwayDays);
  for (const { pathway } of recent) counts.set(pathway, (counts.get(pathway) ?? 0) + 1);
  return new Map([...counts].map(([pathway, count]) => [pathway, count / recent.length]));
}
