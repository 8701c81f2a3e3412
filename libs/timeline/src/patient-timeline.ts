import type { MonitoringPlan, PatientId } from '#libs/contracts';
import { nothingKnown } from './known.ts';
import type { Known } from './known-reading.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { Cause, TakenReading } from './reading.ts';
import { nextRungMs } from './silence.ts';
import { nextChangeMs } from './times.ts';

/** A time at which anything was taken. */
export interface HistoryEntry {
  readonly atMs: number;
  /** Everything that was taken then. */
  readonly taken: readonly TakenReading[];
  /** The newest of each code then. */
  readonly known: Known;
  /** What made or last changed it. */
  readonly cause: Cause;
}

export interface TimelineState {
  readonly patientId: PatientId;
  readonly plans: PlanVersions;
  /** The newest that is not after the horizon. Undefined before anything was taken. */
  readonly newest: HistoryEntry | undefined;
  /** Up to when the history has been worked out, that instant included; -Infinity at first. */
  readonly horizonMs: number;
  /**
   * When the first of what is kept after the horizon was taken, by a clock that was ahead. It is a part of the history once
   * that time is reached. Undefined, as nearly always, where there is none.
   */
  readonly aheadMs?: number | undefined;
  /**
   * The latest that the horizon has ever been: of what lies between, something was published and has been withdrawn. Absent where
   * it has never gone back.
   */
  readonly furthestMs?: number | undefined;
}

/**
 * One patient's history as far as it has to be remembered to go on: the newest entry, the plans, and how far time has come.
 * It never changes: an update (`prepareUpdate`) gives the timeline that follows.
 *
 * Scores, levels and requests are a function of the set of readings, retractions, plans and outages. The order in which
 * they came does not matter, nor how they were batched. Since an entry knows the newest of each code, the next follows from
 * it; only news of an earlier time needs earlier entries.
 */
export class PatientTimeline implements TimelineState {
  readonly patientId: PatientId;
  readonly plans: PlanVersions;
  readonly newest: HistoryEntry | undefined;
  readonly horizonMs: number;
  readonly aheadMs: number | undefined;
  readonly furthestMs: number;

  constructor({ patientId, plans, newest, horizonMs, aheadMs, furthestMs = -Infinity }: TimelineState) {
    this.patientId = patientId;
    this.plans = plans;
    this.newest = newest;
    this.horizonMs = Math.max(horizonMs, newest?.atMs ?? -Infinity);
    this.aheadMs = aheadMs;
    this.furthestMs = Math.max(furthestMs, this.horizonMs);
  }

  /** The newest plan; undefined before the first. */
  get plan(): MonitoringPlan | undefined {
    return this.plans.newest;
  }

  /** No later than when something next happens by itself: a pause may put it off. Undefined if nothing will. */
  nextDueMs(): number | undefined {
    const known = this.newest?.known ?? nothingKnown;
    const { plans, horizonMs: afterMs } = this;
    const nextMs = Math.min(
      nextChangeMs({ known, plans, rungs: [], afterMs, untilMs: Infinity }),
      nextRungMs(known, plans, afterMs),
      this.aheadMs ?? Infinity,
    );
    return Number.isFinite(nextMs) ? nextMs : undefined;
  }
}
