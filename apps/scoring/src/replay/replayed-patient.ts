import { bucketOf, type Sample } from '#libs/clinical';
import type { EventId, Instant, PatientId } from '#libs/contracts';
import {
  type History,
  type LevelChange,
  type News,
  PatientTimeline,
  type PlanVersions,
  prepareUpdate,
  scoreOfComposition,
  type ScorePoint,
  type TakenReading,
} from '#libs/timeline';
import type { TakenEntry } from '../composition/stored-history.ts';
import { samplesAHalfHour, scoreSeries } from '../trends/sampling.ts';
import { rulesOf, seriesOf, type WatchedRule } from '../trends/watched-rules.ts';

/** Finds trends as the live service does. */
export interface TrendFinder {
  /** How long before a time samples may lie that have a say in a rule's level then, in milliseconds. */
  reachMs(rule: WatchedRule): number;
  changes(
    plans: PlanVersions,
    samples: ReadonlyMap<string, readonly Sample[]>,
    period: { readonly fromMs: number; readonly toMs: number },
  ): { readonly changes: readonly LevelChange[] };
}

/** A sample, with what distinguishes it from another of the same time. */
interface SampleRecord extends Sample {
  readonly observationId: string;
}

/** What follows from what was taken, in a stretch of time that follows the one before. */
export interface Stretch {
  readonly points: readonly ScorePoint[];
  /** Of every condition, in order of time. */
  readonly changes: readonly LevelChange[];
}

export interface ReplayedPatientOptions {
  readonly patientId: PatientId;
  readonly plans: PlanVersions;
  readonly trends: TrendFinder;
}

/** So many are worked through at a time: a timeline is quickest with few entries in hand. */
const entriesAtOnce = 64;

/** Nothing that is replayed is stored, so nothing asks what caused it. */
const noCause = {
  // Neither an event nor a time that anything happened.
  id: '00000000-0000-0000-0000-000000000000' as EventId,
  // As above.
  receivedAt: '1970-01-01T00:00:00.000Z' as Instant,
};

/**
 * One patient's history once more, under any rules: what was taken goes in, in order of time; scores and levels come out, as
 * the scoring service would have published them. Remembers what it needs to go on, and no more.
 */
export class ReplayedPatient {
  #timeline: PatientTimeline;
  readonly #trends: TrendFinder;
  readonly #samples = new Map<string, SampleRecord[]>();
  readonly #series: ReadonlySet<string>;
  readonly #reachMs: number;

  constructor({ patientId, plans, trends }: ReplayedPatientOptions) {
    this.#timeline = new PatientTimeline({ patientId, plans, newest: undefined, horizonMs: -Infinity });
    this.#trends = trends;
    const rules = plans.during(-Infinity, Infinity).flatMap(rulesOf);
    this.#series = new Set(rules.flatMap(seriesOf));
    this.#reachMs = Math.max(0, ...rules.map((rule) => trends.reachMs(rule)));
  }

  get plans(): PlanVersions {
    return this.#timeline.plans;
  }

  /** Goes through what was taken next, in order of time, up to the last of it. */
  take(entries: readonly TakenEntry[]): Stretch {
    const points: ScorePoint[] = [];
    const changes: LevelChange[] = [];
    const fromMs = this.#timeline.horizonMs + 1;
    for (let first = 0; first < entries.length; first += entriesAtOnce) {
      const together = entries.slice(first, first + entriesAtOnce);
      if (this.#series.size > 0) for (const { taken } of together) for (const reading of taken) this.#sample(reading);
      const sets = together.map(({ taken }) => ({ cause: noCause, readings: taken, retracts: [] }));
      const history = this.#learn({ sets });
      points.push(...history.scores);
      changes.push(...history.changes);
    }
    return this.#withTrends(points, changes, fromMs);
  }

  /** Lets time pass until then. */
  advance(toMs: number): Stretch {
    const fromMs = this.#timeline.horizonMs + 1;
    const { scores, changes } = this.#learn({ untilMs: toMs });
    return this.#withTrends(scores, changes, fromMs);
  }

  #learn(news: News): History {
    const prepared = prepareUpdate(this.#timeline, news);
    if (prepared.needsFromMs !== undefined) throw new TypeError('A replay takes what was measured in order of time.');
    const { timeline, history } = prepared.apply();
    this.#timeline = timeline;
    return history;
  }

  #withTrends(points: readonly ScorePoint[], changes: readonly LevelChange[], fromMs: number): Stretch {
    const { horizonMs } = this.#timeline;
    if (this.#series.size === 0 || fromMs > horizonMs) return { points, changes };
    if (this.#series.has(scoreSeries)) for (const point of points) this.#sampleScore(point);
    // Before the first reading there is no trend, and no time from which to look for one.
    const period = { fromMs: Math.max(fromMs, 0), toMs: horizonMs };
    const trends = this.#trends.changes(this.#timeline.plans, this.#samples, period);
    this.#forgetBefore(horizonMs - this.#reachMs - 1);
    return { points, changes: trends.changes.length === 0 ? changes : inOrder([...changes, ...trends.changes]) };
  }

  #sample({ code, value, takenAtMs, observationId, quality }: TakenReading): void {
    if (typeof value !== 'number' || !this.#series.has(code)) return;
    this.#keepFirst(code, { takenAtMs, value, observationId, ...(quality === undefined ? {} : { quality }) });
  }

  #sampleScore({ atMs, composition }: ScorePoint): void {
    const { total } = scoreOfComposition(composition);
    if (total !== null) this.#keepFirst(scoreSeries, { takenAtMs: atMs, value: total, observationId: '' });
  }

  /** Keeps the first of each half hour; at one time, the one with the lowest id. */
  #keepFirst(series: string, sample: SampleRecord): void {
    const samples = this.#samples.get(series) ?? [];
    if (samples.length === 0) this.#samples.set(series, samples);
    const last = samples.at(-1);
    if (last?.takenAtMs === sample.takenAtMs) {
      if (sample.observationId < last.observationId) samples[samples.length - 1] = sample;
      return;
    }
    const full = samples.at(-samplesAHalfHour);
    if (full === undefined || bucketOf(full.takenAtMs) < bucketOf(sample.takenAtMs)) samples.push(sample);
  }

  #forgetBefore(ms: number): void {
    for (const samples of this.#samples.values()) {
      const first = samples.findIndex(({ takenAtMs }) => takenAtMs >= ms);
      if (first > 0) samples.splice(0, first);
    }
  }
}

/** By time; what happens at one time stays as it was. */
function inOrder(changes: readonly LevelChange[]): readonly LevelChange[] {
  return changes.toSorted((one, other) => one.atMs - other.atMs);
}
