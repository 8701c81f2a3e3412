import { type Arrivals, arrivalsOf } from './arrivals.ts';
import { type CountInterval, intervalOf } from './interval.ts';
import { type ChancesGone, StayEnds } from './stay-ends.ts';
import { dispersedCount, gamma } from './variates.ts';
import { asKnownOn, type Day, isThere, type WardHistory, weekdayOf } from './ward-history.ts';
import { Xoshiro128 } from './xoshiro128.ts';

export interface ForecastRequest {
  readonly history: WardHistory;
  /** From the 08:00 of this day, by what was known then. */
  readonly madeOn: Day;
  /** How many days ahead, at least 1. */
  readonly days: number;
  /** Beds that are open at the 08:00 of a day, as known when the forecast is made. */
  readonly bedsOn: (day: Day) => number;
  /** Patients who are accepted and wait for a bed when the forecast is made. */
  readonly waiting: number;
  /** So many times the usual arrivals. */
  readonly arrivalFactor: number;
  readonly runs: number;
  readonly seed: number;
}

/** Patients at the 08:00 of a day. */
export interface DayForecast {
  readonly day: Day;
  readonly patients: CountInterval;
  readonly beds: number;
  /** From 0 to 1: in how many runs there are at least as many patients as beds. */
  readonly chanceFull: number;
}

/**
 * How many patients a ward will have at the 08:00 of each of the coming days: Monte Carlo over what is known of those who
 * are there and of those who usually come.
 *
 * - A patient who is there leaves by how long others of the pathway stayed who had stayed as long, and, where a date is
 *   set, by how well such dates have held: each in proportion to the evidence for it.
 * - Arrivals are negative binomial by weekday, around a level that the days of one run share.
 * - A full ward takes none: patients wait in turn, however long, and are admitted to the first bed that is free. A ward over
 *   capacity takes none before it is below it again. What a full ward turned away in the past is not known to the arrivals.
 * - Stays end independently of one another, and of how full the ward is.
 *
 * The same request has the same answer.
 */
export function forecastOccupancy(request: ForecastRequest): readonly DayForecast[] {
  const { madeOn, days, bedsOn, runs } = request;
  const known = asKnownOn(request.history, madeOn);
  const ends = new StayEnds(known, madeOn, days);
  const coming = Array.from({ length: days }, (_, index) => madeOn + index + 1);
  const ward: WardToSimulate = {
    patients: known.stays.filter((stay) => isThere(stay, madeOn)).map((stay) => ends.ofPatient(stay)),
    arrivals: arrivalsOf(known, madeOn),
    coming: coming.map((day) => ({ day, beds: Math.max(0, bedsOn(day)), chancesGone: ends.ofArrival(day) })),
  };
  const counts = patientsByRun(ward, request);
  return ward.coming.map(({ day, beds }, index) => {
    const ofDay = [...(counts[index] ?? [])];
    const full = ofDay.slice(beds).reduce((sum, times) => sum + times, 0);
    return { day, patients: intervalOf(ofDay), beds, chanceFull: full / runs };
  });
}

interface WardToSimulate {
  readonly patients: readonly ChancesGone[];
  readonly arrivals: Arrivals;
  readonly coming: readonly { readonly day: Day; readonly beds: number; readonly chancesGone: ChancesGone }[];
}

/** By coming day and number of patients: in how many runs there were as many. */
function patientsByRun(ward: WardToSimulate, request: ForecastRequest): readonly Uint32Array[] {
  const { patients, arrivals, coming } = ward;
  const mostPatients = Math.max(patients.length, ...coming.map(({ beds }) => beds));
  const counts = coming.map(() => new Uint32Array(mostPatients + 1));
  const random = Xoshiro128.ofSeed(request.seed);
  for (let run = 0; run < request.runs; run += 1) {
    const leaving = new Uint32Array(coming.length);
    for (const chancesGone of patients) leave({ leaving, chancesGone, after: 0 }, random);
    const level = request.arrivalFactor * levelOfRun(arrivals, random);
    let there = patients.length;
    let waiting = request.waiting;
    for (const [index, { day, beds, chancesGone }] of coming.entries()) {
      there -= leaving[index] ?? 0;
      const mean = level * (arrivals.means[weekdayOf(day)] ?? 0);
      waiting += dispersedCount(random, { mean, dispersion: arrivals.dispersion });
      const admitted = Math.max(0, Math.min(waiting, beds - there));
      for (let each = 0; each < admitted; each += 1) leave({ leaving, chancesGone, after: index + 1 }, random);
      waiting -= admitted;
      there += admitted;
      const ofDay = counts[index];
      if (ofDay !== undefined) ofDay[there] = (ofDay[there] ?? 0) + 1;
    }
  }
  return counts;
}

/** Draws on which of the coming days a patient leaves, if on any, and counts them there. */
function leave(
  of: { readonly leaving: Uint32Array; readonly chancesGone: ChancesGone; readonly after: number },
  random: Xoshiro128,
): void {
  const { leaving, chancesGone, after } = of;
  const drawn = random.uniform();
  for (let index = after; index < leaving.length; index += 1) {
    if ((chancesGone[index - after] ?? 0) > drawn) {
      leaving[index] = (leaving[index] ?? 0) + 1;
      return;
    }
  }
}

function levelOfRun({ levelVariance }: Arrivals, random: Xoshiro128): number {
  return levelVariance > 0 ? gamma(random, { shape: 1 / levelVariance, scale: levelVariance }) : 1;
}
