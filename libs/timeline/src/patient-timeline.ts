import type { RuleBook } from '#libs/clinical';
import type { MonitoringPlan, ObservationId, PatientId } from '#libs/contracts';
import { type History, historyOf, type Stretch } from './history.ts';
import { isSameKnown, nothingKnown, withTaken } from './known.ts';
import type { Known } from './known-reading.ts';
import { PlanVersions } from './plan-versions.ts';
import type { Cause, TakenReading } from './reading.ts';
import { nextRungMs } from './silence.ts';
import { nextChangeMs } from './times.ts';

/** A time at which anything was taken. */
export interface ReadingMoment {
  readonly atMs: number;
  /** Everything that was taken then. */
  readonly taken: readonly TakenReading[];
  /** The newest of each code then. */
  readonly known: Known;
  /** What made or last changed it. */
  readonly cause: Cause;
}

/** What became of a history. */
export interface Change {
  /** From when on it may differ; undefined where nothing changed. */
  readonly fromMs: number | undefined;
  /** Nothing had been told from there on. */
  readonly news: boolean;
  /** Moments that were made or changed. */
  readonly moments: readonly ReadingMoment[];
  /** Times of moments that are no more: everything that was taken then has been retracted. */
  readonly removed: readonly number[];
}

export interface RememberedTimeline {
  /** Consecutive, oldest first, up to the newest. */
  readonly moments: readonly ReadingMoment[];
  /** Whether there is no moment before the first of them. */
  readonly fromTheBeginning: boolean;
}

export interface TimelineOptions extends RememberedTimeline {
  readonly patientId: PatientId;
  readonly rules: RuleBook;
  /** Every version that is known, in any order. */
  readonly plans: readonly MonitoringPlan[];
  /** Up to when what happens by itself has been told; -Infinity at first. */
  readonly horizonMs: number;
  /** Where no plan says. */
  readonly latenessHours: number;
}

const nothing: Change = { fromMs: undefined, news: false, moments: [], removed: [] };

/**
 * One patient's history: moments at which something was taken, the plans, and how far time has come. What follows from
 * them, scores, levels and requests, is worked out by `historyFrom` whenever it is asked for, and is a function of the set
 * of readings, retractions and plans, as long as none is later than the plan's lateness: the order in which they came does
 * not matter, nor how they were batched.
 *
 * Since a moment knows the newest of each code, the next follows from it: to go on, one moment has to be remembered, and
 * for a late reading those from just before it (`reachesBackTo`, `recall`).
 *
 * @throws UnknownRuleSetError where a plan names rules that the rule book does not have.
 */
export class PatientTimeline {
  readonly patientId: PatientId;
  readonly #plans: PlanVersions;
  #moments: ReadingMoment[];
  #fromTheBeginning: boolean;
  #horizonMs: number;

  constructor(options: TimelineOptions) {
    const { patientId, rules, plans, moments, fromTheBeginning, horizonMs, latenessHours } = options;
    this.patientId = patientId;
    this.#plans = new PlanVersions(plans, rules, { latenessHours });
    this.#moments = [...moments];
    this.#fromTheBeginning = fromTheBeginning;
    this.#horizonMs = Math.max(horizonMs, this.newest?.atMs ?? -Infinity);
  }

  /** The newest plan; undefined before the first. */
  get plan(): MonitoringPlan | undefined {
    return this.#plans.newest;
  }

  get plans(): PlanVersions {
    return this.#plans;
  }

  get newest(): ReadingMoment | undefined {
    return this.#moments.at(-1);
  }

  /** Up to when everything has been told, that instant included. */
  get horizonMs(): number {
    return this.#horizonMs;
  }

  get latenessMs(): number {
    return this.#plans.latenessMs;
  }

  /** Whether enough is remembered for something that was taken, or holds, from then on; what is too late needs nothing. */
  reachesBackTo(atMs: number): boolean {
    const [oldest] = this.#moments;
    return this.#fromTheBeginning || (oldest !== undefined && oldest.atMs < atMs) || this.#isTooLate(atMs);
  }

  /** Replaces what is remembered by more of the past: from the last moment before the time that is to be reached. */
  recall({ moments, fromTheBeginning }: RememberedTimeline): void {
    this.#moments = [...moments];
    this.#fromTheBeginning = fromTheBeginning;
  }

  /** Forgets all but the newest moments, so that memory stays bounded. */
  keepNewest(count: number): void {
    if (this.#moments.length <= count) return;
    this.#moments = this.#moments.slice(-count);
    this.#fromTheBeginning = false;
  }

  /**
   * Adds the readings of one set and takes out what it retracts. What is later than the lateness changes nothing, and
   * neither does the retraction of a reading that is not there.
   */
  add(
    {
      readings,
      retracts,
    }: {
      readonly readings: readonly TakenReading[];
      readonly retracts: readonly { readonly observationId: ObservationId; readonly takenAtMs: number }[];
    },
    cause: Cause,
  ): Change {
    const newestMs = Math.max(this.newest?.atMs ?? -Infinity, readings.at(-1)?.takenAtMs ?? -Infinity);
    const touched = new Set<number>();
    for (const reading of readings) {
      if (newestMs - reading.takenAtMs <= this.latenessMs && this.#put(reading, cause)) touched.add(reading.takenAtMs);
    }
    for (const { observationId, takenAtMs } of retracts) {
      if (newestMs - takenAtMs <= this.latenessMs && this.#takeOut(observationId, takenAtMs, cause)) {
        touched.add(takenAtMs);
      }
    }
    return this.#settle(touched, cause, { fromMs: earliest(touched), throughMs: latest(touched) });
  }

  /** From when on the history may differ once this plan is known, as far as it is not too late. */
  reachOf(plan: MonitoringPlan): number {
    return Math.max(this.#plans.differsFromMs(plan), (this.newest?.atMs ?? -Infinity) - this.latenessMs);
  }

  /** Takes a version of the plan that is not known yet, be it the newest or not. */
  follow(plan: MonitoringPlan, cause: Cause): Change {
    if (this.#plans.has(plan)) return nothing;
    const fromMs = this.reachOf(plan);
    this.#plans.add(plan);
    // Another plan may settle differently what was known at any later moment, each for itself.
    return this.#settle(new Set(), cause, { fromMs, throughMs: Infinity });
  }

  /** Lets time pass: what happens by itself until then is told from now on. */
  advance(toMs: number): Change {
    if (toMs <= this.#horizonMs) return nothing;
    return { ...nothing, ...this.#tellUpTo(toMs, toMs) };
  }

  /** What happened from then on, up to the horizon, both included. */
  historyFrom(fromMs: number): History {
    const index = this.#moments.findLastIndex(({ atMs }) => atMs < fromMs);
    if (index < 0 && !this.#fromTheBeginning) {
      throw new TypeError('More of the history has to be recalled before it can be told from there.');
    }
    const knownBefore = this.#moments[index]?.known ?? nothingKnown;
    const finallyKnown = this.newest?.known ?? nothingKnown;
    return historyOf(this.#stretches(index, fromMs), this.#plans, { knownBefore, finallyKnown });
  }

  /** No later than when something next happens by itself: a pause may put it off. Undefined if nothing will. */
  nextDueMs(): number | undefined {
    const known = this.newest?.known ?? nothingKnown;
    const plans = this.#plans;
    const afterMs = this.#horizonMs;
    const nextMs = Math.min(
      nextChangeMs({ known, plans, rungs: [], afterMs, untilMs: Infinity }),
      nextRungMs(known, plans, afterMs),
    );
    return Number.isFinite(nextMs) ? nextMs : undefined;
  }

  #stretches(index: number, fromMs: number): readonly Stretch[] {
    const endMs = this.#horizonMs + 1;
    const known = this.#moments[index]?.known ?? nothingKnown;
    const later = this.#moments.slice(index + 1);
    const stretches: Stretch[] = [];
    const firstMs = later[0]?.atMs ?? endMs;
    if (fromMs < firstMs) stretches.push({ taken: [], known, fromMs, untilMs: firstMs });
    later.forEach((moment, place) => {
      const untilMs = later[place + 1]?.atMs ?? endMs;
      stretches.push({ taken: moment.taken, known: moment.known, fromMs: moment.atMs, untilMs });
    });
    return stretches;
  }

  /** False if it is there already. */
  #put(reading: TakenReading, cause: Cause): boolean {
    const index = this.#indexAtOrBefore(reading.takenAtMs);
    const moment = this.#moments[index];
    if (moment?.atMs !== reading.takenAtMs) {
      this.#moments.splice(index + 1, 0, { atMs: reading.takenAtMs, taken: [reading], known: nothingKnown, cause });
      return true;
    }
    if (moment.taken.some(({ observationId }) => observationId === reading.observationId)) return false;
    this.#moments[index] = { ...moment, taken: [...moment.taken, reading], cause };
    return true;
  }

  /** False if it is not there. */
  #takeOut(observationId: ObservationId, takenAtMs: number, cause: Cause): boolean {
    const index = this.#indexAtOrBefore(takenAtMs);
    const moment = this.#moments[index];
    if (moment?.atMs !== takenAtMs) return false;
    const taken = moment.taken.filter((reading) => reading.observationId !== observationId);
    if (taken.length === moment.taken.length) return false;
    this.#moments[index] = { ...moment, taken, cause };
    return true;
  }

  /**
   * Works out anew what was known at the moments from a time on: through another time at least, and after it as long as it
   * differs.
   *
   * @param touched moments at which something else was taken than before.
   */
  #settle(
    touched: ReadonlySet<number>,
    cause: Cause,
    { fromMs, throughMs }: { readonly fromMs: number; readonly throughMs: number },
  ): Change {
    if (fromMs === Infinity) return nothing;
    const removed = this.#dropEmpty(touched);
    const changed: ReadingMoment[] = [];
    for (let index = Math.max(0, this.#indexAtOrBefore(fromMs)); index < this.#moments.length; index += 1) {
      const moment = this.#moments[index];
      if (moment === undefined || moment.atMs < fromMs) continue;
      const known = withTaken(this.#moments[index - 1]?.known ?? nothingKnown, moment.taken, this.#plans);
      const same = isSameKnown(known, moment.known);
      const settled = same ? moment : { ...moment, known, cause };
      this.#moments[index] = settled;
      if (!same || touched.has(moment.atMs)) changed.push(settled);
      if (same && moment.atMs >= throughMs) break;
    }
    const toMs = Math.max(fromMs, this.newest?.atMs ?? -Infinity);
    return { ...this.#tellUpTo(toMs, fromMs), moments: changed, removed };
  }

  /** Moments at which everything has been retracted. */
  #dropEmpty(touched: ReadonlySet<number>): readonly number[] {
    const isEmpty = ({ atMs, taken }: ReadingMoment): boolean => taken.length === 0 && touched.has(atMs);
    const removed = this.#moments.filter(isEmpty).map(({ atMs }) => atMs);
    if (removed.length > 0) this.#moments = this.#moments.filter((moment) => !isEmpty(moment));
    return removed;
  }

  #tellUpTo(toMs: number, fromMs: number): Pick<Change, 'fromMs' | 'news'> {
    const toldMs = this.#horizonMs;
    this.#horizonMs = Math.max(toldMs, toMs);
    // Between what was told before and the new, things have happened by themselves, too.
    return fromMs > toldMs ? { fromMs: toldMs + 1, news: true } : { fromMs, news: false };
  }

  #isTooLate(atMs: number): boolean {
    return this.newest !== undefined && this.newest.atMs - atMs > this.latenessMs;
  }

  /** From the end, since most readings are news. -1 if every moment is later. */
  #indexAtOrBefore(atMs: number): number {
    return this.#moments.findLastIndex((moment) => moment.atMs <= atMs);
  }
}

/** Infinity of no times. */
function earliest(times: ReadonlySet<number>): number {
  let earliestMs = Infinity;
  for (const atMs of times) earliestMs = Math.min(earliestMs, atMs);
  return earliestMs;
}

/** -Infinity of no times. */
function latest(times: ReadonlySet<number>): number {
  let latestMs = -Infinity;
  for (const atMs of times) latestMs = Math.max(latestMs, atMs);
  return latestMs;
}
