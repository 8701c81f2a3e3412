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
import type { PatientTimeline } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type { Outgoing, TellingService, ToldEvents } from '../telling/telling.service.ts';
import type { HistoriesService } from './histories.service.ts';
import type { CauseOfScores } from './moments.store.ts';
import { ObservationSetsStore } from './observation-sets.store.ts';
import { PatientChanges } from './patient-changes.ts';
import type { ScoringMetrics } from './scoring-metrics.service.ts';
import type { SettlingService } from './settling.service.ts';
import { type LockedStandings, StandingsStore } from './standings.store.ts';

export interface ScoringServiceParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly histories: HistoriesService;
  readonly settling: SettlingService;
  readonly telling: TellingService;
  readonly metrics: ScoringMetrics;
  readonly logger: Logger;
}

/** How soon it is looked again whether the rules of a patient for whom something is due are there. */
const rulesMissingForMs = 60_000;

/** What a committed batch leaves to be done. */
interface Decided {
  readonly outgoing: Outgoing;
  readonly told: ToldEvents;
  readonly timelines: readonly PatientTimeline[];
  readonly moved: ReadonlySet<PatientId>;
  readonly standings: LockedStandings;
  readonly newSets: number;
}

/**
 * Brings patients' histories up to date, a batch at a time: with observation sets, with plans, and with the time that has
 * passed.
 *
 * What a batch decides is committed in one transaction and then published; a caller that commits its position only after
 * the promise has resolved loses nothing. A set that comes again is known by its id, and what was decided for it the first
 * time is read back and published once more; what plans and time decide waits in the outbox until it is on the log. Patients
 * are locked for as long as a batch works on them, so replicas never decide about one patient at once. What a later set of
 * the same batch corrects again is published in its last revision only.
 */
export class ScoringService {
  readonly #parts: ScoringServiceParts;
  readonly #sets = new ObservationSetsStore();
  readonly #standings = new StandingsStore();

  constructor(parts: ScoringServiceParts) {
    this.#parts = parts;
  }

  /** Adds what was measured, and takes out what is retracted. */
  async record(sets: readonly ObservationSetRecorded[]): Promise<void> {
    if (sets.length === 0) return;
    const startedAt = performance.now();
    const decided = await this.#parts.database.transaction((client) => this.#decideOnSets(client, sets));
    await this.#finish(decided);
    this.#measure(decided, { sets, startedAt });
  }

  /** Follows plans. One that is older than the newest still says what held in its time. */
  async follow(plans: readonly MonitoringPlan[]): Promise<void> {
    if (plans.length === 0) return;
    const startedAt = performance.now();
    const decided = await this.#parts.database.transaction((client) => this.#decideOnPlans(client, plans));
    await this.#finish(decided);
    this.#measure(decided, { sets: [], startedAt });
  }

  /**
   * Tells what has happened by itself by now to patients for whom something is due, at most so many of them.
   *
   * @returns for how many something was due.
   */
  async advance(mostPatients: number): Promise<number> {
    const now = this.#parts.clock.now();
    if (!(await this.#standings.isAnyDue(this.#parts.database.pool, now))) return 0;
    const startedAt = performance.now();
    const decided = await this.#parts.database.transaction((client) => this.#decideOnTime(client, now, mostPatients));
    await this.#finish(decided);
    this.#measure(decided, { sets: [], startedAt });
    return decided.standings.patientIds.length;
  }

  /** Brings to the log what an earlier failure has left behind. */
  async relay(): Promise<void> {
    await this.#parts.telling.relay(this.#parts.database.pool);
  }

  async #decideOnSets(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<Decided> {
    const { histories } = this.#parts;
    const knownAt = this.#now();
    const standings = await this.#standings.lock(client, distinct(sets.map(({ patientId }) => patientId)));
    const fresh = await this.#sets.saveNew(client, sets, knownAt);
    // A set that stands twice in one batch counts once: deleting tells the first from its repeats.
    const newSets = sets.filter(({ id }) => fresh.delete(id));
    const ofPatients = Map.groupBy(newSets.filter(saysSomething), ({ patientId }) => patientId);
    const open = await histories.open(client, [...ofPatients.keys()], standings);

    const changes: PatientChanges[] = [];
    for (const [patientId, ofPatient] of ofPatients) {
      const timeline = getOpen(open, patientId);
      await histories.reachBack(client, timeline, ofPatient.flatMap(timesOf));
      const change = new PatientChanges(timeline, standings.of(patientId).retracted);
      for (const set of ofPatient) change.record(set);
      changes.push(change);
    }
    const settled = await this.#parts.settling.settle(client, changes, { standings, knownAt, exactly: false });
    const again = newSets.length === sets.length ? [] : await this.#decidedBefore(client, sets, newSets);
    const { records, staged } = settled.outgoing;
    return {
      ...settled,
      outgoing: { records: [...again, ...records], staged },
      timelines: [...open.values()],
      standings,
      newSets: newSets.length,
    };
  }

  async #decideOnPlans(client: PoolClient, plans: readonly MonitoringPlan[]): Promise<Decided> {
    const { histories, telling } = this.#parts;
    const knownAt = this.#now();
    const patientIds = distinct(plans.map(({ patientId }) => patientId));
    const standings = await this.#standings.lock(client, patientIds);
    // What a failure has left behind of these patients, which may be why a plan comes again.
    const before = await telling.staged(client, patientIds);
    const open = await histories.open(client, patientIds, standings);
    const changes: PatientChanges[] = [];
    for (const [patientId, ofPatient] of Map.groupBy(plans, (plan) => plan.patientId)) {
      const timeline = getOpen(open, patientId);
      await histories.reachBack(
        client,
        timeline,
        ofPatient.map((plan) => timeline.reachOf(plan)),
      );
      const change = new PatientChanges(timeline, standings.of(patientId).retracted);
      for (const plan of ofPatient) change.follow(plan);
      changes.push(change);
    }
    await histories.savePlans(client, plans, knownAt);
    const settled = await this.#parts.settling.settle(client, changes, { standings, knownAt, exactly: false });
    const outgoing = {
      records: [...before.records, ...settled.outgoing.records],
      staged: [...before.staged, ...settled.outgoing.staged],
    };
    return { ...settled, outgoing, timelines: [...open.values()], standings, newSets: 0 };
  }

  async #decideOnTime(client: PoolClient, now: Date, mostPatients: number): Promise<Decided> {
    const standings = await this.#standings.lockDue(client, now, mostPatients);
    const open = await this.#parts.histories.openWhereRulesAre(client, standings.patientIds, standings);
    const stuck = standings.patientIds.filter((patientId) => !open.has(patientId));
    if (stuck.length > 0) await this.#postpone(client, stuck, { standings, now });
    const changes = [...open.values()].map((timeline) => {
      const change = new PatientChanges(timeline, standings.of(timeline.patientId).retracted);
      change.advance(now.getTime());
      return change;
    });
    const knownAt = instant(now);
    const settled = await this.#parts.settling.settle(client, changes, { standings, knownAt, exactly: true });
    return { ...settled, timelines: [...open.values()], standings, newSets: 0 };
  }

  /** Leaves patients whose rules are not here for a while, so that nobody else's time stands still with theirs. */
  async #postpone(
    client: PoolClient,
    patientIds: readonly PatientId[],
    { standings, now }: { readonly standings: LockedStandings; readonly now: Date },
  ): Promise<void> {
    const dueMs = now.getTime() + rulesMissingForMs;
    const postponed = patientIds.map((patientId) => ({ patientId, ...standings.of(patientId), dueMs }));
    await this.#standings.move(client, postponed, { exactly: true });
    this.#parts.logger.warn(
      { event: 'rules-missing', patients: patientIds.length },
      'Plans name rule sets that are not here: time stands still for their patients',
    );
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
    const { histories, telling } = this.#parts;
    const scores = await histories.scoresCausedBy(client, causes);
    return [
      ...(await telling.causedBy(
        client,
        causes.map(({ id }) => id),
      )),
      ...scores.map(({ event, text }) => ({ topic: 'scores' as const, key: event.patientId, value: text })),
    ];
  }

  async #finish({ outgoing, timelines, moved, standings }: Decided): Promise<void> {
    const { histories, telling, database } = this.#parts;
    histories.keep(timelines, (patientId) => standings.versionOf(patientId) + (moved.has(patientId) ? 1n : 0n));
    if (outgoing.records.length > 0) await telling.publish(database.pool, outgoing);
  }

  #now(): Instant {
    return instant(this.#parts.clock.now());
  }

  #measure(
    { told, newSets }: Decided,
    { sets, startedAt }: { readonly sets: readonly ObservationSetRecorded[]; readonly startedAt: number },
  ): void {
    const { metrics, clock } = this.#parts;
    metrics.batchDone({
      newSets,
      knownSets: sets.length - newSets,
      scores: told.scores.map(({ event }) => event),
      signals: told.signals.map(({ event }) => event),
      seconds: (performance.now() - startedAt) / 1000,
    });
    const nowMs = clock.now().getTime();
    for (const { receivedAt } of sets) metrics.setScored((nowMs - Date.parse(receivedAt)) / 1000);
  }
}

function distinct(patientIds: readonly PatientId[]): PatientId[] {
  return [...new Set(patientIds)];
}

/** Whether there is anything in a set that a history is made of. */
function saysSomething({ observations, retracts }: ObservationSetRecorded): boolean {
  return observations.length > 0 || (retracts ?? []).length > 0;
}

/** The moments that a set touches. */
function timesOf({ observations, retracts }: ObservationSetRecorded): number[] {
  return [...observations, ...(retracts ?? [])].map(({ takenAt }) => Date.parse(takenAt));
}

function getOpen(open: ReadonlyMap<PatientId, PatientTimeline>, patientId: PatientId): PatientTimeline {
  const timeline = open.get(patientId);
  // Every patient of the batch was opened at its beginning.
  if (timeline === undefined) throw new TypeError(`The history of patient ${patientId} was not opened.`);
  return timeline;
}
