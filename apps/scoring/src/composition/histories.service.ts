import type { RuleBook } from '#libs/clinical';
import type { Instant, PatientId, Score } from '#libs/contracts';
import { together } from '#libs/database';
import { PatientTimeline, PlanVersions, type TakenReading, UnknownRuleSetError } from '#libs/timeline';
import type { PoolClient } from 'pg';
import type { KnownOutages } from '../intake/outages.service.ts';
import type { PublishedEvent } from '../outgoing-events/revisions.ts';
import {
  type CauseOfScores,
  type ChangedEntry,
  HistoryEntriesStore,
  type PatientRange,
} from './history-entries.store.ts';
import { HistoryCache } from './history-cache.ts';
import type { LockedStates } from './patient-states.store.ts';
import { PlansStore } from './plans.store.ts';

export interface HistoriesOptions {
  readonly cachedPatients: number;
  readonly ruleBook: { readonly current: RuleBook };
}

export interface OpenTimelines {
  readonly timelines: ReadonlyMap<PatientId, PatientTimeline>;
  /** Patients whose plans name rules that are not here, and which. */
  readonly unknownRules: ReadonlyMap<PatientId, UnknownRuleSetError>;
}

/**
 * Patients' timelines: cached from batch to batch, loaded where they are not, and written.
 *
 * To be used under the lock on the patients (see PatientStatesStore). What is given out is right for the version of the
 * patient under that lock, whichever replica made it, and for the rules in force. Nothing is cached until `remember` is
 * called, after the commit.
 */
export class HistoriesService {
  readonly #entries = new HistoryEntriesStore();
  readonly #plans = new PlansStore();
  readonly #cache: HistoryCache;
  readonly #options: HistoriesOptions;
  #rules: RuleBook;

  constructor(options: HistoriesOptions) {
    this.#cache = new HistoryCache(options.cachedPatients);
    this.#options = options;
    this.#rules = options.ruleBook.current;
  }

  /** The patients' timelines, each by the outages that it was worked out with last. */
  async open(
    client: PoolClient,
    patientIds: readonly PatientId[],
    { states, outages }: { readonly states: LockedStates; readonly outages: KnownOutages },
  ): Promise<OpenTimelines> {
    this.#followRules();
    const timelines = new Map<PatientId, PatientTimeline>();
    const unknownRules = new Map<PatientId, UnknownRuleSetError>();
    const others: PatientId[] = [];
    for (const patientId of patientIds) {
      const cached = this.#cache.get(patientId, states.versionOf(patientId));
      if (cached === undefined) others.push(patientId);
      else timelines.set(patientId, cached);
    }
    if (others.length === 0) return { timelines, unknownRules };
    const plans = await this.#plans.find(client, others);
    const horizons = others.map((patientId) => ({ patientId, horizonMs: states.of(patientId).horizonMs }));
    const newest = await this.#entries.newest(client, horizons);
    const ahead = await this.#entries.ahead(client, horizons);
    for (const patientId of others) {
      const { horizonMs, furthestMs, outageNumber } = states.of(patientId);
      try {
        const versions = new PlanVersions(plans.get(patientId) ?? [], this.#rules, outages.upTo(outageNumber));
        const entries = { newest: newest.get(patientId), aheadMs: ahead.get(patientId) };
        timelines.set(
          patientId,
          new PatientTimeline({ patientId, plans: versions, horizonMs, furthestMs, ...entries }),
        );
      } catch (error) {
        if (!(error instanceof UnknownRuleSetError)) throw error;
        unknownRules.set(patientId, error);
      }
    }
    return { timelines, unknownRules };
  }

  /** The entries of each patient from the last one before a time, up to the newest. */
  async entriesSince(client: PoolClient, ranges: readonly PatientRange[]): ReturnType<HistoryEntriesStore['since']> {
    return ranges.length === 0 ? new Map() : this.#entries.since(client, ranges);
  }

  /** From when on so many entries of each patient's history lie; of those who have no more than that, nothing. */
  async nearFromMs(
    client: PoolClient,
    wanted: readonly { readonly patientId: PatientId; readonly entries: number }[],
  ): Promise<ReadonlyMap<PatientId, number>> {
    return this.#entries.nearFromMs(client, wanted);
  }

  /** What was taken of a patient within a time whose end is not part of it, retractions considered. */
  async takenBetween(
    client: PoolClient,
    wanted: { readonly patientId: PatientId; readonly fromMs: number; readonly untilMs: number },
  ): Promise<readonly TakenReading[]> {
    return this.#entries.takenBetween(client, wanted);
  }

  /** The scores of patients from a time on, as they were published last. */
  async scoresSince(client: PoolClient, ranges: readonly PatientRange[]): Promise<readonly PublishedEvent<Score>[]> {
    return ranges.length === 0 ? [] : this.#entries.scoresSince(client, ranges);
  }

  /** The scores of patients at certain times, as they were published last. */
  async scoresAt(
    client: PoolClient,
    wanted: readonly { readonly patientId: PatientId; readonly atMs: number }[],
  ): Promise<readonly PublishedEvent<Score>[]> {
    return wanted.length === 0 ? [] : this.#entries.scoresAt(client, wanted);
  }

  /** The scores that these causes gave, as far as nothing has changed them since. */
  async scoresCausedBy(
    client: PoolClient,
    causes: readonly CauseOfScores[],
  ): Promise<readonly PublishedEvent<Score>[]> {
    return this.#entries.scoresCausedBy(client, causes);
  }

  async save(
    client: PoolClient,
    {
      changed,
      removed,
      knownAt,
    }: {
      readonly changed: readonly ChangedEntry[];
      readonly removed: readonly { readonly patientId: PatientId; readonly atMs: number }[];
      readonly knownAt: Instant;
    },
  ): Promise<void> {
    // Both are sent at once: what the caller sends next is executed after them.
    await together([
      removed.length > 0 && this.#entries.forgetTaken(client, removed),
      changed.length > 0 && this.#entries.save(client, changed, knownAt),
    ]);
  }

  /** Caches timelines whose changes are committed, under the version that the commit gave their patients. */
  remember(timelines: Iterable<PatientTimeline>, versionOf: (patientId: PatientId) => bigint): void {
    for (const timeline of timelines) this.#cache.put(timeline, versionOf(timeline.patientId));
  }

  /** What is cached was worked out by the rules that were in force then. */
  #followRules(): void {
    const { current } = this.#options.ruleBook;
    if (current === this.#rules) return;
    this.#rules = current;
    this.#cache.clear();
  }
}
