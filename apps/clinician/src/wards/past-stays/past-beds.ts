/** Which beds the stays of a ward's past had, and what is wrong with them: pure. */
import type { Instant, PastStay, PatientId } from '#libs/contracts';

/** For so long a patient had a bed, on whatever ward. */
export interface TakenBed {
  readonly patientId: PatientId;
  /** Its number on the ward in question; null on another. */
  readonly bed: number | null;
  readonly from: Date;
  readonly until: Date | null;
}

export interface PastStayFault {
  readonly path: string;
  /** What was found there and what was expected. */
  readonly message: string;
}

interface Period {
  readonly from: number;
  readonly until: number;
}

/**
 * What is wrong with stays of the past: each ends after it began and before the ward was opened here, and a patient is in one
 * bed at a time.
 *
 * @param taken by those of the patients who had a bed already in that time.
 */
export function pastStayFaults(
  stays: readonly PastStay[],
  { openedAt, taken }: { readonly openedAt: Instant; readonly taken: readonly TakenBed[] },
): readonly PastStayFault[] {
  const known = Map.groupBy(
    [
      ...taken.map((one) => ({ patientId: one.patientId, index: -1, ...periodOf(one) })),
      ...stays.map((stay, index) => ({ patientId: stay.patientId, index, ...periodOfStay(stay) })),
    ],
    ({ patientId }) => patientId,
  );
  return stays.flatMap((stay, index) => {
    const path = `stays.${String(index)}`;
    const { admittedAt, dischargedAt } = stay;
    const own = periodOfStay(stay);
    if (own.until <= own.from) return [fault(`${path}.dischargedAt`, dischargedAt, `a time after ${admittedAt}`)];
    if (own.until > Date.parse(openedAt))
      return [fault(`${path}.dischargedAt`, dischargedAt, `${openedAt} at the latest, when the ward was opened here`)];
    const other = known.get(stay.patientId)?.find((one) => one.index < index && overlaps(one, own));
    if (other === undefined) return [];
    const where = other.index === -1 ? 'already known' : `stays.${String(other.index)}`;
    return [fault(`${path}.admittedAt`, admittedAt, `a time at which the patient has no other bed (${where})`)];
  });
}

/** The lowest bed of the ward that is free for all of each stay, in the order in which the stays are given. */
export function pastBedsOf(stays: readonly PastStay[], taken: readonly TakenBed[]): readonly number[] {
  const periodsOfBed = new Map<number, Period[]>();
  const take = (bed: number, period: Period): void => {
    periodsOfBed.set(bed, [...(periodsOfBed.get(bed) ?? []), period]);
  };
  for (const one of taken) if (one.bed !== null) take(one.bed, periodOf(one));
  const beds = new Map<PastStay, number>();
  // By time, so that no more beds are needed than there were patients at one time.
  for (const stay of stays.toSorted((one, other) => periodOfStay(one).from - periodOfStay(other).from)) {
    const period = periodOfStay(stay);
    let bed = 1;
    while (periodsOfBed.get(bed)?.some((other) => overlaps(other, period)) === true) bed += 1;
    take(bed, period);
    beds.set(stay, bed);
  }
  return stays.map((stay) => beds.get(stay) ?? 1);
}

const periodOf = ({ from, until }: TakenBed): Period => ({ from: from.getTime(), until: until?.getTime() ?? Infinity });

const periodOfStay = ({ admittedAt, dischargedAt }: PastStay): Period => ({
  from: Date.parse(admittedAt),
  until: Date.parse(dischargedAt),
});

const overlaps = (one: Period, other: Period): boolean => one.from < other.until && other.from < one.until;

const fault = (path: string, found: string, expected: string): PastStayFault => ({
  path,
  message: `found ${found}; expected ${expected}`,
});
