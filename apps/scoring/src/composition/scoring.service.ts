import type { Clock } from '#libs/clock';
import type { MonitoringPlan, ObservationSetRecorded, PatientId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { EventLog, OutgoingRecord } from '#libs/event-log';
import type { PoolClient } from 'pg';
import type { SignalsService, StandingsInHand } from '../signals/signals.service.ts';
import { ChangedMoments, type HistoriesService, scoreRecords } from './histories.service.ts';
import { type MomentReading, momentReadingsOf } from './moment.ts';
import type { MomentText } from './moments.store.ts';
import { ObservationSetsStore } from './observation-sets.store.ts';
import type { PatientHistory } from './patient-history.ts';
import { causeOf } from './plan-rules.ts';
import type { ScoringMetrics } from './scoring-metrics.service.ts';

export interface ScoringServiceParts {
  readonly database: Database;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly histories: HistoriesService;
  readonly signals: SignalsService;
  readonly metrics: ScoringMetrics;
}

/** An observation set that is new, with what NEWS2 can use of it. */
interface NewSet {
  readonly set: ObservationSetRecorded;
  readonly readings: readonly MomentReading[];
}

/** What a committed batch leaves to be done. */
interface Decided {
  readonly records: readonly OutgoingRecord[];
  readonly histories: readonly PatientHistory[];
  readonly standings: StandingsInHand;
  readonly changed: readonly MomentText[];
  readonly newSets: number;
}

/**
 * Scores observation sets and follows monitoring plans, a batch at a time.
 *
 * What a batch decides is committed in one transaction and then published; a caller that commits its position only after
 * the promise has resolved loses nothing: whatever comes again is known by its id, and what was decided for it the first
 * time is read back and published once more, with the same ids. Patients are locked for as long as a batch works on them, so
 * replicas never decide about one patient at once. A score that a later set of the same batch corrects again is published
 * in its last revision only.
 */
export class ScoringService {
  readonly #parts: ScoringServiceParts;
  readonly #sets = new ObservationSetsStore();

  constructor(parts: ScoringServiceParts) {
    this.#parts = parts;
  }

  /** Scores the moments that the sets touch, in the order of the sets, and signals each change of standing. */
  async record(sets: readonly ObservationSetRecorded[]): Promise<void> {
    if (sets.length === 0) return;
    const startedAt = performance.now();
    const decided = await this.#parts.database.transaction((client) => this.#decideOnSets(client, sets));
    await this.#finish(decided);
    this.#measure(decided, { sets, startedAt });
  }

  /** Takes over newer plans, in order: standings may change, and scores whose SpO2 scale does. */
  async follow(plans: readonly MonitoringPlan[]): Promise<void> {
    if (plans.length === 0) return;
    const startedAt = performance.now();
    const decided = await this.#parts.database.transaction((client) => this.#decideOnPlans(client, plans));
    await this.#finish(decided);
    this.#measure(decided, { sets: [], startedAt });
  }

  async #decideOnSets(client: PoolClient, sets: readonly ObservationSetRecorded[]): Promise<Decided> {
    const { histories, signals } = this.#parts;
    const standings = await signals.begin(client, distinct(sets.map(({ patientId }) => patientId)));
    const fresh = await this.#sets.saveNew(client, sets);
    // A set that stands twice in one batch counts once: deleting tells the first from its repeats.
    const newSets = sets
      .filter(({ id }) => fresh.delete(id))
      .map((set): NewSet => ({ set, readings: momentReadingsOf(set) }));
    const scorable = newSets.filter(({ readings }) => readings.length > 0);

    const open = await histories.open(client, distinct(scorable.map(({ set }) => set.patientId)), standings);
    for (const [patientId, ofPatient] of Map.groupBy(scorable, ({ set }) => set.patientId)) {
      const times = ofPatient.flatMap(({ readings }) => readings.map(({ takenAtMs }) => takenAtMs));
      await histories.reachBack(client, getOpen(open, patientId), times);
    }

    const moments = new ChangedMoments();
    for (const { set, readings } of scorable) {
      const { patientId, id, receivedAt } = set;
      const history = getOpen(open, patientId);
      const cause = { id, receivedAt };
      const changed = history.add(readings, cause);
      moments.add(patientId, changed);
      const { newest, plan } = history;
      if (newest !== undefined && changed.includes(newest)) {
        const at = readings.at(-1)?.input.takenAt ?? receivedAt;
        standings.observe({ patientId, plan, score: newest.score, at, cause });
      } else if (changed.length > 0) {
        standings.touch(patientId);
      }
    }

    const changed = moments.texts();
    await histories.save(client, changed);
    await signals.commit(client, standings);
    const again = newSets.length === sets.length ? [] : await this.#decidedBefore(client, sets, newSets);
    const records = [...again, ...standings.records, ...scoreRecords(changed)];
    return { records, histories: [...open.values()], standings, changed, newSets: newSets.length };
  }

  async #decidedBefore(
    client: PoolClient,
    sets: readonly ObservationSetRecorded[],
    newSets: readonly NewSet[],
  ): Promise<readonly OutgoingRecord[]> {
    // The first and its repeats in one batch are one cause.
    const asked = new Set(newSets.map(({ set }) => set.id));
    const causes = sets.flatMap((set) => {
      const [first] = momentReadingsOf(set);
      if (asked.has(set.id) || first === undefined) return [];
      asked.add(set.id);
      return [{ id: set.id, patientId: set.patientId, fromMs: first.takenAtMs }];
    });
    return this.#readBack(client, causes);
  }

  async #decideOnPlans(client: PoolClient, plans: readonly MonitoringPlan[]): Promise<Decided> {
    const { histories, signals } = this.#parts;
    const patientIds = distinct(plans.map(({ patientId }) => patientId));
    const standings = await signals.begin(client, patientIds);
    const open = await histories.open(client, patientIds, standings);
    const known: MonitoringPlan[] = [];
    const moments = new ChangedMoments();
    const newest = new Map<PatientId, MonitoringPlan>();
    for (const plan of plans) {
      const { patientId } = plan;
      const history = getOpen(open, patientId);
      if (!history.isNewer(plan)) {
        known.push(plan);
        continue;
      }
      await histories.reachBack(client, history, [history.rescoresFromMs(plan)]);
      moments.add(patientId, history.follow(plan));
      newest.set(patientId, plan);
      const score = history.newest?.score;
      standings.replan(
        { patientId, plan, score, at: score?.at ?? plan.changedAt, cause: causeOf(plan) },
        history.latenessMs,
      );
    }
    const changed = moments.texts();
    await histories.save(client, changed, [...newest.values()]);
    await signals.commit(client, standings);
    const again = await this.#readBack(
      client,
      known.map((plan) => {
        const { patientId } = plan;
        return { id: causeOf(plan).id, patientId, fromMs: getOpen(open, patientId).rescoresFromMs(plan) };
      }),
    );
    const records = [...again, ...standings.records, ...scoreRecords(changed)];
    const touched = [...open.values()].filter(({ patientId }) => newest.has(patientId));
    return { records, histories: touched, standings, changed, newSets: 0 };
  }

  /** What these causes gave when they first came, for publishing once more. */
  async #readBack(
    client: PoolClient,
    causes: Parameters<HistoriesService['publishedBefore']>[1],
  ): Promise<readonly OutgoingRecord[]> {
    if (causes.length === 0) return [];
    const signals = await this.#parts.signals.sentBefore(
      client,
      causes.map(({ id }) => id),
    );
    return [...signals, ...(await this.#parts.histories.publishedBefore(client, causes))];
  }

  async #finish({ histories, standings, records }: Decided): Promise<void> {
    this.#parts.histories.keep(histories, standings);
    await this.#parts.log.publish(records);
  }

  #measure(
    { changed, standings, newSets }: Decided,
    { sets, startedAt }: { readonly sets: readonly ObservationSetRecorded[]; readonly startedAt: number },
  ): void {
    const { metrics, clock } = this.#parts;
    metrics.batchDone({
      newSets,
      knownSets: sets.length - newSets,
      scores: changed.flatMap(({ moment }) => moment.score ?? []),
      signals: standings.signals.map(({ signal }) => signal),
      seconds: (performance.now() - startedAt) / 1000,
    });
    const nowMs = clock.now().getTime();
    for (const { receivedAt } of sets) metrics.setScored((nowMs - Date.parse(receivedAt)) / 1000);
  }
}

function distinct(patientIds: readonly PatientId[]): PatientId[] {
  return [...new Set(patientIds)];
}

function getOpen(open: ReadonlyMap<PatientId, PatientHistory>, patientId: PatientId): PatientHistory {
  const history = open.get(patientId);
  // Every patient of the batch was opened at its beginning.
  if (history === undefined) throw new TypeError(`The history of patient ${patientId} was not opened.`);
  return history;
}
