import type { Instant, MonitoringPlan, ObservationSetRecorded, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { type PatientTimeline, prepareUpdate, readingSetOf, type TimelineUpdate } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type { OutagesService } from '../intake/outages.service.ts';
import type { Outgoing, OutgoingEventsService } from '../outgoing-events/outgoing-events.service.ts';
import type { HistoriesService } from './histories.service.ts';
import { type ParkingService, reasonOfUnknownRules } from './parking.service.ts';
import type { LockedStates } from './patient-states.store.ts';
import type { ScoringMetrics } from './scoring-metrics.service.ts';
import type { SavedUpdates, UpdatesService } from './updates.service.ts';

export interface PatientWorkParts {
  readonly database: Pick<Database, 'transaction'>;
  readonly histories: HistoriesService;
  readonly updates: UpdatesService;
  readonly parking: ParkingService;
  readonly outages: OutagesService;
  readonly outgoingEvents: OutgoingEventsService;
  readonly metrics: ScoringMetrics;
  /** So far ahead of our clock a reading may be taken and count at once. */
  readonly aheadMs: number;
}

/** What became known of a patient, or came while the patient was parked. */
export interface PatientNews {
  readonly sets: readonly ObservationSetRecorded[];
  readonly plans: readonly MonitoringPlan[];
}

export interface BatchFacts {
  readonly states: LockedStates;
  readonly knownAt: Instant;
  /** Something was due: time has passed, and due times are written even where nothing changed. */
  readonly untilMs?: number;
  readonly setsComeAgain: boolean;
  /** Patients whose parked work is to be looked at. */
  readonly parked?: readonly PatientId[];
}

/** What a batch leaves to be done once it is committed. */
export interface CommittedBatch extends SavedUpdates {
  readonly updates: readonly TimelineUpdate[];
  readonly states: LockedStates;
}

/** One batch of work on patients' histories: in a transaction, then in the cache, on the log, and in the metrics. */
export class PatientWorkService {
  readonly #parts: PatientWorkParts;

  constructor(parts: PatientWorkParts) {
    this.#parts = parts;
  }

  /** Does work that does not come again: what it decides waits in the outbox until it is on the log. */
  async run(work: (client: PoolClient) => Promise<CommittedBatch>): Promise<void> {
    const startedAt = performance.now();
    const batch = await this.#parts.database.transaction(work);
    this.remember(batch);
    await this.#parts.outgoingEvents.publish(batch.outgoing);
    this.measure(batch, { startedAt, newSets: 0, knownSets: 0 });
  }

  /**
   * Updates the histories of the patients of whom there is news, and of those whose parked work can be done now. To be
   * called under the lock on the patients.
   */
  async update(
    client: PoolClient,
    news: ReadonlyMap<PatientId, PatientNews>,
    facts: BatchFacts,
  ): Promise<CommittedBatch> {
    const { histories, parking, outages, updates: saving } = this.#parts;
    const { states, parked = [], untilMs } = facts;
    const nowMs = Date.parse(facts.knownAt);
    // Another replica may know of outages that this one has not heard of.
    if (states.outageNumber > outages.current.number) await outages.refresh(client);
    const known = outages.current;
    const opening = { states, outages: known };
    const { timelines, unknownRules } = await histories.open(client, [...news.keys(), ...parked], opening);
    for (const [patientId, error] of unknownRules) {
      const sets = news.get(patientId)?.sets ?? [];
      await parking.park(client, patientId, { because: reasonOfUnknownRules(error), sets, facts });
    }
    const taken = new Map(news);
    const waiting = await parking.find(client, parked);
    for (const patientId of parked) {
      const timeline = timelines.get(patientId);
      if (timeline === undefined) continue;
      const work = waiting.get(patientId) ?? { plans: [], sets: [] };
      const able = await parking.take(client, timeline, { work, facts });
      if (able !== undefined) taken.set(patientId, able);
    }
    const prepared = [...taken].flatMap(([patientId, { sets, plans }]) => {
      const timeline = timelines.get(patientId);
      if (timeline === undefined) return [];
      return prepareUpdate(timeline, {
        sets: sets.map(readingSetOf),
        retracted: states.of(patientId).retracted.map(([observationId]) => observationId),
        plans,
        outages: known.outages,
        ...(untilMs === undefined ? {} : { untilMs }),
        present: { nowMs, latestMs: nowMs + this.#parts.aheadMs },
      });
    });
    const ranges = prepared.flatMap(({ patientId, needsFromMs }) =>
      needsFromMs === undefined ? [] : [{ patientId, fromMs: needsFromMs }],
    );
    const entries = await histories.entriesSince(client, ranges);
    const updates = prepared.map((update) =>
      update.needsFromMs === undefined ? update.apply() : update.apply(entries.get(update.patientId) ?? []),
    );
    const exactly = untilMs !== undefined;
    const saved = await saving.save(client, updates, { ...facts, outageNumber: known.number, exactly });
    const said = await parking.sayScored(client, updates, facts);
    const outgoing: Outgoing = {
      ...saved.outgoing,
      staged: saved.outgoing.staged || said || parked.length + unknownRules.size > 0,
    };
    return { ...saved, outgoing, updates, states };
  }

  /** To be called once a batch is committed. */
  remember({ updates, moved, states }: CommittedBatch): void {
    const timelines: readonly PatientTimeline[] = updates.map(({ timeline }) => timeline);
    this.#parts.histories.remember(
      timelines,
      (patientId) => states.versionOf(patientId) + (moved.has(patientId) ? 1n : 0n),
    );
  }

  /** Counts a batch that is published. */
  measure(
    { events }: CommittedBatch,
    done: { readonly startedAt: number; readonly newSets: number; readonly knownSets: number },
  ): void {
    this.#parts.metrics.batchDone({
      newSets: done.newSets,
      knownSets: done.knownSets,
      scores: events.scores.map(({ event }) => event),
      signals: events.signals.map(({ event }) => event),
      seconds: (performance.now() - done.startedAt) / 1000,
    });
  }
}
