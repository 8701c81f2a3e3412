import { type Arrivals, arrivalsOf } from './arrivals.ts';
import { type CountInterval, intervalOf } from './interval.ts';
import { type ChancesGone, type DaysAhead, StayEnds } from './stay-ends.ts';
import { dispersedCount, gamma } from './variates.ts';
import { type Day, type WardHistory, weekdayOf } from './ward-history.ts';
import { Xoshiro128 } from './xoshiro128.ts';

export interface ForecastRequest extends DaysAhead {
  /** As known when the forecast is made: those whose stays have not ended are there. */
  readonly history: WardHistory;
  /** Beds that are open at the 08:00 of a day, as known when the forecast is made. */
  readonly bedsOn: (day: Day) => number;
  /** Patients who are accepted and wait for a bed. */
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
 * - Arrivals are negative binomial by weekday, around a level that the days of one run share, and those of one week more closely.
 * - A full ward takes none: patients wait in turn, however long, and are admitted to the first bed that is free. A ward over
 *   capacity takes none before it is below it again. What a full ward turned away in the past is not known to the arrivals.
 * - Stays end independently of one another, and of how full the ward is.
 *
 * The same request has the same answer.
 */
export function forecastOccupancy(request: ForecastRequest): readonly DayForecast[] {
  let days: readonly DayForecast[] = [];
  for (days of forecastInSlices(request, request.runs));
  return days;
}

/**
 * The same, for those who have other things to do meanwhile: the result of the runs so far after each slice of them, the last
 * of all.
 */
export function* forecastInSlices(request: ForecastRequest, runsAtOnce: number): Generator<readonly DayForecast[]> {
  const ward = wardToSimulate(request);
  const mostPatients = Math.max(ward.patients.length, ...ward.coming.map(({ beds }) => beds));
  const counts = ward.coming.map(() => new Uint32Array(mostPatients + 1));
  const random = Xoshiro128.ofSeed(request.seed);
  for (let run = 1; run <= request.runs; run += 1) {
    simulateOnce(ward, random, counts);
    if (run % runsAtOnce === 0 || run === request.runs) yield daysOf(ward, counts, run);
  }
}

interface WardToSimulate {
  readonly patients: readonly ChancesGone[];
  readonly waiting: number;
  readonly arrivals: Arrivals;
  readonly coming: readonly ComingDay[];
}

interface ComingDay {
  readonly day: Day;
  readonly beds: number;
  /** On average in the 24 h up to its 08:00, or in what is left of them. */
  readonly meanArrivals: number;
  /** Of those who arrive in them. */
  readonly chancesGone: ChancesGone;
}

function wardToSimulate(request: ForecastRequest): WardToSimulate {
  const { history, madeOn, days, restOfFirstDay, bedsOn, waiting, arrivalFactor } = request;
  const ends = new StayEnds(history, request);
  const arrivals = arrivalsOf(history, madeOn);
  const coming = Array.from({ length: days }, (_, index): ComingDay => {
    const day = madeOn + index + 1;
    const part = arrivalFactor * (index === 0 ? restOfFirstDay : 1);
    const meanArrivals = part * (arrivals.means[weekdayOf(day)] ?? 0);
    return { day, beds: Math.max(0, bedsOn(day)), meanArrivals, chancesGone: ends.ofArrival(day) };
  });
  const there = history.stays.filter(({ until }) => until === null);
  return { patients: there.map((stay) => ends.ofPatient(stay)), waiting, arrivals, coming };
}

/** One course that things may take; counts, by coming day, the number of patients. */
function simulateOnce(ward: WardToSimulate, random: Xoshiro128, counts: readonly Uint32Array[]): void {
  const { patients, arrivals, coming } = ward;
  const leaving = new Uint32Array(coming.length);
  for (const chancesGone of patients) leave({ leaving, chancesGone, after: 0 }, random);
  const { lasting, ofWeek, drift } = arrivals.levelVariance;
  let lastingLevel = levelOf(lasting, random);
  let level = lastingLevel;
  let there = patients.length;
  let { waiting } = ward;
  for (const [index, { beds, meanArrivals, chancesGone }] of coming.entries()) {
    if (index % 7 === 0) {
      if (index > 0) lastingLevel *= levelOf(drift, random);
      level = lastingLevel * levelOf(ofWeek, random);
    }
    there -= leaving[index] ?? 0;
    waiting += dispersedCount(random, { mean: level * meanArrivals, dispersion: arrivals.dispersion });
    const admitted = Math.max(0, Math.min(waiting, beds - there));
    for (let each = 0; each < admitted; each += 1) leave({ leaving, chancesGone, after: index + 1 }, random);
    waiting -= admitted;
    there += admitted;
    const ofDay = counts[index];
    if (ofDay !== undefined) ofDay[there] = (ofDay[there] ?? 0) + 1;
  }
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

/** 1 on average. */
const levelOf = (variance: number, random: Xoshiro128): number =>
  variance > 0 ? gamma(random, { shape: 1 / variance, scale: variance }) : 1;

function daysOf({ coming }: WardToSimulate, counts: readonly Uint32Array[], runs: number): readonly DayForecast[] {
  return coming.map(({ day, beds }, index) => {
    const ofDay = [...(counts[index] ?? [])];
    const full = ofDay.slice(beds).reduce((sum, times) => sum + times, 0);
    return { day, patients: intervalOf(ofDay), beds, chanceFull: full / runs };
  });
}
