import {
  codeInWords,
  limitInWords,
  type ObservationCode,
  reasonInWords,
  type Tier,
  tiers,
  valueInWords,
} from '#libs/clinical';
import { type Condition, conditionOf, type MonitoringPlan, type PersonalThreshold, type StayId } from '#libs/contracts';
import { type Composition, isUsable, scaleOf, scoreOfComposition, valuesOf } from './composition.ts';
import { alertingReadings } from './known.ts';
import { doubtLevels, doubtsOfScoreInWords } from './doubt-levels.ts';
import { type Known, type KnownReading, newestValue } from './known-reading.ts';
import { isValid, type PlanVersion } from './plan-version.ts';
import type { PlanVersions } from './plan-versions.ts';
import { isWelfareCheckDue, type Rungs } from './silence.ts';

/** How urgent one condition is at a time, and why. */
export interface Level {
  readonly tier: Tier;
  readonly reason: () => string;
  /** Whether the score of that time belongs to it. */
  readonly ofScore: boolean;
}

/** The conditions of a stay that are above `low` at a time. */
export interface Levels {
  readonly stayId: StayId;
  readonly byCondition: ReadonlyMap<Condition, Level>;
}

/** Everything that the levels of a time follow from. */
export interface ConditionInputs {
  readonly atMs: number;
  readonly plans: PlanVersions;
  readonly known: Known;
  readonly composition: Composition;
  readonly rungs: Rungs;
}

const scoreCondition = conditionOf('score');
const silenceCondition = conditionOf('silence');

/** A welfare check is to be made within the hour: the response of the medium tier. */
const welfareCheckTier: Tier = 'medium';

/**
 * The conditions at a time; undefined without a stay.
 *
 * @param trusting whether a poor reading that nothing has confirmed yet alerts, too.
 */
export function levelsAt(inputs: ConditionInputs, trusting: 'what counts' | 'every reading'): Levels | undefined {
  const { atMs, plans } = inputs;
  const version = plans.at(atMs);
  const stay = version.plan?.stay ?? null;
  if (version.plan === undefined || stay === null) return undefined;
  const byCondition = new Map<Condition, Level>();
  const put = (condition: Condition, level: Level): void => {
    if (level.tier !== 'low') byCondition.set(condition, level);
  };
  const capped = (level: Level): Level => ({ ...level, tier: cappedTier(level.tier, version, atMs) });
  put(scoreCondition, capped(scoreLevel(inputs, version, trusting)));
  for (const [condition, level] of doubtLevels(inputs, version)) put(condition, capped(level));
  for (const [condition, level] of thresholdLevels(inputs, version, trusting)) put(condition, capped(level));
  if (isWelfareCheckDue(inputs.rungs, atMs)) {
    put(silenceCondition, { tier: welfareCheckTier, reason: () => silenceInWords(inputs), ofScore: false });
  }
  return { stayId: stay.stayId, byCondition };
}

/** What the plan says about answering an alert at a time: its ceiling of care, or the pathway. */
export function escalationAt(
  { plan, pathway }: PlanVersion,
  atMs: number,
): {
  readonly alertAtMost: 'none' | Exclude<Tier, 'low'>;
  readonly instruction: string | null;
} {
  const ceiling = plan?.ceilingOfCare ?? null;
  if (ceiling !== null && isLive(ceiling.reviewAt, atMs)) return ceiling;
  const { alertAtMost, instruction } = pathway.file.escalation;
  return { alertAtMost, instruction: instruction ?? null };
}

/** The tier that is alerted for: no higher than the ceiling of care. */
export function cappedTier(tier: Tier, version: PlanVersion, atMs: number): Tier {
  const { alertAtMost } = escalationAt(version, atMs);
  if (alertAtMost === 'none') return 'low';
  return tiers.indexOf(tier) > tiers.indexOf(alertAtMost) ? alertAtMost : tier;
}

/**
 * The level of the score. Points of a value that is accepted as usual for the patient count as none, but a score that
 * reaches the high tier does so whatever is accepted.
 */
function scoreLevel(inputs: ConditionInputs, version: PlanVersion, trusting: Parameters<typeof levelsAt>[1]): Level {
  const { composition } = inputs;
  const none: Level = { tier: 'low', reason: () => '', ofScore: true };
  if (!composition.scored) return none;
  const values = trusting === 'every reading' ? valuesOf(composition) : alertingValues(inputs, version);
  if (values.every((value) => value === undefined)) return none;
  const { chart } = composition;
  const scale = scaleOf(composition);
  const { tier } = chart.level(values, { scale });
  const without = tier === 'low' || tier === 'high' ? 0 : acceptedParameters(values, composition, version);
  const alerting = without === 0 ? tier : chart.level(values, { scale, without }).tier;
  return {
    tier: alerting,
    reason: () =>
      reasonInWords(scoreOfComposition(composition), chart, valuesOf(composition)) + doubtsOfScoreInWords(composition),
    ofScore: true,
  };
}

/** The values that may alert: of a reading that waits for a repeat, what alerts meanwhile; of a doubt, the value before it. */
function alertingValues(
  { composition, known, atMs }: ConditionInputs,
  version: PlanVersion,
): ReturnType<typeof valuesOf> {
  const values = valuesOf(composition);
  const { chart } = composition;
  composition.newest.forEach((reading, index) => {
    if (reading === undefined || (reading.doubt === undefined && reading.countsFromMs <= atMs)) return;
    const entry = known.get(reading.code);
    if (entry === undefined) return;
    const options = alertingReadings(entry, atMs).map((one) =>
      one !== undefined && isUsable(one, version, atMs) ? one.value : undefined,
    );
    const scored = options.map((value) => {
      const tried = values.with(index, value);
      return { value, min: chart.level(tried, { scale: scaleOf(composition) }).min };
    });
    values[index] = scored.reduce((least, one) => (one.min < least.min ? one : least)).value;
  });
  return values;
}

/** A bit for each parameter whose value lies within what is accepted as usual for the patient. */
function acceptedParameters(
  values: ReturnType<typeof valuesOf>,
  { chart, atMs }: Composition,
  version: PlanVersion,
): number {
  let bits = 0;
  for (const threshold of version.plan?.thresholds ?? []) {
    if (threshold.effect !== 'accept' || !isLive(threshold.reviewAt, atMs)) continue;
    const index = chart.indexOf(threshold.code);
    const value = index < 0 ? undefined : values[index];
    if (typeof value !== 'number' || isBeyond(value, threshold)) continue;
    if (isOnSide(chart, index, { value, direction: threshold.direction })) bits |= 1 << index;
  }
  return bits;
}

/** Whether the value's points come from the side of normal that is meant: a low pulse is not accepted by a high limit. */
function isOnSide(
  chart: Composition['chart'],
  index: number,
  { value, direction }: { readonly value: number; readonly direction: PersonalThreshold['direction'] },
): boolean {
  const parameter = chart.file.parameters[index];
  if (parameter?.form !== 'bands') return false;
  const normal = parameter.bands.findIndex(({ points }) => points === 0);
  const band = parameter.bands.findIndex(({ upTo }) => upTo === undefined || value <= upTo);
  return direction === 'above' ? band > normal : band < normal;
}

function* thresholdLevels(
  inputs: ConditionInputs,
  version: PlanVersion,
  trusting: Parameters<typeof levelsAt>[1],
): Generator<readonly [Condition, Level]> {
  const { atMs } = inputs;
  for (const threshold of version.pathway.file.thresholds) {
    yield [conditionOf('threshold', threshold.id), thresholdLevel(inputs, version, { threshold, trusting })];
  }
  for (const threshold of version.plan?.thresholds ?? []) {
    if (threshold.effect !== 'alert' || !isLive(threshold.reviewAt, atMs)) continue;
    yield [conditionOf('threshold', threshold.id), thresholdLevel(inputs, version, { threshold, trusting })];
  }
}

interface Limit {
  readonly code: ObservationCode;
  readonly direction: 'above' | 'below';
  readonly limit: number;
  readonly tier: Tier;
  readonly reason: string;
}

function thresholdLevel(
  { known, atMs }: ConditionInputs,
  version: PlanVersion,
  { threshold, trusting }: { readonly threshold: Limit; readonly trusting: Parameters<typeof levelsAt>[1] },
): Level {
  const entry = known.get(threshold.code);
  const none: Level = { tier: 'low', reason: () => '', ofScore: false };
  if (entry === undefined) return none;
  const readings = trusting === 'every reading' ? [entry.newest] : alertingReadings(entry, atMs);
  const breaches = readings.every(
    (reading) => reading !== undefined && isBreach(reading, { threshold, version, atMs }),
  );
  if (!breaches) return none;
  const breach = newestValue(entry) ?? entry.newest;
  return { tier: threshold.tier, reason: () => thresholdInWords(threshold, breach), ofScore: false };
}

function isBreach(
  reading: KnownReading,
  { threshold, version, atMs }: { readonly threshold: Limit; readonly version: PlanVersion; readonly atMs: number },
): boolean {
  if (typeof reading.value !== 'number' || !isBeyond(reading.value, threshold)) return false;
  return isValid(version, reading, atMs);
}

function isBeyond(value: number, { direction, limit }: Pick<Limit, 'direction' | 'limit'>): boolean {
  return direction === 'above' ? value > limit : value < limit;
}

/** A decision without a review date holds until it is changed; any other lapses then. */
function isLive(reviewAt: MonitoringPlan['changedAt'] | null, atMs: number): boolean {
  return reviewAt === null || atMs < Date.parse(reviewAt);
}

function thresholdInWords({ code, direction, limit, reason }: Limit, { value }: KnownReading): string {
  return `${codeInWords(code)} ${valueInWords(code, value)}, ${limitInWords(code, direction, limit)}: ${reason}`;
}

function silenceInWords({ rungs, atMs }: ConditionInputs): string {
  const missing = rungs.filter(({ rung, atMs: reachedAtMs }) => rung === 'welfare-check' && reachedAtMs <= atMs);
  const codes = [...new Set(missing.map(({ code }) => codeInWords(code)))];
  return `Nothing has come of ${codes.join(', ')}: a clinician has to check that the patient is well`;
}
