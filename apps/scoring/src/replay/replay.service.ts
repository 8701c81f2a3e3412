import type { RuleBook } from '#libs/clinical';
import type { MonitoringPlan, PatientId, ReplayReport } from '#libs/contracts';
import { PlanVersions } from '#libs/timeline';
import type { ClientBase } from 'pg';
import { type Histories, storedHistories } from '../composition/stored-histories.service.ts';
import type { EntryRecord, WantedHistory } from '../composition/stored-history.ts';
import { knownOutages, type KnownOutages } from '../intake/outages.service.ts';
import { trendChanges } from '../trends/trend-levels.ts';
import { reachMs } from '../trends/watched-rules.ts';
import { PatientComparison } from './patient-comparison.ts';
import { NoHistoryError } from './replay-errors.ts';
import { type ReplayQuestion, ReplayTally } from './replay-report.ts';
import { ReplayedPatient, type TrendFinder } from './replayed-patient.ts';
import { sinceMsOf } from './warm-up.ts';

export interface ReplayProgress {
  readonly patients: number;
  readonly ofPatients: number;
  /** Times at which something was taken, with those before the period that are needed to begin it. */
  readonly readingTimes: number;
}

export interface ReplayOptions {
  /** Its search path leads to the scoring service's schema. */
  readonly client: ClientBase;
  readonly question: ReplayQuestion;
  /** The rules that are in force. */
  readonly live: RuleBook;
  /** The rules that are tried. */
  readonly trial: RuleBook;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

/** So many patients' plans and signals are in memory at once; of entries, only the newest. */
const patientsAtOnce = 200;

const trends: TrendFinder = { reachMs, changes: trendChanges };

/**
 * Runs what was measured through other rules, and holds what comes out against what live published.
 *
 * Reads in one transaction that cannot write, and sees everything as it was when it began: live goes on meanwhile and neither
 * waits nor is waited for. A patient's history is replayed up to the end of the period, or as far as live has worked it out. With
 * the live rules, what comes out is what live published.
 *
 * @throws NoHistoryError where the database has nothing to replay.
 * @throws UnknownRuleSetError where a plan names rules that are in neither rule book.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const store = storedHistories(options.client);
  await store.beginReading();
  try {
    if (!(await store.isThere())) throw new NoHistoryError();
    return await new Replay(options, store, await knownOutages(options.client)).run();
  } finally {
    await store.endReading();
  }
}

/** A patient who was on the ward within the period. */
interface Candidate {
  readonly patientId: PatientId;
  readonly plans: readonly MonitoringPlan[];
  readonly livePlans: PlanVersions;
  readonly replayed: ReplayedPatient;
  readonly toMs: number;
  readonly sinceMs: number;
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #store: Histories;
  readonly #outages: KnownOutages;
  readonly #tally: ReplayTally;
  readonly #fromMs: number;
  readonly #toMs: number;
  #readingTimes = 0;

  constructor(options: ReplayOptions, store: Histories, outages: KnownOutages) {
    this.#options = options;
    this.#store = store;
    this.#outages = outages;
    this.#tally = new ReplayTally(options.question);
    this.#fromMs = Date.parse(options.question.from);
    this.#toMs = Date.parse(options.question.to);
  }

  async run(): Promise<ReplayReport> {
    const { question, onProgress } = this.#options;
    const patientIds = await this.#store.patients({ toMs: this.#toMs, wardId: question.wardId });
    for (let first = 0; first < patientIds.length; first += patientsAtOnce) {
      await this.#replayGroup(patientIds.slice(first, first + patientsAtOnce), (inGroup) =>
        onProgress?.({ patients: first + inGroup, ofPatients: patientIds.length, readingTimes: this.#readingTimes }),
      );
    }
    onProgress?.({ patients: patientIds.length, ofPatients: patientIds.length, readingTimes: this.#readingTimes });
    return this.#tally.report();
  }

  async #replayGroup(patientIds: readonly PatientId[], progress: (patients: number) => void): Promise<void> {
    const candidates = await this.#candidates(patientIds);
    const wanted: WantedHistory[] = candidates.map(({ patientId, sinceMs }) => ({ patientId, sinceMs }));
    const signals = await this.#store.signals(wanted);
    const comparisons = candidates.map(
      ({ patientId, replayed, livePlans, toMs }) =>
        new PatientComparison({
          patientId,
          replayed,
          livePlans,
          signals: (signals.get(patientId) ?? []).filter(({ at }) => Date.parse(at) <= toMs),
          period: { fromMs: this.#fromMs, toMs },
          wardId: this.#options.question.wardId,
        }),
    );
    const indexes = new Map(candidates.map(({ patientId }, index) => [patientId, index]));
    let done = 0;
    const finish = (until: number): void => {
      for (; done < until; done += 1) {
        const comparison = comparisons[done];
        if (comparison !== undefined) this.#tally.add(comparison.outcome());
      }
    };
    for await (const batch of this.#store.entries({ wanted, toMs: this.#toMs })) {
      for (const { patientId, entries } of batch) {
        const index = indexes.get(patientId) ?? 0;
        finish(index);
        this.#readingTimes += entries.length;
        comparisons[index]?.take(upTo(entries, candidates[index]?.toMs ?? this.#toMs));
      }
      progress(done);
    }
    finish(comparisons.length);
  }

  async #candidates(patientIds: readonly PatientId[]): Promise<readonly Candidate[]> {
    const { question, live, trial } = this.#options;
    const { outages, changes } = this.#outages;
    const plans = await this.#store.plans(patientIds);
    const workedOut = await this.#store.workedOutUpTo(patientIds, changes);
    return patientIds.flatMap((patientId) => {
      const ofPatient = plans.get(patientId) ?? [];
      const livePlans = new PlanVersions(ofPatient, live, outages);
      const toMs = Math.min(this.#toMs, workedOut.get(patientId) ?? Infinity);
      const wasThere = livePlans
        .during(this.#fromMs, toMs)
        .some(
          ({ plan }) => (plan?.stay ?? null) !== null && (question.wardId ?? plan?.stay?.wardId) === plan?.stay?.wardId,
        );
      if (!wasThere) return [];
      const replayed = new ReplayedPatient({ patientId, plans: new PlanVersions(ofPatient, trial, outages), trends });
      const sinceMs = sinceMsOf([livePlans, replayed.plans], { fromMs: this.#fromMs, toMs }, reachMs);
      return [{ patientId, plans: ofPatient, livePlans, replayed, toMs, sinceMs }];
    });
  }
}

function upTo(entries: readonly EntryRecord[], toMs: number): readonly EntryRecord[] {
  const last = entries.at(-1);
  return last === undefined || last.atMs <= toMs ? entries : entries.filter(({ atMs }) => atMs <= toMs);
}
