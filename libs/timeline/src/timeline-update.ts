import type { PatientId } from '#libs/contracts';
import { causeOfTime, type Trigger } from './causes.ts';
import type { History } from './history.ts';
import type { HistoryEntry, PatientTimeline } from './patient-timeline.ts';
import type { Cause, RetractedReading } from './reading.ts';

/** To what an event is put down, and whether that comes again until the event is known to be on the log. */
export type EventCause = Pick<Trigger, 'cause' | 'comesAgain'>;

export interface UpdateFacts {
  readonly timeline: PatientTimeline;
  readonly previousHorizonMs: number;
  readonly previousFurthestMs: number;
  readonly fromMs: number;
  readonly planFromMs: number;
  readonly jumps: boolean;
  readonly history: History;
  readonly entries: readonly HistoryEntry[];
  readonly removedMs: readonly number[];
  readonly retractions: readonly RetractedReading[];
  readonly triggers: readonly Trigger[];
  /** Times at which the news took readings, and whether a newer entry was known already. */
  readonly takenMs: ReadonlyMap<number, boolean>;
}

/** What news has changed of one patient's history, and to what each change is put down. */
export class TimelineUpdate {
  /** The timeline that follows. */
  readonly timeline: PatientTimeline;
  /** Up to when the history had been worked out before; -Infinity at first. */
  readonly previousHorizonMs: number;
  /** Up to when anything of it may have been published before: later than the horizon where that went back. */
  readonly previousFurthestMs: number;
  /** From when on the history may differ from what was worked out before; Infinity if nowhere. */
  readonly fromMs: number;
  /** From when on another plan may hold than before; Infinity if nowhere. */
  readonly planFromMs: number;
  /** Whether the horizon went back, or reached what had been known before as something to come. */
  readonly jumps: boolean;
  /** Everything from `fromMs` up to the horizon, both included. */
  readonly history: History;
  /** Entries that are new, have changed, or have only now been reached. */
  readonly entries: readonly HistoryEntry[];
  /** Times at which nothing was taken after all. */
  readonly removedMs: readonly number[];
  /** What the news retracts, whether it has come yet or not. */
  readonly retractions: readonly RetractedReading[];
  readonly #triggers: readonly Trigger[];
  readonly #takenMs: ReadonlyMap<number, boolean>;
  #causes: ReadonlyMap<number, Cause> | undefined;

  constructor(facts: UpdateFacts) {
    this.timeline = facts.timeline;
    this.previousHorizonMs = facts.previousHorizonMs;
    this.previousFurthestMs = facts.previousFurthestMs;
    this.fromMs = facts.fromMs;
    this.planFromMs = facts.planFromMs;
    this.jumps = facts.jumps;
    this.history = facts.history;
    this.entries = facts.entries;
    this.removedMs = facts.removedMs;
    this.retractions = facts.retractions;
    this.#triggers = facts.triggers;
    this.#takenMs = facts.takenMs;
  }

  get patientId(): PatientId {
    return this.timeline.patientId;
  }

  get changed(): boolean {
    return this.fromMs !== Infinity;
  }

  /** Whether everything that changed lies after whatever was worked out before. */
  get isNews(): boolean {
    return this.fromMs > this.previousFurthestMs;
  }

  /** To what an event is put down: what was taken then, else what changed the past, else that it is time. */
  causeAt(atMs: number): EventCause {
    this.#causes ??= new Map(this.entries.map((entry) => [entry.atMs, entry.cause]));
    const taken = this.#causes.get(atMs);
    if (taken !== undefined) return this.#triggerOf(taken);
    const exactly = this.#triggers.findLast(({ cause }) => Date.parse(cause.receivedAt) === atMs);
    if (exactly !== undefined) return exactly;
    const changing = atMs > this.previousHorizonMs ? undefined : this.#triggers.findLast((one) => one.fromMs <= atMs);
    return changing ?? { cause: causeOfTime(this.patientId, atMs), comesAgain: false };
  }

  /** The cause of a change that lies before everything the news touches. */
  get lastCause(): EventCause {
    return this.#triggers.at(-1) ?? this.causeAt(this.timeline.horizonMs);
  }

  /** Whether what is new at a time came after a newer entry, or after that time had been worked out. */
  isLate(atMs: number): boolean {
    return this.#takenMs.get(atMs) ?? atMs <= this.previousHorizonMs;
  }

  /** Whether the news took a reading at a time. */
  isTakenAt(atMs: number): boolean {
    return this.#takenMs.has(atMs);
  }

  #triggerOf(cause: Cause): EventCause {
    return this.#triggers.find((trigger) => trigger.cause === cause) ?? { cause, comesAgain: false };
  }
}
