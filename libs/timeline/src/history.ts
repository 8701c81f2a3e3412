import { codeInWords, type ObservationCode, type Tier } from '#libs/clinical';
import type { Condition, DeviceId, SignalCause, StayId } from '#libs/contracts';
import { type Composition, compose } from './composition.ts';
import type { Known, KnownReading } from './known-reading.ts';
import type { ConditionInputs, Level, Levels } from './condition-level.ts';
import { escalationAt } from './escalation.ts';
import { levelsAt } from './levels.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { TakenReading } from './reading.ts';
import { lastScorePoint, type ScorePoint, scorePointBetween } from './score-point.ts';
import { isAnswered, type ReachedRung, type Rungs, rungsReached } from './silence.ts';
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

/** A time at which a person or a device is asked to measure. */
export interface RequestPoint {
  readonly atMs: number;
  readonly stayId: StayId;
  readonly asks: 'device' | 'patient' | 'clinician';
  readonly codes: readonly ObservationCode[];
  readonly why: 'poor-signal' | 'overdue' | 'unconfirmed';
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
    if (taken.length > 0) this.#askForRepeats(inputs, levels, taken);
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
      if (is?.tier === was?.tier) continue;
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
      previousTier: was?.tier ?? 'low',
      because,
      reason: reasonOf(is, was, inputs),
      instruction: escalationAt(plans.at(atMs), atMs).instruction,
      respondWithinMinutes: null,
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
      return newest !== undefined && newest.countsFromMs > inputs.atMs ? [newest] : [];
    });
    if (doubtful.length === 0) return;
    const trusted = levelsAt(inputs, 'every reading');
    if (trusted === undefined || !isAbove(trusted, levels)) return;
    this.#requests.push(repeatRequest(doubtful, { atMs: inputs.atMs, stayId: levels.stayId }, this.#finallyKnown));
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
  return was?.ofScore === true && composition.scored ? 'The score is low, or not known any more.' : 'It is over.';
}

function isAbove(one: Levels, other: Levels): boolean {
  for (const [condition, { tier }] of one.byCondition) {
    if (tier !== (other.byCondition.get(condition)?.tier ?? 'low')) return true;
  }
  return false;
}

function repeatRequest(
  doubtful: readonly KnownReading[],
  { atMs, stayId }: { readonly atMs: number; readonly stayId: StayId },
  finallyKnown: Known,
): RequestPoint {
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
function overdueRequests(rungs: readonly ReachedRung[], finallyKnown: Known): readonly RequestPoint[] {
  const requests: RequestPoint[] = [];
  for (const together of Map.groupBy(rungs, ({ rung, atMs, stayId }) => `${rung} ${String(atMs)} ${stayId}`).values()) {
    const [first] = together;
    if (first === undefined || first.rung === 'welfare-check') continue;
    const { atMs, stayId } = first;
    const codes = together.map(({ code }) => code).sort();
    requests.push({
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
  return requests;
}

function overdueInWords(rung: ReachedRung['rung'], codes: readonly ObservationCode[]): string {
  if (rung === 'task') return `No reading has come of ${inWords(codes)}: ring the patient, or visit.`;
  return `A reading is due of ${inWords(codes)}: please measure now.`;
}

function inWords(codes: readonly ObservationCode[]): string {
  return codes.map((code) => codeInWords(code)).join(', ');
}
