import { codeInWords, type ObservationCode, type Tier } from '#libs/clinical';
import type { Condition, DeviceId, SignalCause, StayId } from '#libs/contracts';
import { type Composition, compose } from './composition.ts';
import type { Known, KnownReading } from './known-reading.ts';
import { escalationAt, type Level, type Levels, levelsAt, type Situation } from './levels.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { TakenReading } from './reading.ts';
import { lastScorePoint, type ScorePoint, scorePointBetween } from './score-point.ts';
import { isAnswered, type ReachedRung, type Rungs, rungsReached } from './silence.ts';
import { changesByThemselves, type TimedCause } from './times.ts';

/** A condition of a stay that changed its level at a moment. */
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
   * The score that it is put down to: the last one at or before the moment, which may lie before the period that is asked
   * about. Null for a condition that no score belongs to, and where there has been no score.
   */
  readonly point: ScorePoint | null;
}

/** Somebody, or a device, is to be asked to measure. */
export interface Ask {
  readonly atMs: number;
  readonly stayId: StayId;
  readonly asks: 'device' | 'patient' | 'clinician';
  readonly codes: readonly ObservationCode[];
  readonly why: 'poor-signal' | 'overdue';
  /** The device whose reading was poor. */
  readonly deviceId: DeviceId | null;
  readonly words: string;
  readonly expiresAtMs: number;
  readonly answered: boolean;
}

/** What happened to a patient in a period, as a function of what was measured and planned. In order of time. */
export interface History {
  readonly scores: readonly ScorePoint[];
  readonly changes: readonly LevelChange[];
  readonly asks: readonly Ask[];
}

/** A stretch of time in which nothing was taken but at its beginning. */
export interface Stretch {
  /** Of a moment, what was taken then; empty where a period begins in between. */
  readonly taken: readonly TakenReading[];
  readonly known: Known;
  readonly fromMs: number;
  /** Just before this. */
  readonly untilMs: number;
}

/**
 * Walks through consecutive stretches and tells what happens in them. The first of them has to begin where the period
 * begins; what is true just before it is worked out from what was known then.
 *
 * @param finallyKnown what is known at the end of everything, which tells whether somebody who was asked has answered.
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
  readonly #asks: Ask[] = [];
  #composition: Composition | undefined;
  #levels: Levels | undefined;

  constructor(plans: PlanVersions, finallyKnown: Known) {
    this.#plans = plans;
    this.#finallyKnown = finallyKnown;
  }

  get history(): History {
    return { scores: this.#scores, changes: this.#changes, asks: this.#asks };
  }

  begin(known: Known, atMs: number): void {
    const rungs = rungsReached(known, this.#plans, { fromMs: atMs, untilMs: atMs + 1 });
    const situation = this.#situation(known, rungs, atMs);
    this.#composition = situation.composition;
    this.#levels = levelsAt(situation, 'what counts');
  }

  through({ taken, known, fromMs, untilMs }: Stretch): void {
    const rungs = rungsReached(known, this.#plans, { fromMs, untilMs });
    if (taken.length > 0) this.#arriveAt(this.#situation(known, rungs, fromMs), { because: 'reading', taken });
    const afterMs = taken.length > 0 ? fromMs : fromMs - 1;
    for (const { atMs, because } of changesByThemselves({ known, plans: this.#plans, rungs, afterMs, untilMs })) {
      this.#arriveAt(this.#situation(known, rungs, atMs), { because, taken: [] });
    }
    const news = rungs.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
    this.#asks.push(...overdueAsks(news, this.#finallyKnown));
  }

  #situation(known: Known, rungs: Rungs, atMs: number): Situation {
    return { atMs, plans: this.#plans, known, rungs, composition: compose(this.#plans, known, atMs) };
  }

  #arriveAt(
    situation: Situation,
    { because, taken }: { readonly because: 'reading' | TimedCause; readonly taken: readonly TakenReading[] },
  ): void {
    const { composition } = situation;
    const point = this.#scorePoint(composition, taken);
    if (point !== undefined) this.#scores.push(point);
    const levels = levelsAt(situation, 'what counts');
    this.#compare(levels, { situation, because });
    if (taken.length > 0) this.#askForRepeats(situation, levels, taken);
    this.#composition = composition;
    this.#levels = levels;
  }

  #scorePoint(composition: Composition, taken: readonly TakenReading[]): ScorePoint | undefined {
    const { chart, scored, atMs } = composition;
    if (scored && taken.some(({ code }) => chart.indexOf(code) >= 0)) return { atMs, because: 'reading', composition };
    return this.#composition === undefined ? undefined : scorePointBetween(this.#composition, composition);
  }

  /** Tells every condition whose level is not what it was. A new stay begins with every condition at `low`. */
  #compare(
    levels: Levels | undefined,
    { situation, because }: { readonly situation: Situation; readonly because: SignalCause },
  ): void {
    if (levels === undefined) return;
    const before = this.#levels?.stayId === levels.stayId ? this.#levels.byCondition : noLevels;
    if (before.size === 0 && levels.byCondition.size === 0) return;
    for (const condition of new Set([...before.keys(), ...levels.byCondition.keys()])) {
      const was = before.get(condition);
      const is = levels.byCondition.get(condition);
      if (is?.tier === was?.tier) continue;
      this.#changes.push(this.#change({ stayId: levels.stayId, condition, was, is }, situation, because));
    }
  }

  #change({ stayId, condition, was, is }: ChangedCondition, situation: Situation, because: SignalCause): LevelChange {
    const { atMs, plans } = situation;
    return {
      atMs,
      stayId,
      condition,
      tier: is?.tier ?? 'low',
      previousTier: was?.tier ?? 'low',
      because,
      reason: reasonOf(is, was, situation),
      instruction: escalationAt(plans.at(atMs), atMs).instruction,
      respondWithinMinutes: null,
      point: (is ?? was)?.ofScore === true ? this.#lastPoint(situation) : null,
    };
  }

  #lastPoint({ known, atMs }: Situation): ScorePoint | null {
    return this.#scores.at(-1) ?? lastScorePoint(known, this.#plans, atMs) ?? null;
  }

  /** A poor reading that would alert if it were believed is to be taken again, by the device that took it. */
  #askForRepeats(situation: Situation, levels: Levels | undefined, taken: readonly TakenReading[]): void {
    if (levels === undefined) return;
    const doubtful = taken.flatMap(({ code }) => {
      const newest = situation.known.get(code)?.newest;
      return newest !== undefined && newest.countsFromMs > situation.atMs ? [newest] : [];
    });
    if (doubtful.length === 0) return;
    const trusted = levelsAt(situation, 'every reading');
    if (trusted === undefined || !isAbove(trusted, levels)) return;
    this.#asks.push(repeatAsk(doubtful, { atMs: situation.atMs, stayId: levels.stayId }, this.#finallyKnown));
  }
}

interface ChangedCondition {
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly was: Level | undefined;
  readonly is: Level | undefined;
}

const noLevels: Levels['byCondition'] = new Map();

function reasonOf(is: Level | undefined, was: Level | undefined, { composition }: Situation): string {
  if (is !== undefined) return is.reason();
  return was?.ofScore === true && composition.scored ? 'The score is low, or not known any more.' : 'It is over.';
}

function isAbove(one: Levels, other: Levels): boolean {
  for (const [condition, { tier }] of one.byCondition) {
    if (tier !== (other.byCondition.get(condition)?.tier ?? 'low')) return true;
  }
  return false;
}

function repeatAsk(
  doubtful: readonly KnownReading[],
  { atMs, stayId }: { readonly atMs: number; readonly stayId: StayId },
  finallyKnown: Known,
): Ask {
  const codes = [...new Set(doubtful.map(({ code }) => code))].sort();
  const expiresAtMs = Math.max(...doubtful.map(({ countsFromMs }) => countsFromMs));
  return {
    atMs,
    stayId,
    asks: 'device',
    codes,
    why: 'poor-signal',
    deviceId: doubtful[0]?.deviceId ?? null,
    words: `The signal was poor: please keep still and measure ${inWords(codes)} again.`,
    expiresAtMs,
    answered: isAnswered({ atMs, codes }, finallyKnown),
  };
}

const addressees = { 'ask-device': 'device', 'ask-patient': 'patient', task: 'clinician' } as const;
const hourInMs = 3_600_000;

/** One request for all codes that reach the same rung at the same time; a welfare check is an alert, not a request. */
function overdueAsks(rungs: readonly ReachedRung[], finallyKnown: Known): readonly Ask[] {
  const asks: Ask[] = [];
  for (const together of Map.groupBy(rungs, ({ rung, atMs, stayId }) => `${rung} ${String(atMs)} ${stayId}`).values()) {
    const [first] = together;
    if (first === undefined || first.rung === 'welfare-check') continue;
    const { atMs, stayId } = first;
    const codes = together.map(({ code }) => code).sort();
    asks.push({
      atMs,
      stayId,
      asks: addressees[first.rung],
      codes,
      why: 'overdue',
      deviceId: null,
      words: overdueInWords(first.rung, codes),
      expiresAtMs: atMs + (first.rung === 'task' ? 24 : 1) * hourInMs,
      answered: isAnswered({ atMs, codes }, finallyKnown),
    });
  }
  return asks;
}

function overdueInWords(rung: ReachedRung['rung'], codes: readonly ObservationCode[]): string {
  if (rung === 'task') return `No reading has come of ${inWords(codes)}: ring the patient, or visit.`;
  return `A reading is due of ${inWords(codes)}: please measure now.`;
}

function inWords(codes: readonly ObservationCode[]): string {
  return codes.map((code) => codeInWords(code)).join(', ');
}
