import type { MonitoringPlan, ObservationId, PatientId } from '#libs/contracts';
import { causeOfOutages, causeOfPlan, causeOfTime, type Trigger } from './causes.ts';
import { type History, historyOf, noHistory, type Stretch } from './history.ts';
import { isSameKnown, nothingKnown, withTaken } from './known.ts';
import { differsFromMs, type Outage } from './outage.ts';
import { type HistoryEntry, PatientTimeline } from './patient-timeline.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { Cause, ReadingSet, RetractedReading, TakenReading } from './reading.ts';
import { TimelineUpdate } from './timeline-update.ts';

/** What became known of a patient. */
export interface News {
  readonly sets?: readonly ReadingSet[];
  /** Readings that were retracted before: one of them may come only now. */
  readonly retracted?: readonly ObservationId[];
  /** Versions of the plan, newest or not. */
  readonly plans?: readonly MonitoringPlan[];
  /** Every outage that is known now; absent where these are the same as before. */
  readonly outages?: readonly Outage[] | undefined;
  /** Up to when time has passed. */
  readonly untilMs?: number;
  /** Where time stands; absent where it does not matter, as in a replay of what is past. */
  readonly present?: Present | undefined;
}

/**
 * Where time stands. The history ends there: what was taken later than `latestMs` waits until its time is reached, and a history
 * that was worked out further, since a clock was ahead, is taken back to `nowMs`.
 */
export interface Present {
  readonly nowMs: number;
  /** So much later than `nowMs` as clocks of devices may be ahead of ours. */
  readonly latestMs: number;
}

/**
 * An update that is ready, or one that reaches back: that needs the entries from the last one before `needsFromMs` up to the
 * newest, oldest first.
 */
export type PreparedUpdate =
  | { readonly patientId: PatientId; readonly needsFromMs: undefined; readonly apply: () => TimelineUpdate }
  | {
      readonly patientId: PatientId;
      readonly needsFromMs: number;
      readonly apply: (entries: readonly HistoryEntry[]) => TimelineUpdate;
    };

/**
 * Takes in what became known of a patient, and says which earlier entries that needs. Readings, retractions, plans and
 * outages that are known already change nothing, and neither does the retraction of a reading that is not there.
 *
 * @throws UnknownRuleSetError where a plan names rules that are not in the rule book.
 */
export function prepareUpdate(timeline: PatientTimeline, news: News): PreparedUpdate {
  const draft = new Draft(timeline, news);
  const { patientId, newest } = timeline;
  const needsFromMs = draft.needsFromMs();
  return needsFromMs === undefined
    ? { patientId, needsFromMs, apply: () => draft.update(newest === undefined ? [] : [newest]) }
    : { patientId, needsFromMs, apply: (entries) => draft.update([...entries]) };
}

class Draft {
  /** The earliest time that the news says anything about; Infinity where it says nothing. */
  readonly #earliestMs: number;
  readonly #before: PatientTimeline;
  readonly #plans: PlanVersions;
  readonly #sets: readonly ReadingSet[];
  readonly #retracted: ReadonlySet<ObservationId>;
  readonly #triggers: Trigger[] = [];
  readonly #planFromMs: number;
  readonly #outageFromMs: number;
  /** Up to when the history is to be worked out because of a plan or the time. */
  readonly #untilMs: number;
  readonly #present: Present;

  constructor(
    before: PatientTimeline,
    { sets = [], retracted = [], plans = [], outages, untilMs = -Infinity, present = whenever }: News,
  ) {
    this.#before = before;
    this.#present = present;
    this.#sets = sets;
    this.#retracted = new Set([
      ...retracted,
      ...sets.flatMap(({ retracts }) => retracts.map((one) => one.observationId)),
    ]);
    const fresh = plans.filter((plan) => !before.plans.has(plan));
    this.#plans = before.plans.with(fresh, outages);
    let [planFromMs, latestMs] = [Infinity, untilMs];
    for (const plan of fresh) {
      const fromMs = this.#plans.differsFromMs(plan);
      planFromMs = Math.min(planFromMs, fromMs);
      latestMs = Math.max(latestMs, Date.parse(plan.changedAt));
      this.#triggers.push({ cause: causeOfPlan(plan), comesAgain: false, fromMs });
    }
    this.#planFromMs = planFromMs;
    this.#untilMs = latestMs;
    this.#outageFromMs = differsFromMs(before.plans.outages, this.#plans.outages);
    if (this.#outageFromMs !== Infinity) {
      const cause = causeOfOutages(before.patientId, this.#plans.outages);
      this.#triggers.push({ cause, comesAgain: false, fromMs: this.#outageFromMs });
    }
    if (untilMs > before.horizonMs) {
      this.#triggers.push({ cause: causeOfTime(before.patientId, untilMs), comesAgain: false, fromMs: Infinity });
    }
    this.#earliestMs = Math.min(planFromMs, this.#outageFromMs, earliestOf(sets));
  }

  /** From when on earlier entries are needed; undefined where none but the newest are. */
  needsFromMs(): number | undefined {
    const { newest, aheadMs } = this.#before;
    const newestMs = newest?.atMs ?? -Infinity;
    if (newestMs > this.#present.latestMs) return Math.min(this.#earliestMs, this.#present.latestMs + 1);
    if (aheadMs !== undefined) return Math.min(this.#earliestMs, newestMs + 1);
    return this.#earliestMs <= newestMs ? this.#earliestMs : undefined;
  }

  update(entries: HistoryEntry[]): TimelineUpdate {
    const { patientId, horizonMs: previousHorizonMs, furthestMs } = this.#before;
    const takenMs = new Map<number, boolean>();
    const touched = this.#addSets(entries, takenMs);
    const removedMs = dropEmpty(entries, touched);
    const settled = this.#settle(entries, touched);
    const reached = entries.slice(0, indexAtOrBefore(entries, this.#present.latestMs) + 1);
    const newest = reached.at(-1);
    const horizonMs = this.#horizonMs(newest);
    const takesBack = horizonMs < previousHorizonMs;
    let fromMs = Math.min(this.#planFromMs, this.#outageFromMs);
    for (const atMs of touched) fromMs = Math.min(fromMs, atMs);
    // Between what was worked out before and the new, things have happened by themselves, too.
    if (horizonMs > previousHorizonMs) fromMs = Math.min(fromMs, previousHorizonMs + 1);
    const changes = fromMs <= horizonMs;
    // What is not reached yet changes nothing but what is to come; what was taken back leaves nothing after the horizon.
    const changesLater = changes || takesBack || touched.size > 0 || this.#planFromMs !== Infinity;
    const aheadMs = entries[reached.length]?.atMs;
    return new TimelineUpdate({
      timeline: new PatientTimeline({ patientId, plans: this.#plans, newest, horizonMs, aheadMs, furthestMs }),
      previousHorizonMs,
      previousFurthestMs: furthestMs,
      fromMs: changesLater ? Math.min(fromMs, horizonMs + 1) : Infinity,
      planFromMs: this.#planFromMs <= horizonMs ? this.#planFromMs : Infinity,
      jumps: takesBack || this.#reachesWhatWasAhead(horizonMs),
      history: changes ? this.#history(reached, { fromMs, horizonMs }) : noHistory,
      entries: this.#withReached(settled, reached),
      removedMs,
      retractions: this.#sets.flatMap(({ retracts }) => retracts),
      triggers: this.#triggers,
      takenMs,
    });
  }

  /** Never after the latest that the present allows, and back at now where it was. */
  #horizonMs(newest: HistoryEntry | undefined): number {
    const { nowMs, latestMs } = this.#present;
    const before = this.#before.horizonMs;
    return Math.max(before > latestMs ? nowMs : before, newest?.atMs ?? -Infinity, Math.min(this.#untilMs, latestMs));
  }

  /** Whether something that was known before has only now become a part of the history. */
  #reachesWhatWasAhead(horizonMs: number): boolean {
    const { aheadMs = Infinity, plan, horizonMs: previousHorizonMs } = this.#before;
    if (aheadMs <= horizonMs) return true;
    const changedMs = plan === undefined ? -Infinity : Date.parse(plan.changedAt);
    return changedMs > previousHorizonMs && changedMs <= horizonMs;
  }

  /** The entries that have changed, and those that have only now been reached. */
  #withReached(changed: readonly HistoryEntry[], reached: readonly HistoryEntry[]): readonly HistoryEntry[] {
    const { aheadMs } = this.#before;
    if (aheadMs === undefined) return changed;
    const known = new Set(changed.map(({ atMs }) => atMs));
    return [...changed, ...reached.filter(({ atMs }) => atMs >= aheadMs && !known.has(atMs))];
  }

  /** Puts the readings of every set among the entries, takes out what is retracted, and tells at which times. */
  #addSets(entries: HistoryEntry[], takenMs: Map<number, boolean>): ReadonlySet<number> {
    const touched = new Set<number>();
    for (const { cause, readings, retracts } of this.#sets) {
      const newestMs = entries[indexAtOrBefore(entries, this.#present.latestMs)]?.atMs ?? -Infinity;
      let fromMs = Infinity;
      for (const reading of readings) {
        const { takenAtMs, observationId } = reading;
        fromMs = Math.min(fromMs, takenAtMs);
        if (this.#retracted.has(observationId)) continue;
        takenMs.set(takenAtMs, takenMs.get(takenAtMs) === true || takenAtMs < newestMs);
        if (put(entries, reading, cause)) touched.add(takenAtMs);
      }
      for (const retracted of retracts) {
        fromMs = Math.min(fromMs, retracted.takenAtMs);
        if (takeOut(entries, retracted, cause)) touched.add(retracted.takenAtMs);
      }
      this.#triggers.push({ cause, comesAgain: true, fromMs });
    }
    return touched;
  }

  /**
   * Works out anew what was known: at the entries that were touched, and after them as long as it differs. A changed plan
   * may make a difference at any later entry, each for itself.
   */
  #settle(entries: HistoryEntry[], touched: ReadonlySet<number>): readonly HistoryEntry[] {
    let fromMs = this.#planFromMs;
    let throughMs = this.#planFromMs === Infinity ? -Infinity : Infinity;
    for (const atMs of touched) {
      fromMs = Math.min(fromMs, atMs);
      throughMs = Math.max(throughMs, atMs);
    }
    const changed: HistoryEntry[] = [];
    if (fromMs === Infinity) return changed;
    for (let index = Math.max(0, indexAtOrBefore(entries, fromMs)); index < entries.length; index += 1) {
      const entry = entries[index];
      if (entry === undefined || entry.atMs < fromMs) continue;
      const known = withTaken(entries[index - 1]?.known ?? nothingKnown, entry.taken, this.#plans);
      const same = isSameKnown(known, entry.known);
      const isTouched = touched.has(entry.atMs);
      const settled = same ? entry : { ...entry, known, cause: isTouched ? entry.cause : this.#causeAt(entry) };
      entries[index] = settled;
      if (!same || isTouched) changed.push(settled);
      // What was known at a time at which nothing had been taken is not written down: that it is the same says nothing of later.
      if (same && !isTouched && entry.atMs >= throughMs) break;
    }
    return changed;
  }

  #causeAt({ atMs, cause }: HistoryEntry): Cause {
    return this.#triggers.findLast(({ fromMs }) => fromMs <= atMs)?.cause ?? cause;
  }

  #history(
    entries: readonly HistoryEntry[],
    { fromMs, horizonMs }: { readonly fromMs: number; readonly horizonMs: number },
  ): History {
    const index = indexBefore(entries, fromMs);
    const knownBefore = entries[index]?.known ?? nothingKnown;
    const finallyKnown = entries.at(-1)?.known ?? nothingKnown;
    const stretches = stretchesOf(entries, index, { fromMs, untilMs: horizonMs + 1 });
    return historyOf(stretches, this.#plans, { knownBefore, finallyKnown });
  }
}

/** No time is too late: of what is past, all has been reached. */
const whenever: Present = { nowMs: Infinity, latestMs: Infinity };

function earliestOf(sets: readonly ReadingSet[]): number {
  let earliestMs = Infinity;
  for (const { readings, retracts } of sets) {
    for (const { takenAtMs } of readings) earliestMs = Math.min(earliestMs, takenAtMs);
    for (const { takenAtMs } of retracts) earliestMs = Math.min(earliestMs, takenAtMs);
  }
  return earliestMs;
}

/** False if it is there already. */
function put(entries: HistoryEntry[], reading: TakenReading, cause: Cause): boolean {
  const index = indexAtOrBefore(entries, reading.takenAtMs);
  const entry = entries[index];
  if (entry?.atMs !== reading.takenAtMs) {
    entries.splice(index + 1, 0, { atMs: reading.takenAtMs, taken: [reading], known: nothingKnown, cause });
    return true;
  }
  if (entry.taken.some(({ observationId }) => observationId === reading.observationId)) return false;
  entries[index] = { ...entry, taken: [...entry.taken, reading], cause };
  return true;
}

/** False if it is not there. */
function takeOut(entries: HistoryEntry[], { observationId, takenAtMs }: RetractedReading, cause: Cause): boolean {
  const index = indexAtOrBefore(entries, takenAtMs);
  const entry = entries[index];
  if (entry?.atMs !== takenAtMs) return false;
  const taken = entry.taken.filter((reading) => reading.observationId !== observationId);
  if (taken.length === entry.taken.length) return false;
  entries[index] = { ...entry, taken, cause };
  return true;
}

/** Takes out the entries at which everything has been retracted, and tells their times. */
function dropEmpty(entries: HistoryEntry[], touched: ReadonlySet<number>): readonly number[] {
  const removed: number[] = [];
  for (const atMs of touched) {
    const index = indexAtOrBefore(entries, atMs);
    const entry = entries[index];
    if (entry?.atMs !== atMs || entry.taken.length > 0) continue;
    entries.splice(index, 1);
    removed.push(atMs);
  }
  return removed;
}

function stretchesOf(
  entries: readonly HistoryEntry[],
  index: number,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const firstMs = entries[index + 1]?.atMs ?? untilMs;
  if (fromMs < firstMs) {
    stretches.push({ taken: [], known: entries[index]?.known ?? nothingKnown, fromMs, untilMs: firstMs });
  }
  for (let later = index + 1; later < entries.length; later += 1) {
    const entry = entries[later];
    if (entry === undefined) break;
    const endMs = entries[later + 1]?.atMs ?? untilMs;
    stretches.push({ taken: entry.taken, known: entry.known, fromMs: entry.atMs, untilMs: endMs });
  }
  return stretches;
}

/** From the end, since most readings are news. -1 if every entry is later. */
function indexAtOrBefore(entries: readonly HistoryEntry[], atMs: number): number {
  return indexBefore(entries, atMs + 1);
}

function indexBefore(entries: readonly HistoryEntry[], atMs: number): number {
  return entries.findLastIndex((entry) => entry.atMs < atMs);
}
