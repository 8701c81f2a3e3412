import { isEventCode, type Tier } from '#libs/clinical';
import type { Condition, SignalCause, StayId } from '#libs/contracts';
import { type Composition, compose } from './composition.ts';
import type { ConditionInputs, Level, Levels } from './condition-level.ts';
import { isWatched } from './doubt-levels.ts';
import { isDoubtBegun } from './doubts.ts';
import { escalationAt } from './escalation.ts';
import type { Known } from './known-reading.ts';
import { levelsAt } from './levels.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { TakenReading } from './reading.ts';
import { lastScorePoint, type ScorePoint, scorePointBetween } from './score-point.ts';
import { doubtRequests, overdueRequests, repeatRequest, type RequestPoint } from './request-points.ts';
import { type Rungs, rungsReached } from './silence.ts';
import { changesByThemselves, type TimedCause } from './times.ts';

/** A condition of a stay that changed its level. */
export interface LevelChange {
  readonly atMs: number;
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly tier: Tier;
  readonly previousTier: Tier;
  readonly because: SignalCause;
  /** Why, in words. */
  readonly reason: string;
  /** What the plan says about answering it. */
  readonly instruction: string | null;
  /** Null: by the tier. */
  readonly respondWithinMinutes: number | null;
  /**
   * The score that it is put down to: the last one at or before that time, which may lie before the period that is asked
   * about. Null for a condition that no score belongs to, and where there has been no score.
   */
  readonly point: ScorePoint | null;
}

/** What happened to a patient in a period, as a function of what was measured and planned. In order of time. */
export interface History {
  readonly scores: readonly ScorePoint[];
  readonly changes: readonly LevelChange[];
  readonly requests: readonly RequestPoint[];
}

export const noHistory: History = { scores: [], changes: [], requests: [] };

/** A stretch of time in which nothing was taken but at its beginning. */
export interface Stretch {
  /** What was taken at its beginning; empty where a period begins between two entries. */
  readonly taken: readonly TakenReading[];
  readonly known: Known;
  readonly fromMs: number;
  /** Just before this. */
  readonly untilMs: number;
}

/**
 * Walks through consecutive stretches and works out what happens in them. The first of them has to begin where the period
 * begins; what is true just before it is worked out from what was known then.
 *
 * @param finallyKnown what is known at the end of everything, which tells whether a request was answered.
 */
export function historyOf(
  stretches: readonly Stretch[],
  plans: PlanVersions,
  { knownBefore, finallyKnown }: { readonly knownBefore: Known; readonly finallyKnown: Known },
): History {
  const walk = new Walk(plans, finallyKnown);
  const [first] = stretches;
  if (first !== undefined && Number.isFinite(first.fromMs)) walk.begin(knownBefore, first.fromMs - 1);
  for (const stretch of stretches) walk.through(stretch);
  return walk.history;
}

class Walk {
  readonly #plans: PlanVersions;
  readonly #finallyKnown: Known;
  readonly #scores: ScorePoint[] = [];
  readonly #changes: LevelChange[] = [];
  readonly #requests: RequestPoint[] = [];
  #composition: Composition | undefined;
  #levels: Levels | undefined;
  #known: Known = new Map();

  constructor(plans: PlanVersions, finallyKnown: Known) {
    this.#plans = plans;
    this.#finallyKnown = finallyKnown;
  }

  get history(): History {
    return { scores: this.#scores, changes: this.#changes, requests: this.#requests };
  }

  begin(known: Known, atMs: number): void {
    const rungs = rungsReached(known, this.#plans, { fromMs: atMs, untilMs: atMs + 1 });
    const inputs = this.#inputs(known, rungs, atMs);
    this.#known = known;
    this.#composition = inputs.composition;
    this.#levels = levelsAt(inputs, 'what counts');
  }

  through({ taken, known, fromMs, untilMs }: Stretch): void {
    const rungs = rungsReached(known, this.#plans, { fromMs, untilMs });
    if (taken.length > 0) this.#arriveAt(this.#inputs(known, rungs, fromMs), { because: 'reading', taken });
    const afterMs = taken.length > 0 ? fromMs : fromMs - 1;
    for (const { atMs, because } of changesByThemselves({ known, plans: this.#plans, rungs, afterMs, untilMs })) {
      this.#arriveAt(this.#inputs(known, rungs, atMs), { because, taken: [] });
    }
    const news = rungs.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
    this.#requests.push(...overdueRequests(news, this.#finallyKnown));
  }

  #inputs(known: Known, rungs: Rungs, atMs: number): ConditionInputs {
    return { atMs, plans: this.#plans, known, rungs, composition: compose(this.#plans, known, atMs) };
  }

  #arriveAt(
    inputs: ConditionInputs,
    { because, taken }: { readonly because: 'reading' | TimedCause; readonly taken: readonly TakenReading[] },
  ): void {
    const { composition } = inputs;
    const point = this.#scorePoint(composition, taken);
    if (point !== undefined) this.#scores.push(point);
    const levels = levelsAt(inputs, 'what counts');
    this.#compare(levels, { inputs, because });
    if (taken.length > 0) {
      this.#askForRepeats(inputs, levels, taken);
      if (levels !== undefined) this.#askAboutDoubts(inputs, levels.stayId);
    }
    this.#known = inputs.known;
    this.#composition = composition;
    this.#levels = levels;
  }

  #scorePoint(composition: Composition, taken: readonly TakenReading[]): ScorePoint | undefined {
    const { chart, scored, atMs } = composition;
    if (scored && taken.some(({ code }) => chart.indexOf(code) >= 0)) return { atMs, because: 'reading', composition };
    return this.#composition === undefined ? undefined : scorePointBetween(this.#composition, composition);
  }

  /** Notes every condition whose level is not what it was. A new stay begins with every condition at `low`. */
  #compare(
    levels: Levels | undefined,
    { inputs, because }: { readonly inputs: ConditionInputs; readonly because: SignalCause },
  ): void {
    if (levels === undefined) return;
    const before = this.#levels?.stayId === levels.stayId ? this.#levels.byCondition : noLevels;
    if (before.size === 0 && levels.byCondition.size === 0) return;
    for (const condition of new Set([...before.keys(), ...levels.byCondition.keys()])) {
      const was = before.get(condition);
      const is = levels.byCondition.get(condition);
      if (is?.tier === was?.tier && is?.occurredAtMs === was?.occurredAtMs) continue;
      this.#changes.push(this.#change({ stayId: levels.stayId, condition, was, is }, inputs, because));
    }
  }

  #change(
    { stayId, condition, was, is }: ChangedCondition,
    inputs: ConditionInputs,
    because: SignalCause,
  ): LevelChange {
    const { atMs, plans } = inputs;
    return {
      atMs,
      stayId,
      condition,
      tier: is?.tier ?? 'low',
      previousTier: isSameOccurrence(is, was) ? (was?.tier ?? 'low') : 'low',
      because,
      reason: reasonOf(is, was, inputs),
      instruction: escalationAt(plans.at(atMs), atMs).instruction,
      respondWithinMinutes: is?.respondWithinMinutes ?? null,
      point: (is ?? was)?.ofScore === true ? this.#lastPoint(inputs) : null,
    };
  }

  #lastPoint({ known, atMs }: ConditionInputs): ScorePoint | null {
    return this.#scores.at(-1) ?? lastScorePoint(known, this.#plans, atMs) ?? null;
  }

  /** A poor reading that would alert if it were believed is to be taken again, by the device that took it. */
  #askForRepeats(inputs: ConditionInputs, levels: Levels | undefined, taken: readonly TakenReading[]): void {
    if (levels === undefined) return;
    const doubtful = taken.flatMap(({ code }) => {
      const newest = inputs.known.get(code)?.newest;
      if (isEventCode(code)) return [];
      return newest?.doubt === undefined && newest !== undefined && newest.countsFromMs > inputs.atMs ? [newest] : [];
    });
    if (doubtful.length === 0) return;
    const trusted = levelsAt(inputs, 'every reading');
    if (trusted === undefined || !isAbove(trusted, levels)) return;
    this.#requests.push(repeatRequest(doubtful, { atMs: inputs.atMs, stayId: levels.stayId }, this.#finallyKnown));
  }

  /** Where a doubt begins, the device is to measure again, and a clinician is to look after the patient: once for each. */
  #askAboutDoubts({ known, atMs, plans }: ConditionInputs, stayId: StayId): void {
    const version = plans.at(atMs);
    const begun = [...known.values()].flatMap((now) => {
      const { newest } = now;
      const isNew = newest.takenAtMs === atMs && isDoubtBegun(this.#known.get(newest.code), now);
      return isNew && isWatched(newest.code, version) ? [newest] : [];
    });
    if (begun.length === 0) return;
    this.#requests.push(...doubtRequests(begun, { atMs, stayId }, this.#finallyKnown));
  }
}

interface ChangedCondition {
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly was: Level | undefined;
  readonly is: Level | undefined;
}

const noLevels: Levels['byCondition'] = new Map();

function reasonOf(is: Level | undefined, was: Level | undefined, { composition }: ConditionInputs): string {
  if (is !== undefined) return is.reason();
  if (was?.occurredAtMs !== undefined) return 'It was cancelled, or is long past.';
  return was?.ofScore === true && composition.scored ? 'The score is low, or not known any more.' : 'It is over.';
}

/** Another event is a rise of its own, however urgent the one before it was. */
function isSameOccurrence(is: Level | undefined, was: Level | undefined): boolean {
  return is === undefined || is.occurredAtMs === was?.occurredAtMs;
}

function isAbove(one: Levels, other: Levels): boolean {
  for (const [condition, { tier }] of one.byCondition) {
    if (tier !== (other.byCondition.get(condition)?.tier ?? 'low')) return true;
  }
  return false;
}
