/**
 * A day by the site's clocks, counted from 1 January 1970. It stands for its 08:00, at which patients are counted: all that
 * a forecast of those counts needs to know of a time is between which two of them it lies.
 */
export type Day = number;

/** When a stay was expected to end, from when it was known until the next entry. */
export interface ExpectedDischarge {
  /** The first 08:00 at which it was known. */
  readonly knownFrom: Day;
  /** During that day, after its 08:00; null where the date was taken back. */
  readonly date: Day | null;
}

/** A stay as 08:00 after 08:00 sees it. One that none sees is of no use here: leave it out. */
export interface ObservedStay {
  readonly pathway: string;
  /** The first 08:00 at which the patient is there. */
  readonly from: Day;
  /** The first 08:00 at which the patient no longer is; null while the stay lasts. */
  readonly until: Day | null;
  /** In the order in which they were known. */
  readonly expected: readonly ExpectedDischarge[];
}

/** What is known of the stays of a ward, or of several together. */
export interface WardHistory {
  /** Of every day from this one on, every stay is known. */
  readonly since: Day;
  readonly stays: readonly ObservedStay[];
}

/** Monday is 0. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;

export const isThere = ({ from, until }: ObservedStay, day: Day): boolean =>
  from <= day && (until === null || until > day);

export function patientsOn({ stays }: WardHistory, day: Day): number {
  let patients = 0;
  for (const stay of stays) if (isThere(stay, day)) patients += 1;
  return patients;
}

/** The history as it was known at the 08:00 of a day, so that a forecast can be made as it would have been made then. */
export function asKnownOn({ since, stays }: WardHistory, day: Day): WardHistory {
  return {
    since,
    stays: stays
      .filter(({ from }) => from <= day)
      .map((stay) => ({
        ...stay,
        until: stay.until !== null && stay.until > day ? null : stay.until,
        expected: stay.expected.filter(({ knownFrom }) => knownFrom <= day),
      })),
  };
}

/** The date at which a stay was expected to end, as known at the 08:00 of a day; null where there was none. */
export function expectedDateOn({ expected }: ObservedStay, day: Day): Day | null {
  return expected.findLast(({ knownFrom }) => knownFrom <= day)?.date ?? null;
}
