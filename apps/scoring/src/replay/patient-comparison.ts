import { tiers } from '#libs/clinical';
import {
  type AlertDifference,
  type ComparedAlert,
  conditionOf,
  type DifferentScore,
  type DifferentSignal,
  instant,
  type PatientId,
  type ReplayedAlert,
  type Score,
  type Signal,
  type WardId,
} from '#libs/contracts';
import {
  escalationAt,
  type LevelChange,
  type PlanVersion,
  type PlanVersions,
  scoreEvent,
  type ScorePoint,
} from '#libs/timeline';
import type { ScoreInShort, EntryRecord } from '../composition/stored-history.ts';
import { compareLevels, type Move, risesWithin } from './level-comparison.ts';
import { dayOf, differenceOf, type PatientOutcome } from './replay-report.ts';
import type { ReplayedPatient, Stretch } from './replayed-patient.ts';
import { differenceBetween, inShort } from './score-comparison.ts';

export interface ComparisonOptions {
  readonly patientId: PatientId;
  readonly replayed: ReplayedPatient;
  /** What live published and did not withdraw, in order of time, from before the period on. */
  readonly signals: readonly Signal[];
  /** The rules that live goes by. */
  readonly livePlans: PlanVersions;
  readonly period: { readonly fromMs: number; readonly toMs: number };
  /** Null: whatever ward the patient is on. */
  readonly wardId: WardId | null;
}

/** Holds what comes out of one patient's replay against what was published live. */
export class PatientComparison {
  readonly #options: ComparisonOptions;
  readonly #changes: LevelChange[] = [];
  readonly #differentScores: DifferentScore[] = [];
  /** Live's scores that the replay has not come to yet. */
  readonly #live = new Map<number, ScoreInShort>();
  #readingTimes = 0;
  #scores = 0;

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** Takes the next entries, in order of time. */
  take(entries: readonly EntryRecord[]): void {
    for (const { atMs, live, taken } of entries) {
      if (!this.#isAskedFor(atMs)) continue;
      if (taken.length > 0) this.#readingTimes += 1;
      if (live !== undefined) this.#live.set(atMs, live);
    }
    const measured = entries.filter(({ taken }) => taken.length > 0);
    if (measured.length > 0) this.#compare(this.#options.replayed.take(measured), measured.at(-1)?.atMs ?? -Infinity);
  }

  /** Lets time pass to the end of the period, and says what everything came to. */
  outcome(): PatientOutcome {
    const { patientId, replayed, signals, period } = this.#options;
    this.#compare(replayed.advance(period.toMs), period.toMs);
    const published = signals.filter(({ at }) => this.#isOnWard(Date.parse(at)));
    const changes = this.#changes.filter(({ atMs }) => this.#isOnWard(atMs));
    const alerts = compareLevels(published.map(moveOf), changes, period).map((alert) =>
      this.#explained(alert, patientId),
    );
    return {
      patientId,
      readingTimes: this.#readingTimes,
      scores: this.#scores,
      staysMs: this.#staysMs(),
      alerts,
      differentScores: this.#differentScores.sort((one, other) => (one.at < other.at ? -1 : 1)),
      ...this.#comparedSignals(published, changes),
      alertsByDay: this.#alertsByDay(published.map(moveOf), changes),
    };
  }

  #compare({ points, changes }: Stretch, toMs: number): void {
    const scoredAt = new Set(points.map(({ atMs }) => atMs));
    for (const change of changes) {
      // Live publishes with a trend the score of that time, where there is one; the score itself is put down to its last.
      const keepsPoint = change.condition === scoreCondition || scoredAt.has(change.atMs);
      this.#changes.push(keepsPoint ? change : { ...change, point: null });
    }
    for (const point of points) {
      if (!this.#isAskedFor(point.atMs)) continue;
      this.#scores += 1;
      const live = this.#live.get(point.atMs);
      this.#live.delete(point.atMs);
      const replayed = inShort(point);
      this.#note(point.atMs, live, replayed);
    }
    for (const [atMs, live] of this.#live) {
      if (atMs > toMs) continue;
      this.#scores += 1;
      this.#live.delete(atMs);
      this.#note(atMs, live, undefined);
    }
  }

  #note(atMs: number, live: ScoreInShort | undefined, replayed: ScoreInShort | undefined): void {
    const because = differenceBetween(live, replayed);
    if (because === undefined) return;
    const { patientId } = this.#options;
    this.#differentScores.push({
      patientId,
      at: instant(atMs),
      because,
      live: shown(live),
      replayed: shown(replayed),
    });
  }

  #isAskedFor(atMs: number): boolean {
    const { fromMs, toMs } = this.#options.period;
    return atMs >= fromMs && atMs <= toMs && this.#isOnWard(atMs);
  }

  #isOnWard(atMs: number): boolean {
    const { wardId, livePlans } = this.#options;
    return wardId === null || livePlans.at(atMs).plan?.stay?.wardId === wardId;
  }

  #staysMs(): number {
    const { livePlans, period, wardId } = this.#options;
    return livePlans
      .during(period.fromMs, period.toMs)
      .filter(({ plan }) => isStay(plan) && (wardId === null || plan?.stay?.wardId === wardId))
      .reduce((sum, { fromMs, untilMs }) => sum + overlapMs({ fromMs, untilMs }, period), 0);
  }

  #explained(alert: ComparedAlert, patientId: PatientId): ReplayedAlert {
    return { patientId, ...alert, because: alert.outcome === 'same' ? null : this.#becauseOf(alert) };
  }

  #becauseOf({ condition, tier, liveAt, replayedAt }: ComparedAlert): AlertDifference {
    const at = liveAt ?? replayedAt;
    if (at === null) return differenceOf(condition, false);
    const atMs = Date.parse(at);
    const { livePlans, replayed } = this.#options;
    const isCapped = condition !== silence && isBelow(replayed.plans.at(atMs), livePlans.at(atMs), { tier, atMs });
    return differenceOf(condition, isCapped);
  }

  #comparedSignals(
    published: readonly Signal[],
    changes: readonly LevelChange[],
  ): Pick<PatientOutcome, 'signals' | 'differentSignals'> {
    const { period, patientId } = this.#options;
    const within = (atMs: number): boolean => atMs >= period.fromMs && atMs <= period.toMs;
    const replayed = new Map(
      changes.filter(({ atMs }) => within(atMs)).map((change) => [keyOf(instant(change.atMs), change), change]),
    );
    const different: DifferentSignal[] = [];
    const note = (one: Signal | undefined, other: LevelChange | undefined): void => {
      const which = one ?? other;
      if (which === undefined) return;
      const at = one?.at ?? instant(other?.atMs ?? 0);
      const { stayId, condition } = which;
      different.push({ patientId, stayId, condition, at, live: one?.tier ?? null, replayed: other?.tier ?? null });
    };
    const inPeriod = published.filter(({ at }) => within(Date.parse(at)));
    for (const signal of inPeriod) {
      const key = keyOf(signal.at, signal);
      const change = replayed.get(key);
      replayed.delete(key);
      if (change === undefined || !saysTheSame(signal, change, patientId)) note(signal, change);
    }
    const unpublished = [...replayed.values()];
    for (const change of unpublished) note(undefined, change);
    different.sort((one, other) => (one.at + one.condition < other.at + other.condition ? -1 : 1));
    return { signals: inPeriod.length + unpublished.length, differentSignals: different };
  }

  #alertsByDay(live: readonly Move[], replayed: readonly Move[]): PatientOutcome['alertsByDay'] {
    const days = new Map<string, { live: number; replayed: number }>();
    const count = (moves: readonly Move[], side: 'live' | 'replayed'): void => {
      for (const { atMs } of risesWithin(moves, this.#options.period)) {
        const day = days.get(dayOf(atMs)) ?? { live: 0, replayed: 0 };
        days.set(dayOf(atMs), { ...day, [side]: day[side] + 1 });
      }
    };
    count(live, 'live');
    count(replayed, 'replayed');
    return days;
  }
}

const silence = conditionOf('silence');
const scoreCondition = conditionOf('score');

function moveOf({ at, stayId, condition, tier, previousTier }: Signal): Move {
  return { atMs: Date.parse(at), stayId, condition, tier, previousTier };
}

function shown(score: ScoreInShort | undefined): DifferentScore['live'] {
  if (score === undefined) return null;
  const { total, min, max, tier } = score;
  return { total, min, max, tier };
}

function isStay(plan: PlanVersion['plan']): boolean {
  return (plan?.stay ?? null) !== null;
}

function overlapMs(
  one: { readonly fromMs: number; readonly untilMs: number },
  period: { readonly fromMs: number; readonly toMs: number },
): number {
  return Math.max(0, Math.min(one.untilMs, period.toMs) - Math.max(one.fromMs, period.fromMs));
}

/** Whether one of the two plans keeps alerts below the tier, and not both. */
function isBelow(
  one: PlanVersion,
  other: PlanVersion,
  { tier, atMs }: { readonly tier: ComparedAlert['tier']; readonly atMs: number },
): boolean {
  const caps = [one, other].map((version) => {
    const { alertAtMost } = escalationAt(version, atMs);
    return alertAtMost === 'none' || tiers.indexOf(alertAtMost) < tiers.indexOf(tier);
  });
  return caps[0] !== caps[1];
}

function keyOf(at: Signal['at'], { stayId, condition }: Pick<Signal, 'stayId' | 'condition'>): string {
  return `${stayId} ${condition} ${at}`;
}

/** In every field that says something about the patient; not in those that say when and how it became known. */
function saysTheSame(signal: Signal, change: LevelChange, patientId: PatientId): boolean {
  const { tier, previousTier, because, reason, instruction, respondWithinMinutes, point } = change;
  return (
    signal.tier === tier &&
    signal.previousTier === previousTier &&
    signal.because === because &&
    signal.reason === reason &&
    signal.instruction === instruction &&
    signal.respondWithinMinutes === respondWithinMinutes &&
    hasSameScore(signal.score, point, patientId)
  );
}

function hasSameScore(published: Score | null, point: ScorePoint | null, patientId: PatientId): boolean {
  if (published === null || point === null) return published === null && point === null;
  const { revision, late, causedBy, receivedAt } = published;
  const replayed = scoreEvent(point, { patientId, revision, late, cause: { id: causedBy, receivedAt } });
  return canonical(replayed) === canonical(published);
}

/** JSON with the keys of every object in order, and without what is undefined. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
