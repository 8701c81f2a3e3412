import { ExpectedDates } from './expected-dates.ts';
import { LengthOfStay } from './length-of-stay.ts';
import { type Day, expectedDateOn, type ObservedStay, type WardHistory } from './ward-history.ts';

/** By day after the forecast is made, from the next on: how likely it is that a patient is no longer there. Never falls. */
export type ChancesGone = Float64Array;

/** Pathways of the future are those of so many days before. */
const pathwayDays = 91;

/** When patients leave, by all that a history says about it. */
export class StayEnds {
  readonly #lengths: LengthOfStay;
  readonly #dates: ExpectedDates;
  readonly #pathways: ReadonlyMap<string, number>;

  /** @param known the history as known on the day on which the forecast is made. */
  constructor(
    known: WardHistory,
    private readonly madeOn: Day,
    private readonly days: number,
  ) {
    this.#lengths = new LengthOfStay(known, madeOn);
    this.#dates = new ExpectedDates(known, madeOn);
    this.#pathways = pathwayShares(known, madeOn);
  }

  /** Of a patient who is there when the forecast is made. */
  ofPatient(stay: ObservedStay): ChancesGone {
    const date = expectedDateOn(stay, this.madeOn);
    const { pathway, from } = stay;
    const byLength = this.#chances((day) => this.#lengths.hazard({ pathway, lasted: day - from, day }));
    if (date === null) return byLength;
    const lead = date - this.madeOn;
    const byDate = this.#chances((day) => this.#dates.hazard({ lead, daysAfterDate: day - date }));
    const weight = this.#dates.weight(lead);
    return byLength.map((chance, index) => chance * (1 - weight) + (byDate[index] ?? 0) * weight);
  }

  /** Of one who arrives: counted from the day after their first 08:00. Any pathway, each as often as it came. */
  ofArrival(firstDay: Day): ChancesGone {
    const chances = new Float64Array(this.days);
    for (const [pathway, share] of this.#pathways) {
      const ofPathway = this.#chances((day) => {
        const lasted = day - this.madeOn;
        return this.#lengths.hazard({ pathway, lasted, day: firstDay + lasted });
      });
      for (const [index, chance] of ofPathway.entries()) chances[index] = (chances[index] ?? 0) + share * chance;
    }
    return chances;
  }

  #chances(hazardOn: (day: Day) => number): ChancesGone {
    let stays = 1;
    return Float64Array.from({ length: this.days }, (_, index) => {
      stays *= 1 - hazardOn(this.madeOn + index + 1);
      return 1 - stays;
    });
  }
}

function pathwayShares({ stays }: WardHistory, now: Day): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const recent = stays.filter(({ from }) => from > now - pathwayDays);
  for (const { pathway } of recent) counts.set(pathway, (counts.get(pathway) ?? 0) + 1);
  return new Map([...counts].map(([pathway, count]) => [pathway, count / recent.length]));
}
