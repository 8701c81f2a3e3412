import { bucketOf, identityRules, type ObservationCode, type RuleBook } from '#libs/clinical';
import type { ObservationId, PatientId } from '#libs/contracts';
import type { LevelChange, PlanVersions, TakenReading } from '#libs/timeline';
import type { PoolClient } from 'pg';
import { SamplesStore, type WantedSamples } from './samples.store.ts';
import {
  boundsOf,
  type Candidate,
  candidatesOf,
  firstsOfEach,
  scoreCandidatesOf,
  scoreSeries,
  SeenBuckets,
  type Series,
} from './sampling.ts';
import { rulesDuring, trendChanges, type TrendDoubt } from './trend-levels.ts';
import { reachMs, seriesOf } from './watched-rules.ts';

/** What became known of a patient, all of it stored by now. */
export interface TrendNews {
  readonly patientId: PatientId;
  readonly plans: PlanVersions;
  /** What was taken at the times that are new or changed; what was known before does no harm. */
  readonly readings: readonly TakenReading[];
  readonly retracts: readonly Retracted[];
  /** Every score that there is now from a time on; absent where none changed. */
  readonly scores?: ScoresFrom;
  /**
   * From when on levels may differ for another reason: a change of plan; or that time has passed, from the horizon as it
   * was, for which there is no need before `TrendHistory.dueAtMs`.
   */
  readonly alsoFromMs?: number;
  /** Up to when the history is worked out, that included. */
  readonly horizonMs: number;
}

interface Retracted {
  readonly observationId: ObservationId;
  readonly code: ObservationCode;
  readonly takenAtMs: number;
}

interface ScoresFrom {
  readonly fromMs: number;
  /** In any order; the total is null where the score is not complete. */
  readonly points: readonly { readonly atMs: number; readonly total: number | null }[];
  /** There was no score from then on before. */
  readonly news: boolean;
}

/** How the trends of a patient move from one instant to another, both included: every change there is then. */
export interface TrendHistory {
  readonly patientId: PatientId;
  readonly fromMs: number;
  readonly toMs: number;
  readonly changes: readonly LevelChange[];
  /** Samples that wait to be confirmed then. */
  readonly doubts: readonly TrendDoubt[];
  /** When, after `toMs`, a level next may change without another sample; undefined if none will. It holds until the next history. */
  readonly dueAtMs: number | undefined;
}

/** Where to find the readings of a patient that stand, retractions considered. */
export interface ValidReadings {
  /** What was taken within a time whose end is not part of it, of any code, in any order. */
  takenBetween(
    client: PoolClient,
    wanted: { readonly patientId: PatientId; readonly fromMs: number; readonly untilMs: number },
  ): Promise<readonly TakenReading[]>;
}

export interface TrendsServiceParts {
  readonly ruleBook: { readonly current: RuleBook };
  readonly readings: ValidReadings;
  /** Of how many patients it is remembered which half hour has its sample, at some 200 bytes each. */
  readonly rememberedPatients: number;
}

/**
 * Finds trends: keeps the first two readings of each half hour of each series that some pathway has a trend rule for, and works
 * out how the levels of a patient's trends change from where their samples did.
 *
 * What is kept and worked out is a function of what was measured and planned, whatever order it came in. To be called under the
 * lock on the patients, once in the transaction that stores the readings and scores, after they were stored. Readings of
 * other codes cost nothing; one that is not among the first of its half hour costs a look at what is remembered.
 *
 * Gaps: samples of a code are kept from when the rule book first has a rule for it, and what was measured before is not
 * looked up. A half hour that another replica takes a sample out of, while this one remembers it, stays without it.
 */
export class TrendsService {
  readonly #parts: TrendsServiceParts;
  readonly #store = new SamplesStore();
  readonly #seen: SeenBuckets;
  readonly #seriesOfBooks = new WeakMap<RuleBook, ReadonlySet<Series>>();

  constructor(parts: TrendsServiceParts) {
    this.#parts = parts;
    this.#seen = new SeenBuckets(parts.rememberedPatients);
  }

  /**
   * Takes in what became known, and works out the trends of each patient for whom they may differ.
   *
   * @param batch each patient at most once.
   */
  async observe(client: PoolClient, batch: readonly TrendNews[]): Promise<readonly TrendHistory[]> {
    const differences = new Differences();
    for (const { patientId, alsoFromMs } of batch) {
      if (alsoFromMs !== undefined) differences.note(patientId, alsoFromMs);
    }
    const series = this.#watchedSeries();
    const candidates: Candidate[] = [];
    for (const { patientId, readings, retracts } of batch) {
      candidates.push(...this.#unseen(candidatesOf(patientId, readings, series)));
      for (const retracted of retracts) {
        if (series.has(retracted.code)) {
          candidates.push(...(await this.#takeOut(client, { patientId, retracted, differences })));
        }
      }
    }
    if (series.has(scoreSeries)) candidates.push(...(await this.#scoresOf(client, batch, differences)));
    if (candidates.length > 0) await this.#keep(client, candidates, differences);
    return this.#histories(client, batch, differences);
  }

  #unseen(candidates: readonly Candidate[]): readonly Candidate[] {
    return candidates.filter((candidate) => !this.#seen.comesAfterSamples(candidate));
  }

  async #keep(client: PoolClient, candidates: readonly Candidate[], differences: Differences): Promise<void> {
    const firsts = firstsOfEach(candidates);
    const { kept, surplus } = await this.#store.keepFirsts(client, firsts);
    const fullNow = new Set([...kept].map(halfHourOf));
    for (const first of firsts) {
      if (kept.has(first)) differences.note(first.patientId, first.takenAtMs);
      // Only what was there before is certain: what was kept just now is gone again if this transaction is.
      else if (surplus.has(first) && !fullNow.has(halfHourOf(first))) this.#seen.remember(first);
    }
  }

  /** Takes out a retracted reading. If it was a sample, what else was taken in its half hour may take its place. */
  async #takeOut(
    client: PoolClient,
    {
      patientId,
      retracted: { code, observationId, takenAtMs },
      differences,
    }: { readonly patientId: PatientId; readonly retracted: Retracted; readonly differences: Differences },
  ): Promise<readonly Candidate[]> {
    const bucket = bucketOf(takenAtMs);
    if (!(await this.#store.takeOut(client, { patientId, series: code, bucket, observationId }))) return [];
    this.#seen.forget(patientId);
    differences.note(patientId, takenAtMs);
    const valid = await this.#parts.readings.takenBetween(client, { patientId, ...boundsOf(bucket) });
    return candidatesOf(patientId, valid, new Set([code]));
  }

  /** Complete scores; where scores changed that were there before, in place of all samples from there on. */
  async #scoresOf(
    client: PoolClient,
    batch: readonly TrendNews[],
    differences: Differences,
  ): Promise<readonly Candidate[]> {
    const candidates: Candidate[] = [];
    const rewritten: { readonly patientId: PatientId; readonly fromMs: number }[] = [];
    for (const { patientId, scores } of batch) {
      if (scores === undefined) continue;
      if (!scores.news) {
        const { fromMs } = scores;
        rewritten.push({ patientId, fromMs });
        this.#seen.forget(patientId);
        differences.note(patientId, fromMs);
      }
      candidates.push(...this.#unseen(scoreCandidatesOf(patientId, scores.points)));
    }
    if (rewritten.length > 0) await this.#store.takeOutScores(client, rewritten);
    return candidates;
  }

  async #histories(
    client: PoolClient,
    batch: readonly TrendNews[],
    differences: Differences,
  ): Promise<readonly TrendHistory[]> {
    const wanted: WantedSamples[] = [];
    const periods = batch.flatMap(({ patientId, plans, horizonMs }) => {
      const fromMs = differences.fromMs(patientId);
      if (fromMs === undefined) return [];
      const period = { fromMs, toMs: Math.max(fromMs, horizonMs) };
      const since = new Map<Series, number>();
      for (const rule of rulesDuring(plans, period)) {
        const reachesToMs = fromMs - 1 - reachMs(rule);
        for (const one of seriesOf(rule)) since.set(one, Math.min(reachesToMs, since.get(one) ?? Infinity));
      }
      wanted.push(...[...since].map(([series, sinceMs]) => ({ patientId, series, sinceMs })));
      return [{ patientId, plans, period }];
    });
    const samples = wanted.length === 0 ? new Map<PatientId, never>() : await this.#store.since(client, wanted);
    return periods.map(({ patientId, plans, period }) => {
      const ofPatient = samples.get(patientId) ?? new Map<Series, never>();
      return { patientId, ...period, ...trendChanges(plans, ofPatient, period) };
    });
  }

  /** Of every pathway, so that what is kept does not hang on whether the news of a patient's pathway came in time. */
  #watchedSeries(): ReadonlySet<Series> {
    const book = this.#parts.ruleBook.current;
    const known = this.#seriesOfBooks.get(book);
    if (known !== undefined) return known;
    const series = new Set([...book.pathways.flatMap(({ file }) => file.trends), ...identityRules].flatMap(seriesOf));
    this.#seriesOfBooks.set(book, series);
    return series;
  }
}

function halfHourOf({ patientId, series, bucket }: Candidate): string {
  return `${patientId} ${series} ${String(bucket)}`;
}

/** From when on each patient's trends may differ from what they were. */
class Differences {
  readonly #fromMs = new Map<PatientId, number>();

  note(patientId: PatientId, atMs: number): void {
    this.#fromMs.set(patientId, Math.min(atMs, this.#fromMs.get(patientId) ?? Infinity));
  }

  fromMs(patientId: PatientId): number | undefined {
    return this.#fromMs.get(patientId);
  }
}
