import { HazardTable } from './hazard-table.ts';
import { type Day, expectedDateOn, type ObservedStay, type WardHistory } from './ward-history.ts';

/**
 * How far ahead a date lay, in classes by their longest lead: dates of tomorrow hold better than dates of next week. The
 * first class is of dates that have come or passed.
 */
const longestLeads: readonly number[] = [0, 2, 5, 9, Number.POSITIVE_INFINITY];

/** Days around the date that have a band of their own; what lies further off joins the outermost. */
const bandsEachSide = 14;
const bandOf = (daysAfterDate: number): number =>
  Math.max(-bandsEachSide, Math.min(bandsEachSide, daysAfterDate)) + bandsEachSide;

/** Little is believed of a date before it is seen how dates hold: a tenth of the patients leave each day. */
const unseen = { hazard: () => 0.1, days: 3 };
/** So many dates of stays that ended weigh as much as what is known of lengths of stay. */
const datesOfLengths = 20;

/**
 * How well the dates at which stays were expected to end have held.
 *
 * Each date counts once in each class of leads that it came into, even if it was moved later: a date in five days means what
 * became of patients whose date was in five days.
 */
export class ExpectedDates {
  readonly #tables = longestLeads.map(() => new HazardTable(2 * bandsEachSide + 1, unseen));
  readonly #dates = longestLeads.map(() => 0);

  /** @param now the history is as known then. */
  constructor({ since, stays }: WardHistory, now: Day) {
    for (const stay of stays) if (stay.expected.length > 0) this.#add(stay, since, now);
  }

  /** How likely a stay is to end in the day up to an 08:00, given a date so many days before or after, and seen when. */
  hazard({ lead, daysAfterDate }: { readonly lead: number; readonly daysAfterDate: number }): number {
    return this.#tables[classOf(lead)]?.hazard(bandOf(daysAfterDate)) ?? 0;
  }

  /** From 0 to 1: how far the date is to be believed rather than the lengths of other stays. */
  weight(lead: number): number {
    const dates = this.#dates[classOf(lead)] ?? 0;
    return dates / (dates + datesOfLengths);
  }

  #add(stay: ObservedStay, since: Day, now: Day): void {
    const { from, until } = stay;
    const last = until ?? now;
    let before: { readonly date: Day; readonly leads: number } | undefined;
    for (let day = Math.max(from, since); day < last; day += 1) {
      const date = expectedDateOn(stay, day);
      if (date === null) continue;
      const leads = classOf(date - day);
      if (before?.date === date && before.leads === leads) continue;
      before = { date, leads };
      this.#dates[leads] = (this.#dates[leads] ?? 0) + (until === null ? 0 : 1);
      for (let later = day + 1; later <= last; later += 1) {
        this.#tables[leads]?.add({ band: bandOf(later - date), ended: later === until, weight: 1 });
      }
    }
  }
}

const classOf = (lead: number): number => longestLeads.findIndex((longest) => lead <= longest);
