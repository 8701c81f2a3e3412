import type { RuleBook } from '#libs/clinical';
import type { Clock } from '#libs/clock';
import {
  type EventId,
  instant,
  type Instant,
  type MonitoringPlan,
  type ObservationSetRecorded,
  type PatientId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { OutgoingRecord } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import type { PoolClient } from 'pg';
import type { BacklogService } from '../backlog/backlog.service.ts';
import type { OutagesService } from '../intake/outages.service.ts';
import type { OutgoingEventsService } from '../outgoing-events/outgoing-events.service.ts';
import type { HistoriesAheadService } from './histories-ahead.service.ts';
import type { HistoriesService } from './histories.service.ts';
import type { CauseOfScores } from './history-entries.store.ts';
import { ObservationSetsStore } from './observation-sets.store.ts';
import type { ParkingService } from './parking.service.ts';
import { PatientStatesStore } from './patient-states.store.ts';
import type { CommittedBatch, PatientNews, PatientWorkService } from './patient-work.service.ts';
import { PlansStore } from './plans.store.ts';
import type { ScoringMetrics } from './scoring-metrics.service.ts';

export interface ScoringServiceParts {
  readonly database: Pick<Database, 'pool' | 'transaction'>;
  readonly clock: Clock;
  readonly ruleBook: { readonly current: RuleBook };
  readonly histories: HistoriesService;
  readonly work: PatientWorkService;
  readonly backlog: BacklogService;
  readonly parking: ParkingService;
  readonly outages: OutagesService;
  readonly outgoingEvents: OutgoingEventsService;
  readonly metrics: ScoringMetrics;
  readonly logger: Logger;
  readonly ahead: Pick<HistoriesAheadService, 'makeDue'>;
}

/** How soon it is tried again to let time pass, or to work on what was parked, for a patient for whom that failed. */
const failedForMs = 60_000;
/** Likewise, to work off what waits of a patient. */
const slicedAgainAfterMs = 5_000;
/** A patient whom others are working on is passed over for so long. */
const passedOverForMs = 100;

/**
 * Brings patients' histories up to date, a batch at a time: with observation sets, with plans, and with the time that has
 * passed.
 *
 * What a batch decides is committed in one transaction and then published; a caller that commits its position only after
 * the promise has resolved loses nothing. A set that comes again is known by its id, and what was decided for it the first
 * time is read back and published once more; what plans and time decide waits in the outbox until it is on the log. Patients
 * are locked for as long as a batch works on them, so replicas never decide about one patient at once. What a later set of
 * the same batch corrects again is published in its last revision only. A patient whose rules are not here is parked alone.
 * What is more than a patient's turn waits in the backlog, and so does what comes while a slice of that is worked off: no
 * other patient of a batch waits for one who is behind.
 */
export class ScoringService {
  readonly #parts: ScoringServiceParts;
  readonly #sets = new ObservationSetsStore();
  readonly #plans = new PlansStore();
  readonly #states = new PatientStatesStore();
  /** By these rules everything has been done that was parked. */
  #resumedWith: RuleBook | undefined;
  /** Real time, in milliseconds: parked work that failed is not tried again before. */
  #resumeFromMs = 0;
  /** Of so many patients that are due, each is worked on by itself: one of them made a batch fail. */
  #oneByOne = 0;
  /** For this change of outages, every patient that it concerns has been made due. */
  #dueByOutages = 0;

  constructor(parts: ScoringServiceParts) {
    this.#parts = parts;
  }

  /** Adds what was measured, and takes out what is retracted. */
  async record(sets: readonly ObservationSetRecorded[]): Promise<void> {
    if (sets.length === 0) return;
    const startedAt = performance.now();
    const taken = await this.#parts.database.transaction((client) => this.#takeSets(client, sets));
    const { batch, again, newSets, done } = taken;
    this.#parts.work.remember(batch);
    const { outgoing } = batch;
    await this.#parts.outgoingEvents.publish({ ...outgoing, records: [...again, ...outgoing.records] });
    this.#parts.work.measure(batch, { startedAt, newSets, knownSets: sets.length - newSets });
    this.#measureDelays(done);
  }

  /**
   * Works in a slice of what waits of one patient, the next of those who are behind. Where that fails, the patient is passed
   * over for a while.
   *
   * @returns false if no patient is to be tried.
   */
  async workOff(): Promise<boolean> {
    const { backlog, work, logger } = this.#parts;
    const patientId = await backlog.next();
    if (patientId === undefined) return false;
    try {
      const slice: ObservationSetRecorded[] = [];
      await work.run((client) => this.#takeSlice(client, patientId, slice));
      this.#measureDelays(slice);
    } catch (error) {
      backlog.leave(patientId, slicedAgainAfterMs);
      logger.error(
        { event: 'backlog-failed', patientId, err: error },
        'What waits of a patient could not be worked in',
      );
    }
    return true;
  }

  /** Follows plans. One that is older than the newest still says what held in its time. */
  async follow(plans: readonly MonitoringPlan[]): Promise<void> {
    if (plans.length === 0) return;
    await this.#parts.work.run((client) => this.#takePlans(client, plans));
  }

  /**
   * Lets time pass for patients for whom something is due, at most so many of them. Where that fails, each is tried alone,
   * and the one that fails is left for a while, so that no other patient's time stands still.
   *
   * @returns for how many something was due.
   */
  async advance(mostPatients: number): Promise<number> {
    const { database, clock } = this.#parts;
    const now = clock.now();
    await this.#makeDueByOutages(now);
    await this.#parts.ahead.makeDue(now);
    if (!(await this.#states.isAnyDue(database.pool, now))) return 0;
    const most = this.#oneByOne > 0 ? 1 : mostPatients;
    this.#oneByOne = Math.max(0, this.#oneByOne - 1);
    const inHand: PatientId[] = [];
    try {
      await this.#parts.work.run(async (client) => {
        const states = await this.#states.lockDue(client, now, most);
        inHand.push(...states.patientIds);
        const news = new Map(states.patientIds.map((patientId) => [patientId, { sets: [], plans: [] }]));
        const facts = { states, knownAt: instant(now), untilMs: now.getTime(), setsComeAgain: false };
        return this.#parts.work.update(client, news, facts);
      });
    } catch (error) {
      await this.#leave(inHand, { error, now });
    }
    return inHand.length;
  }

  /** Works on what was parked, as far as the rules for it have come. */
  async resume(): Promise<void> {
    const { ruleBook, parking, database, logger } = this.#parts;
    const rules = ruleBook.current;
    if (rules === this.#resumedWith || performance.now() < this.#resumeFromMs) return;
    let failed = false;
    for (const patientId of await parking.patients(database.pool)) {
      try {
        await this.#parts.work.run((client) => this.#takeParked(client, patientId));
      } catch (error) {
        failed = true;
        logger.error({ event: 'resume-failed', patientId, err: error }, 'What was parked of a patient failed');
      }
    }
    if (failed) this.#resumeFromMs = performance.now() + failedForMs;
    else this.#resumedWith = rules;
  }

  async #takeSets(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
  ): Promise<{
    readonly batch: CommittedBatch;
    readonly again: readonly OutgoingRecord[];
    readonly newSets: number;
    /** What does not wait. */
    readonly done: readonly ObservationSetRecorded[];
  }> {
    const { backlog, work } = this.#parts;
    const knownAt = this.#now();
    const patientIds = distinct(sets.map(({ patientId }) => patientId));
    const behind = await backlog.patientsAmong(client, patientIds);
    const states = await this.#states.lock(client, patientIds, { passingOver: behind });
    const isParked = (patientId: PatientId): boolean => states.of(patientId).parkedBecause !== null;
    const fresh = await this.#sets.saveNew(client, sets, { knownAt, isParked });
    // A set that stands twice in one batch counts once: deleting tells the first from its repeats.
    const newSets = sets.filter(({ id }) => fresh.delete(id));
    const working = newSets.filter((set) => saysSomething(set) && !isParked(set.patientId));
    const turns = await backlog.takeTurns(client, working, {
      behind,
      isInHand: (patientId) => states.has(patientId),
      horizonMs: (patientId) => states.of(patientId).horizonMs,
      knownAt,
    });
    const news = new Map([...turns].map(([patientId, ofPatient]) => [patientId, { sets: ofPatient, plans: [] }]));
    const batch = await work.update(client, news, { states, knownAt, setsComeAgain: true });
    const again = newSets.length === sets.length ? [] : await this.#decidedBefore(client, sets, newSets);
    const inTurn = new Set([...turns.values()].flat());
    const waiting = new Set(working.filter((set) => !inTurn.has(set)));
    return { batch, again, newSets: newSets.length, done: sets.filter((set) => !waiting.has(set)) };
  }

  /** Nothing where others are working on the patient; what was taken is put into `slice`. */
  async #takeSlice(client: PoolClient, patientId: PatientId, slice: ObservationSetRecorded[]): Promise<CommittedBatch> {
    const { backlog, parking, work } = this.#parts;
    const states = await this.#states.lock(client, [patientId], { passingOver: new Set([patientId]) });
    const facts = { states, knownAt: this.#now(), setsComeAgain: false };
    if (!states.has(patientId)) {
      backlog.leave(patientId, passedOverForMs);
      return work.update(client, new Map(), facts);
    }
    slice.push(...(await backlog.takeSlice(client, patientId)));
    if (states.of(patientId).parkedBecause === null) {
      return work.update(client, new Map([[patientId, { sets: slice, plans: [] }]]), facts);
    }
    await parking.add(client, slice);
    return work.update(client, new Map(), facts);
  }

  async #takePlans(client: PoolClient, plans: readonly MonitoringPlan[]): Promise<CommittedBatch> {
    const { parking } = this.#parts;
    const knownAt = this.#now();
    const byPatient = Map.groupBy(plans, ({ patientId }) => patientId);
    const states = await this.#states.lock(client, [...byPatient.keys()]);
    const concerned = new Set(
      [...byPatient].flatMap(([patientId, ofPatient]) =>
        states.of(patientId).parkedBecause !== null || !ofPatient.every((plan) => parking.knowsRulesOf(plan))
          ? [patientId]
          : [],
      ),
    );
    const save = (wanted: (patientId: PatientId) => boolean, parked: boolean): Promise<void> => {
      const chosen = plans.filter(({ patientId }) => wanted(patientId));
      return this.#plans.saveNew(client, chosen, { knownAt, parked });
    };
    await save((patientId) => concerned.has(patientId), true);
    const news = new Map<PatientId, PatientNews>();
    for (const [patientId, ofPatient] of byPatient) {
      if (!concerned.has(patientId)) news.set(patientId, { sets: [], plans: ofPatient });
    }
    const facts = { states, knownAt, setsComeAgain: false, parked: [...concerned] };
    const batch = await this.#parts.work.update(client, news, facts);
    // Only now: the histories are opened as they were before these plans.
    const taken = new Set(batch.updates.map(({ patientId }) => patientId));
    await save((patientId) => news.has(patientId) && taken.has(patientId), false);
    // The rules of an earlier plan have gone: the patient was parked just now.
    await save((patientId) => news.has(patientId) && !taken.has(patientId), true);
    return batch;
  }

  async #takeParked(client: PoolClient, patientId: PatientId): Promise<CommittedBatch> {
    const states = await this.#states.lock(client, [patientId]);
    const facts = { states, knownAt: this.#now(), setsComeAgain: false };
    return this.#parts.work.update(client, new Map(), { ...facts, parked: [patientId] });
  }

  /** Where time failed for several patients, each is tried alone; where it failed for one, that one is left for a while. */
  async #leave(
    patientIds: readonly PatientId[],
    { error, now }: { readonly error: unknown; readonly now: Date },
  ): Promise<void> {
    const { database, logger } = this.#parts;
    const [only] = patientIds;
    if (only === undefined) throw error;
    if (patientIds.length > 1) {
      this.#oneByOne = patientIds.length;
      return;
    }
    logger.error({ event: 'due-failed', patientId: only, err: error }, 'Time could not pass for a patient');
    await this.#states.postpone(database.pool, only, new Date(now.getTime() + failedForMs));
  }

  async #makeDueByOutages(now: Date): Promise<void> {
    const { outages, database } = this.#parts;
    await outages.look();
    const { number, changes } = outages.current;
    if (number === this.#dueByOutages) return;
    while (await this.#states.makeDueByOutages(database.pool, changes, now));
    this.#dueByOutages = number;
  }

  /** What the sets that are not new gave when they first came, for publishing once more. */
  async #decidedBefore(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
    newSets: readonly ObservationSetRecorded[],
  ): Promise<readonly OutgoingRecord[]> {
    // The first and its repeats in one batch are one cause.
    const asked = new Set<EventId>(newSets.map(({ id }) => id));
    const causes = sets.flatMap((set): CauseOfScores[] => {
      if (asked.has(set.id) || !saysSomething(set)) return [];
      asked.add(set.id);
      return [{ id: set.id, patientId: set.patientId, fromMs: Math.min(...timesOf(set)) }];
    });
    if (causes.length === 0) return [];
    const { histories, outgoingEvents } = this.#parts;
    const scores = await histories.scoresCausedBy(client, causes);
    return [
      ...(await outgoingEvents.causedBy(
        client,
        causes.map(({ id }) => id),
      )),
      ...scores.map(({ event, text }) => ({ topic: 'scores' as const, key: event.patientId, value: text })),
    ];
  }

  #measureDelays(sets: readonly ObservationSetRecorded[]): void {
    const { clock, metrics } = this.#parts;
    const nowMs = clock.now().getTime();
    for (const { receivedAt } of sets) metrics.setScored((nowMs - Date.parse(receivedAt)) / 1000);
  }

  #now(): Instant {
    return instant(this.#parts.clock.now());
  }
}

function distinct(patientIds: readonly PatientId[]): PatientId[] {
  return [...new Set(patientIds)];
}

/** Whether there is anything in a set that a history is made of. */
function saysSomething(set: ObservationSetRecorded): boolean {
  return timesOf(set).length > 0;
}

/** The times that a set touches. */
function timesOf({ observations, doubts, retracts }: ObservationSetRecorded): number[] {
  return [...observations, ...(doubts ?? []), ...(retracts ?? [])].map(({ takenAt }) => Date.parse(takenAt));
}
