import type { ObservationCode } from '#libs/clinical';
import {
  derivedId,
  type EventId,
  instant,
  type MonitoringPlan,
  type ObservationId,
  type ObservationSetRecorded,
  type PatientId,
} from '#libs/contracts';
import {
  type Cause,
  type Change,
  type PatientTimeline,
  type ReadingMoment,
  type TakenReading,
  takenReadingsOf,
} from '#libs/timeline';

/** What is put down to, and whether that comes again until its effects are known to be on the log. */
export interface CauseOfEvents {
  readonly cause: Cause;
  readonly comesAgain: boolean;
}

/** A change of plan as the cause of scores and signals. */
export function causeOfPlan({ patientId, revision, changedAt }: MonitoringPlan): Cause {
  return { id: eventId('plan-change', patientId, String(revision)), receivedAt: changedAt };
}

/** Time as the cause of what happens by itself at a moment: known as soon as it is there. */
export function causeOfTime(patientId: PatientId, atMs: number): Cause {
  const at = instant(atMs);
  return { id: eventId('time', patientId, at), receivedAt: at };
}

function eventId(kind: string, ...causes: readonly string[]): EventId {
  // A UUID that was made here needs no parsing.
  return derivedId(kind, ...causes) as EventId;
}

/** A reading that does not count any more. */
export interface Retraction {
  readonly observationId: ObservationId;
  readonly code: ObservationCode;
  readonly takenAtMs: number;
}

interface Trigger {
  readonly cause: Cause;
  readonly comesAgain: boolean;
  /** What it changes that had been told before lies at or after this. */
  readonly fromMs: number;
}

/**
 * What a batch changes of one patient's history, one set, plan or step of time after the other. Works on the timeline in
 * memory; afterwards it tells from when on the history has to be told anew, and to what each event is to be put down.
 */
export class PatientChanges {
  readonly timeline: PatientTimeline;
  /** Up to when everything had been told before the batch; -Infinity at first. */
  readonly toldUpToMs: number;
  readonly #triggers: Trigger[] = [];
  readonly #moments = new Map<number, ReadingMoment | undefined>();
  readonly #lateMs = new Set<number>();
  readonly #onTimeMs = new Set<number>();
  readonly #retracted: Set<ObservationId>;
  #fromMs = Infinity;
  #planFromMs = Infinity;
  readonly #retractions: Retraction[] = [];

  constructor(timeline: PatientTimeline, retracted: readonly ObservationId[]) {
    this.timeline = timeline;
    this.toldUpToMs = timeline.horizonMs;
    this.#retracted = new Set(retracted);
  }

  get patientId(): PatientId {
    return this.timeline.patientId;
  }

  /** From when on the history may differ from what was told; Infinity if nowhere. */
  get fromMs(): number {
    return this.#fromMs;
  }

  get changed(): boolean {
    return this.#fromMs !== Infinity;
  }

  /** Whether nothing had been told of what changed. */
  get isNews(): boolean {
    return this.#fromMs > this.toldUpToMs;
  }

  /** From when on another plan may hold than before the batch; Infinity if nowhere. */
  get planFromMs(): number {
    return this.#planFromMs;
  }

  /** Moments at which something else was taken, or is known, than before. */
  get moments(): readonly ReadingMoment[] {
    return [...this.#moments.values()].flatMap((moment) => moment ?? []);
  }

  /** Moments at which nothing was taken after all. */
  get removedMs(): readonly number[] {
    return [...this.#moments].flatMap(([atMs, moment]) => (moment === undefined ? [atMs] : []));
  }

  /** Every reading that is known to have been retracted, be it here yet or not. */
  get retracted(): readonly ObservationId[] {
    return [...this.#retracted];
  }

  /** What the batch retracts, be it here yet or not. */
  get retractions(): readonly Retraction[] {
    return this.#retractions;
  }

  /** Adds the readings of a set that was never added before, and takes out what it retracts. */
  record(set: ObservationSetRecorded): void {
    const retracts = (set.retracts ?? []).map(({ observationId, code, takenAt }) => ({
      observationId,
      code,
      takenAtMs: Date.parse(takenAt),
    }));
    for (const { observationId } of retracts) this.#retracted.add(observationId);
    this.#retractions.push(...retracts);
    const readings = this.#standing(takenReadingsOf(set));
    const newestBeforeMs = this.timeline.newest?.atMs ?? -Infinity;
    for (const { takenAtMs } of readings) (takenAtMs < newestBeforeMs ? this.#lateMs : this.#onTimeMs).add(takenAtMs);
    const cause = { id: set.id, receivedAt: set.receivedAt };
    const change = this.timeline.add({ readings, retracts }, cause);
    const fromMs = Math.min(
      ...readings.map(({ takenAtMs }) => takenAtMs),
      ...retracts.map(({ takenAtMs }) => takenAtMs),
    );
    this.#note(change, { cause, comesAgain: true, fromMs });
  }

  /** Takes a version of the plan. */
  follow(plan: MonitoringPlan): void {
    const fromMs = this.timeline.reachOf(plan);
    const change = this.timeline.follow(plan, causeOfPlan(plan));
    if (change.fromMs === undefined) return;
    this.#planFromMs = Math.min(this.#planFromMs, fromMs);
    this.#note(change, { cause: causeOfPlan(plan), comesAgain: false, fromMs: -Infinity });
  }

  /** Lets time pass. */
  advance(toMs: number): void {
    const change = this.timeline.advance(toMs);
    this.#note(change, { cause: causeOfTime(this.patientId, toMs), comesAgain: false, fromMs: Infinity });
  }

  /** To what an event at a moment is put down: what was taken then, else what changed the past, else that it is time. */
  at(atMs: number): CauseOfEvents {
    const taken = this.#moments.get(atMs)?.cause;
    if (taken !== undefined) return { cause: taken, comesAgain: this.#comesAgain(taken) };
    const exactly = this.#triggers.findLast(({ cause }) => Date.parse(cause.receivedAt) === atMs);
    if (atMs > this.toldUpToMs && exactly === undefined) {
      return { cause: causeOfTime(this.patientId, atMs), comesAgain: false };
    }
    const trigger = exactly ?? this.#triggers.findLast(({ fromMs }) => fromMs <= atMs);
    return trigger ?? { cause: causeOfTime(this.patientId, atMs), comesAgain: false };
  }

  /** The cause of what a batch changes about something that lies before everything it touches. */
  get last(): CauseOfEvents {
    return this.#triggers.at(-1) ?? this.at(this.timeline.horizonMs);
  }

  /** Whether a moment was made by something that came after a newer reading, or after its time had been told. */
  isLate(atMs: number): boolean {
    if (this.#lateMs.has(atMs)) return true;
    return !this.#onTimeMs.has(atMs) && atMs <= this.toldUpToMs;
  }

  /** Whether this batch took a reading at a moment. */
  isTakenAt(atMs: number): boolean {
    return this.#lateMs.has(atMs) || this.#onTimeMs.has(atMs);
  }

  #standing(readings: readonly TakenReading[]): readonly TakenReading[] {
    if (this.#retracted.size === 0) return readings;
    return readings.filter(({ observationId }) => !this.#retracted.has(observationId));
  }

  #comesAgain({ id }: Cause): boolean {
    return this.#triggers.some(({ cause, comesAgain }) => comesAgain && cause.id === id);
  }

  #note(change: Change, trigger: Trigger): void {
    if (change.fromMs === undefined) return;
    this.#fromMs = Math.min(this.#fromMs, change.fromMs);
    this.#triggers.push(trigger);
    for (const atMs of change.removed) this.#moments.set(atMs, undefined);
    for (const moment of change.moments) this.#moments.set(moment.atMs, moment);
  }
}
