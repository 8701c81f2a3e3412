import type { MonitoringPlan, PatientId } from '#libs/contracts';
import type { OutgoingRecord } from '#libs/event-log';
import type { PoolClient } from 'pg';
import { HistoryCache } from './history-cache.ts';
import type { Moment } from './moment.ts';
import { type CauseOfMoments, MomentsStore, type MomentText } from './moments.store.ts';
import { PatientHistory } from './patient-history.ts';
import { PlansStore } from './plans.store.ts';

/** So many moments are loaded and kept of each patient: readings that overtake each other on the way need no more. */
const rememberedMoments = 4;

/** Tells a patient's version, which rises with everything that is committed of the patient. */
export interface Versions {
  /** Under the lock. */
  versionOf(patientId: PatientId): bigint;
  /** After the commit. */
  committedVersionOf(patientId: PatientId): bigint;
}

/**
 * Patients' histories: remembered from batch to batch, loaded where they are not, and written.
 *
 * To be used under the lock on the patients (see `SignalsService.begin`). What is handed out is right for the version of the
 * patient under that lock, whichever replica made it. Until `keep` is called, after the commit, nothing is remembered.
 */
export class HistoriesService {
  readonly #moments = new MomentsStore();
  readonly #plans = new PlansStore();
  readonly #cache: HistoryCache;
  readonly #latenessHours: number;

  constructor(options: { readonly latenessHours: number; readonly cachedPatients: number }) {
    this.#cache = new HistoryCache(options.cachedPatients);
    this.#latenessHours = options.latenessHours;
  }

  /** The patients' histories, with at least their newest moments. */
  async open(
    client: PoolClient,
    patientIds: readonly PatientId[],
    versions: Versions,
  ): Promise<Map<PatientId, PatientHistory>> {
    const histories = new Map<PatientId, PatientHistory>();
    const unknown: PatientId[] = [];
    for (const patientId of patientIds) {
      const remembered = this.#cache.take(patientId, versions.versionOf(patientId));
      if (remembered === undefined) unknown.push(patientId);
      else histories.set(patientId, remembered);
    }
    if (unknown.length === 0) return histories;
    const plans = await this.#plans.find(client, unknown);
    const moments = await this.#moments.newest(client, unknown, rememberedMoments);
    for (const patientId of unknown) {
      const stored = moments.get(patientId) ?? { moments: [], fromTheBeginning: true };
      const remembered = { plan: plans.get(patientId), ...stored };
      histories.set(patientId, new PatientHistory(patientId, remembered, { latenessHours: this.#latenessHours }));
    }
    return histories;
  }

  /** Loads more of a patient's past where one of the times lies before what is remembered. */
  async reachBack(client: PoolClient, history: PatientHistory, timesMs: readonly number[]): Promise<void> {
    const beyond = timesMs.filter((timeMs) => !history.reachesBackTo(timeMs));
    if (beyond.length === 0) return;
    history.recall(await this.#moments.since(client, history.patientId, Math.min(...beyond)));
  }

  async save(client: PoolClient, changed: readonly MomentText[], plans: readonly MonitoringPlan[] = []): Promise<void> {
    if (plans.length > 0) await this.#plans.save(client, plans);
    if (changed.length > 0) await this.#moments.save(client, changed);
  }

  /** Remembers histories whose changes are committed, under the version that the commit gave their patients. */
  keep(histories: Iterable<PatientHistory>, versions: Versions): void {
    for (const history of histories) {
      history.keepNewest(rememberedMoments);
      this.#cache.put(history, versions.committedVersionOf(history.patientId));
    }
  }

  /** The scores that these causes gave when they first came, as far as nothing has changed them since, for the log. */
  async publishedBefore(client: PoolClient, causes: readonly CauseOfMoments[]): Promise<readonly OutgoingRecord[]> {
    const stored = await this.#moments.causedBy(client, causes);
    return stored.map(({ patientId, text }) => ({ topic: 'scores', key: patientId, value: text }));
  }
}

/** The moments that a batch changed, each once, as it is after the whole batch. */
export class ChangedMoments {
  readonly #byPatient = new Map<PatientId, Map<number, Moment>>();

  add(patientId: PatientId, moments: readonly Moment[]): void {
    if (moments.length === 0) return;
    const changed = this.#byPatient.get(patientId) ?? new Map<number, Moment>();
    for (const moment of moments) changed.set(moment.atMs, moment);
    this.#byPatient.set(patientId, changed);
  }

  /** Each with its JSON, made once for storing and publishing. */
  texts(): readonly MomentText[] {
    const texts: MomentText[] = [];
    for (const [patientId, moments] of this.#byPatient) {
      for (const moment of moments.values()) {
        texts.push({ patientId, moment, text: moment.score === null ? null : JSON.stringify(moment.score) });
      }
    }
    return texts;
  }
}

/** What the log is told of changed moments: their scores; of those that are withheld, nothing. */
export function scoreRecords(changed: readonly MomentText[]): readonly OutgoingRecord[] {
  return changed.flatMap(({ patientId, text }) =>
    text === null ? [] : [{ topic: 'scores' as const, key: patientId, value: text }],
  );
}
