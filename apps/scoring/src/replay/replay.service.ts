import type { RuleBook } from '#libs/clinical';
import type { MonitoringPlan, PatientId } from '#libs/contracts';
import { PlanVersions } from '#libs/timeline';
import type { ClientBase } from 'pg';
import { trendChanges, trendReachMs } from '../trends/trends.service.ts';
import { HistoryStore, type WantedHistory } from './history.store.ts';
import { PatientComparison, type StoredMoment } from './patient-comparison.ts';
import { NoHistoryError } from './replay-errors.ts';
import { type ReplayQuestion, type ReplayReport, ReplayTally } from './replay-report.ts';
import { ReplayedPatient, type TrendFinder } from './replayed-patient.ts';
import { sinceMsOf } from './warm-up.ts';

export interface ReplayProgress {
  readonly patients: number;
  readonly ofPatients: number;
  /** Moments at which something was taken, with those before the period that are needed to begin it. */
  readonly moments: number;
}

export interface ReplayOptions {
  /** Its search path leads to the scoring service's schema. */
  readonly client: ClientBase;
  readonly question: ReplayQuestion;
  /** The rules that are in force. */
  readonly live: RuleBook;
  /** The rules that are tried. */
  readonly trial: RuleBook;
  /** Where no plan says. */
  readonly latenessHours: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

/** So many patients' plans and signals are in memory at once; of moments, only the newest. */
const patientsAtOnce = 200;

const trends: TrendFinder = { reachMs: trendReachMs, changes: trendChanges };

/**
 * Runs what was measured through other rules, and holds what comes out against what live told.
 *
 * Reads in one transaction that cannot write, and sees everything as it was when it began: live goes on meanwhile and neither
 * waits nor is waited for. A patient's history is replayed up to the end of the period, or as far as live has told it. With the
 * live rules, what comes out is what live told: as far as no plan became known later than it allows readings to.
 *
 * @throws NoHistoryError where the database has nothing to replay.
 * @throws UnknownRuleSetError where a plan names rules that are in neither rule book.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const store = new HistoryStore();
  await store.beginReading(options.client);
  try {
    return await new Replay(options, store).run();
  } finally {
    await store.endReading(options.client);
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
  readonly #store: HistoryStore;
  readonly #tally: ReplayTally;
  readonly #fromMs: number;
  readonly #toMs: number;
  #moments = 0;

  constructor(options: ReplayOptions, store: HistoryStore) {
    this.#options = options;
    this.#store = store;
    this.#tally = new ReplayTally(options.question);
    this.#fromMs = Date.parse(options.question.from);
    this.#toMs = Date.parse(options.question.to);
  }

  async run(): Promise<ReplayReport> {
    const { client, question, onProgress } = this.#options;
    if (!(await this.#store.isThere(client))) throw new NoHistoryError();
    const patientIds = await this.#store.patients(client, { toMs: this.#toMs, wardId: question.wardId });
    for (let first = 0; first < patientIds.length; first += patientsAtOnce) {
      await this.#replayGroup(patientIds.slice(first, first + patientsAtOnce), (inGroup) =>
        onProgress?.({ patients: first + inGroup, ofPatients: patientIds.length, moments: this.#moments }),
      );
    }
    onProgress?.({ patients: patientIds.length, ofPatients: patientIds.length, moments: this.#moments });
    return this.#tally.report();
  }

  async #replayGroup(patientIds: readonly PatientId[], progress: (patients: number) => void): Promise<void> {
    const { client } = this.#options;
    const candidates = await this.#candidates(patientIds);
    const wanted: WantedHistory[] = candidates.map(({ patientId, sinceMs }) => ({ patientId, sinceMs }));
    const signals = await this.#store.signals(client, wanted);
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
    const places = new Map(candidates.map(({ patientId }, place) => [patientId, place]));
    let done = 0;
    const finish = (until: number): void => {
      for (; done < until; done += 1) {
        const comparison = comparisons[done];
        if (comparison !== undefined) this.#tally.add(comparison.outcome());
      }
    };
    for await (const batch of this.#store.moments(client, { wanted, toMs: this.#toMs })) {
      for (const { patientId, moments } of batch) {
        const place = places.get(patientId) ?? 0;
        finish(place);
        this.#moments += moments.length;
        comparisons[place]?.take(upTo(moments, candidates[place]?.toMs ?? this.#toMs));
      }
      progress(done);
    }
    finish(comparisons.length);
  }

  async #candidates(patientIds: readonly PatientId[]): Promise<readonly Candidate[]> {
    const { client, question, live, trial, latenessHours } = this.#options;
    const plans = await this.#store.plans(client, patientIds);
    const toldUpTo = await this.#store.toldUpTo(client, patientIds);
    return patientIds.flatMap((patientId) => {
      const ofPatient = plans.get(patientId) ?? [];
      const livePlans = new PlanVersions(ofPatient, live, { latenessHours });
      const toMs = Math.min(this.#toMs, toldUpTo.get(patientId) ?? Infinity);
      const wasThere = livePlans
        .during(this.#fromMs, toMs)
        .some(
          ({ plan }) => (plan?.stay ?? null) !== null && (question.wardId ?? plan?.stay?.wardId) === plan?.stay?.wardId,
        );
      if (!wasThere) return [];
      const replayed = new ReplayedPatient({ patientId, rules: trial, plans: ofPatient, latenessHours, trends });
      const sinceMs = sinceMsOf([livePlans, replayed.plans], { fromMs: this.#fromMs, toMs }, trendReachMs);
      return [{ patientId, plans: ofPatient, livePlans, replayed, toMs, sinceMs }];
    });
  }
}

function upTo(moments: readonly StoredMoment[], toMs: number): readonly StoredMoment[] {
  const last = moments.at(-1);
  return last === undefined || last.atMs <= toMs ? moments : moments.filter(({ atMs }) => atMs <= toMs);
}
