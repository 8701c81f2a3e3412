import { compareTiers, isPoor, type Sample, type SampleOf, type Tier, type Trend } from '#libs/clinical';
import type { Condition, SignalCause, SignalQuality, StayId } from '#libs/contracts';
import { cappedTier, escalationAt, type LevelChange, type PlanVersion, type PlanVersions } from '#libs/timeline';
import type { Series } from './sampling.ts';
import {
  conditionOfRule,
  rangeMs,
  rulesOf,
  seriesOf,
  validForMs,
  verdictOf,
  waitsForMs,
  type WatchedRule,
} from './watched-rules.ts';

/** A sample with what the device said of its signal. */
export interface TrendSample extends Sample {
  readonly quality?: SignalQuality | undefined;
}

/** Ascending, for as long before the period as the rules look back: see `reachMs`. */
export type SamplesBySeries = ReadonlyMap<Series, readonly TrendSample[]>;

export interface TrendPeriod {
  readonly fromMs: number;
  /** That included. */
  readonly toMs: number;
}

export interface TrendChanges {
  /** Of every trend condition of the stays in the period, in order of time. */
  readonly changes: readonly LevelChange[];
  /** Every sample of the period that is to be confirmed, in order of time. */
  readonly doubts: readonly TrendDoubt[];
  /** When, after the period, a level may change without another sample; undefined if it cannot. */
  readonly dueAtMs: number | undefined;
}

/** A sample that alone makes a rule hold: it alerts once it is confirmed, or has waited for long enough. */
export interface TrendDoubt {
  readonly atMs: number;
  readonly stayId: StayId;
  readonly rule: WatchedRule;
  /** What was found, in words. */
  readonly words: string;
  readonly alertsFromMs: number;
}

/**
 * How the levels of trends change over a period: a function of the samples and the dated plan, whatever order they came in.
 *
 * A rule's level at a time is that of the newest sample at or before it, until one window after that sample, an age equal
 * to it still included. A sample that alone makes a rule hold raises no level until it has waited for another, which
 * confirms it or not, for as long as the rule says. It is that of the rules and the ceiling of care that held then. There is
 * none without a stay, and a new stay begins with every level at `low`. What a device itself calls a poor reading is no sample.
 */
export function trendChanges(plans: PlanVersions, samples: SamplesBySeries, period: TrendPeriod): TrendChanges {
  const verdicts = new Verdicts(plans, samples);
  const changes: LevelChange[] = [];
  let before = levelsAt(verdicts, plans.at(period.fromMs - 1), period.fromMs - 1);
  for (const { atMs, because } of changeTimesOf(plans, verdicts, period)) {
    const version = plans.at(atMs);
    const levels = levelsAt(verdicts, version, atMs);
    if (levels !== undefined) changes.push(...differences({ before, levels, version, atMs, because }));
    before = levels;
  }
  return { changes, doubts: doubtsOf(plans, verdicts, period), dueAtMs: nextDueMs(plans, verdicts, period.toMs) };
}

interface TrendLevel {
  readonly tier: Tier;
  readonly trend: Trend;
  readonly rule: WatchedRule;
}

interface TrendLevels {
  readonly stayId: StayId;
  /** Of those above `low`. */
  readonly byCondition: ReadonlyMap<Condition, TrendLevel>;
}

/** What each rule says at each sample, found once. */
class Verdicts {
  readonly #samples: ReadonlyMap<Series, readonly SampleOf[]>;
  readonly #ofRules = new Map<WatchedRule, readonly SampleOf[]>();
  readonly #found = new Map<WatchedRule, Map<SampleOf, Trend>>();

  constructor(plans: PlanVersions, samples: SamplesBySeries) {
    this.#samples = new Map(
      [...samples].map(([series, all]) => [
        series,
        all
          .filter(({ quality, takenAtMs }) => !isPoor(quality, plans.at(takenAtMs).pathway.file.quality))
          .map((sample) => ({ ...sample, series })),
      ]),
    );
  }

  /** Every sample that the rule looks at, in order of time. */
  of(rule: WatchedRule): readonly SampleOf[] {
    const known = this.#ofRules.get(rule);
    if (known !== undefined) return known;
    const samples = seriesOf(rule)
      .flatMap((series) => this.#samples.get(series) ?? [])
      .sort((one, other) => one.takenAtMs - other.takenAtMs);
    this.#ofRules.set(rule, samples);
    return samples;
  }

  /** The newest sample at or before a time that is still used then; undefined where there is none. */
  newest(rule: WatchedRule, atMs: number): SampleOf | undefined {
    const samples = this.of(rule);
    const newest = samples[firstAfter(samples, atMs) - 1];
    return newest === undefined || atMs - newest.takenAtMs > validForMs(rule) ? undefined : newest;
  }

  at(rule: WatchedRule, sample: SampleOf): Trend {
    const ofRule = this.#found.get(rule) ?? new Map<SampleOf, Trend>();
    this.#found.set(rule, ofRule);
    const known = ofRule.get(sample);
    if (known !== undefined) return known;
    const samples = this.of(rule);
    const from = firstAfter(samples, sample.takenAtMs - rangeMs(rule) - 1);
    const trend = verdictOf(rule, samples.slice(from, firstAfter(samples, sample.takenAtMs)));
    ofRule.set(sample, trend);
    return trend;
  }
}

/** The index of the first sample after a time. */
function firstAfter(samples: readonly Sample[], atMs: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.takenAtMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function levelsAt(verdicts: Verdicts, version: PlanVersion, atMs: number): TrendLevels | undefined {
  const stay = version.plan?.stay ?? null;
  if (stay === null) return undefined;
  const byCondition = new Map<Condition, TrendLevel>();
  for (const rule of rulesOf(version)) {
    const sample = verdicts.newest(rule, atMs);
    if (sample === undefined) continue;
    const trend = verdicts.at(rule, sample);
    const tier =
      trend.holds && atMs >= alertsFromMs(rule, sample, trend) ? cappedTier(rule.tier, version, atMs) : 'low';
    const condition = conditionOfRule(rule, version.pathway);
    const other = byCondition.get(condition)?.tier ?? 'low';
    if (compareTiers(tier, other) > 0) byCondition.set(condition, { tier, trend, rule });
  }
  return { stayId: stay.stayId, byCondition };
}

/** From when on a rule that holds at a sample alerts. */
function alertsFromMs(rule: WatchedRule, { takenAtMs }: Sample, { doubtful }: Trend): number {
  return doubtful ? takenAtMs + waitsForMs(rule) : takenAtMs;
}

function doubtsOf(plans: PlanVersions, verdicts: Verdicts, { fromMs, toMs }: TrendPeriod): readonly TrendDoubt[] {
  const doubts: TrendDoubt[] = [];
  for (const rule of rulesDuring(plans, { fromMs, toMs })) {
    for (const [atMs, sample] of new Map(verdicts.of(rule).map((one) => [one.takenAtMs, one]))) {
      if (atMs < fromMs || atMs > toMs) continue;
      const version = plans.at(atMs);
      const stay = version.plan?.stay ?? null;
      if (stay === null || !rulesOf(version).includes(rule)) continue;
      const trend = verdicts.at(rule, sample);
      if (!trend.doubtful || cappedTier(rule.tier, version, atMs) === 'low') continue;
      const facts = { stayId: stay.stayId, rule, words: trend.words };
      doubts.push({ atMs, ...facts, alertsFromMs: alertsFromMs(rule, sample, trend) });
    }
  }
  return doubts.sort((one, other) => one.atMs - other.atMs);
}

interface Arrival {
  readonly before: TrendLevels | undefined;
  readonly levels: TrendLevels;
  readonly version: PlanVersion;
  readonly atMs: number;
  readonly because: SignalCause;
}

function differences({ before, levels, version, atMs, because }: Arrival): readonly LevelChange[] {
  const was = before?.stayId === levels.stayId ? before.byCondition : new Map<Condition, TrendLevel>();
  const { instruction } = escalationAt(version, atMs);
  return [...new Set([...was.keys(), ...levels.byCondition.keys()])].sort().flatMap((condition) => {
    const is = levels.byCondition.get(condition);
    const tier = is?.tier ?? 'low';
    const previousTier = was.get(condition)?.tier ?? 'low';
    if (tier === previousTier) return [];
    const reason = is === undefined ? endInWords(because) : `${is.trend.words}: ${is.rule.reason}`;
    const facts = { instruction, respondWithinMinutes: null, point: null };
    return [{ atMs, stayId: levels.stayId, condition, tier, previousTier, because, reason, ...facts }];
  });
}

function endInWords(because: SignalCause): string {
  if (because === 'aged-out') return 'Nothing has been measured for as long as the trend looks back.';
  return because === 'reading' ? 'The trend does not go on.' : 'The plan does not alert for it any more.';
}

/** When anything may change within the period, in order, and why: a sample comes, or one is too old, or the plan changes. */
function changeTimesOf(
  plans: PlanVersions,
  verdicts: Verdicts,
  { fromMs, toMs }: TrendPeriod,
): readonly { readonly atMs: number; readonly because: SignalCause }[] {
  const times = new Map<number, SignalCause>();
  const put = (atMs: number, because: SignalCause): void => {
    if (atMs >= fromMs && atMs <= toMs && !times.has(atMs)) times.set(atMs, because);
  };
  // What comes first here is what a time at which several things happen is put down to.
  const rules = rulesDuring(plans, { fromMs, toMs });
  for (const rule of rules) for (const { takenAtMs } of verdicts.of(rule)) put(takenAtMs, 'reading');
  for (const rule of rules) for (const atMs of confirmedMs(rule, verdicts, { fromMs, toMs })) put(atMs, 'confirmed');
  for (const rule of rules)
    for (const { takenAtMs } of verdicts.of(rule)) put(takenAtMs + validForMs(rule) + 1, 'aged-out');
  for (const atMs of plans.boundariesMs(fromMs, toMs + 1)) put(atMs, plans.isChangeMs(atMs) ? 'plan-change' : 'lapsed');
  return [...times].sort(([one], [other]) => one - other).map(([atMs, because]) => ({ atMs, because }));
}

/** When doubtful samples have waited for long enough, within the period. */
function confirmedMs(rule: WatchedRule, verdicts: Verdicts, { fromMs, toMs }: TrendPeriod): readonly number[] {
  return verdicts.of(rule).flatMap((sample) => {
    const atMs = sample.takenAtMs + waitsForMs(rule);
    return atMs >= fromMs && atMs <= toMs && verdicts.at(rule, sample).doubtful ? [atMs] : [];
  });
}

/** The rules of every version of the plan that held during the period or just before it. */
export function rulesDuring(plans: PlanVersions, { fromMs, toMs }: TrendPeriod): readonly WatchedRule[] {
  return [...new Set(plans.during(fromMs - 1, toMs + 1).flatMap(rulesOf))];
}

function nextDueMs(plans: PlanVersions, verdicts: Verdicts, toMs: number): number | undefined {
  let dueMs = Infinity;
  for (const rule of rulesDuring(plans, { fromMs: toMs, toMs })) {
    const sample = verdicts.newest(rule, toMs);
    const trend = sample === undefined ? undefined : verdicts.at(rule, sample);
    if (sample === undefined || trend?.holds !== true) continue;
    const confirmedMs = alertsFromMs(rule, sample, trend);
    if (confirmedMs > toMs) dueMs = Math.min(dueMs, confirmedMs);
    dueMs = Math.min(dueMs, sample.takenAtMs + validForMs(rule) + 1, ...plans.boundariesMs(toMs + 1, Infinity));
  }
  return dueMs === Infinity ? undefined : dueMs;
}
