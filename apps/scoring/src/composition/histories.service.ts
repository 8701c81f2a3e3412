import type { RuleBook } from '#libs/clinical';
import type { Instant, MonitoringPlan, PatientId } from '#libs/contracts';
import { PatientTimeline, type TakenReading, UnknownRuleSetError } from '#libs/timeline';
import type { PoolClient } from 'pg';
import { HistoryCache } from './history-cache.ts';
import {
  type CauseOfScores,
  type ChangedMoment,
  MomentsStore,
  type StoredMoments,
  type StoredScore,
} from './moments.store.ts';
import { PlansStore } from './plans.store.ts';
import type { LockedStandings } from './standings.store.ts';

/**
 * So many moments are loaded of each patient: to go on from there one is enough. A reading that was overtaken on the way is
 * compared with what has been told, which has to be read anyway.
 */
const rememberedMoments = 1;

export interface HistoriesOptions {
  readonly latenessHours: number;
  readonly cachedPatients: number;
  readonly ruleBook: { readonly current: RuleBook };
}

/**
 * Patients' timelines: remembered from batch to batch, loaded where they are not, and written.
 *
 * To be used under the lock on the patients (see StandingsStore). What is handed out is right for the version of the patient
 * under that lock, whichever replica made it, and for the rules that are live. Until `keep` is called, after the commit,
 * nothing is remembered.
 */
export class HistoriesService {
  readonly #moments = new MomentsStore();
  readonly #plans = new PlansStore();
  readonly #cache: HistoryCache;
  readonly #options: HistoriesOptions;
  #rules: RuleBook;

  constructor(options: HistoriesOptions) {
    this.#cache = new HistoryCache(options.cachedPatients);
    this.#options = options;
    this.#rules = options.ruleBook.current;
  }

  /**
   * The patients' timelines, with at least their newest moments.
   *
   * @throws UnknownRuleSetError where a plan names rules that are not here. It may pass: the work is to be tried again.
   */
  async open(
    client: PoolClient,
    patientIds: readonly PatientId[],
    standings: LockedStandings,
  ): Promise<Map<PatientId, PatientTimeline>> {
    return this.#open(client, patientIds, {
      standings,
      onUnknownRules: (error) => {
        throw error;
      },
    });
  }

  /** The same, without the patients whose plans name rules that are not here. */
  async openWhereRulesAre(
    client: PoolClient,
    patientIds: readonly PatientId[],
    standings: LockedStandings,
  ): Promise<Map<PatientId, PatientTimeline>> {
    return this.#open(client, patientIds, { standings, onUnknownRules: () => undefined });
  }

  async #open(
    client: PoolClient,
    patientIds: readonly PatientId[],
    {
      standings,
      onUnknownRules,
    }: { readonly standings: LockedStandings; readonly onUnknownRules: (error: UnknownRuleSetError) => void },
  ): Promise<Map<PatientId, PatientTimeline>> {
    this.#followRules();
    const timelines = new Map<PatientId, PatientTimeline>();
    const unknown: PatientId[] = [];
    for (const patientId of patientIds) {
      const remembered = this.#cache.take(patientId, standings.versionOf(patientId));
      if (remembered === undefined) unknown.push(patientId);
      else timelines.set(patientId, remembered);
    }
    if (unknown.length === 0) return timelines;
    const plans = await this.#plans.find(client, unknown);
    const moments = await this.#moments.newest(client, unknown, rememberedMoments);
    for (const patientId of unknown) {
      try {
        const timeline = this.#timelineOf(patientId, {
          plans: plans.get(patientId) ?? [],
          remembered: moments.get(patientId) ?? { moments: [], fromTheBeginning: true },
          horizonMs: standings.of(patientId).horizonMs,
        });
        timelines.set(patientId, timeline);
      } catch (error) {
        if (!(error instanceof UnknownRuleSetError)) throw error;
        onUnknownRules(error);
      }
    }
    return timelines;
  }

  /** Loads more of a patient's past where one of the times lies before what is remembered. */
  async reachBack(client: PoolClient, timeline: PatientTimeline, timesMs: readonly number[]): Promise<void> {
    const beyond = timesMs.filter((timeMs) => !timeline.reachesBackTo(timeMs));
    if (beyond.length === 0) return;
    timeline.recall(await this.#moments.since(client, timeline.patientId, Math.min(...beyond)));
  }

  /** What was taken of a patient within a time whose end is not part of it, retractions considered. */
  async takenBetween(
    client: PoolClient,
    wanted: { readonly patientId: PatientId; readonly fromMs: number; readonly untilMs: number },
  ): Promise<readonly TakenReading[]> {
    return this.#moments.takenBetween(client, wanted);
  }

  /** The scores of patients from a moment on, as they were told last. */
  async scoresSince(client: PoolClient, ranges: readonly Omit<CauseOfScores, 'id'>[]): Promise<readonly StoredScore[]> {
    return ranges.length === 0 ? [] : this.#moments.scoresSince(client, ranges);
  }

  /** The scores of patients at certain moments, as they were told last. */
  async scoresAt(
    client: PoolClient,
    moments: readonly { readonly patientId: PatientId; readonly atMs: number }[],
  ): Promise<readonly StoredScore[]> {
    return moments.length === 0 ? [] : this.#moments.scoresAt(client, moments);
  }

  async save(
    client: PoolClient,
    {
      changed,
      removed,
      knownAt,
    }: {
      readonly changed: readonly ChangedMoment[];
      readonly removed: readonly { readonly patientId: PatientId; readonly atMs: number }[];
      readonly knownAt: Instant;
    },
  ): Promise<void> {
    if (removed.length > 0) await this.#moments.forgetTaken(client, removed);
    if (changed.length > 0) await this.#moments.save(client, changed, knownAt);
  }

  async savePlans(client: PoolClient, plans: readonly MonitoringPlan[], knownAt: Instant): Promise<void> {
    if (plans.length > 0) await this.#plans.saveNew(client, plans, knownAt);
  }

  /** Remembers timelines whose changes are committed, under the version that the commit gave their patients. */
  keep(timelines: Iterable<PatientTimeline>, versionOf: (patientId: PatientId) => bigint): void {
    for (const timeline of timelines) this.#cache.put(timeline, versionOf(timeline.patientId));
  }

  /** The scores that these causes gave, as far as nothing has changed them since. */
  async scoresCausedBy(client: PoolClient, causes: readonly CauseOfScores[]): Promise<readonly StoredScore[]> {
    return this.#moments.scoresCausedBy(client, causes);
  }

  #timelineOf(
    patientId: PatientId,
    {
      plans,
      remembered,
      horizonMs,
    }: { readonly plans: readonly MonitoringPlan[]; readonly remembered: StoredMoments; readonly horizonMs: number },
  ): PatientTimeline {
    const { latenessHours } = this.#options;
    return new PatientTimeline({ patientId, rules: this.#rules, plans, ...remembered, horizonMs, latenessHours });
  }

  /** What is remembered was worked out by the rules that were live then. */
  #followRules(): void {
    const { current } = this.#options.ruleBook;
    if (current === this.#rules) return;
    this.#rules = current;
    this.#cache.clear();
  }
}
