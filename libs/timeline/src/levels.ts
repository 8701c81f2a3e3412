import { codeInWords, reasonInWords, type Tier } from '#libs/clinical';
import { type Condition, conditionOf, type PersonalThreshold } from '#libs/contracts';
import { type Composition, isUsable, scaleOf, scoreOfComposition, valuesOf } from './composition.ts';
import type { ConditionInputs, Level, Levels, Trusting } from './condition-level.ts';
import { cappedTier, isLive } from './escalation.ts';
import { alertingReadings } from './alerting-readings.ts';
import { doubtLevels, doubtsOfScoreInWords } from './doubt-levels.ts';
import { eventLevels } from './event-levels.ts';
import type { PlanVersion } from './plan-version.ts';
import { isWelfareCheckDue } from './silence.ts';
import { isBeyond, thresholdLevels } from './threshold-levels.ts';

const scoreCondition = conditionOf('score');
const silenceCondition = conditionOf('silence');

/** A welfare check is to be made within the hour: the response of the medium tier. */
const welfareCheckTier: Tier = 'medium';

/**
 * The conditions at a time; undefined without a stay.
 *
 * @param trusting whether a poor reading that nothing has confirmed yet alerts, too.
 */
export function levelsAt(inputs: ConditionInputs, trusting: Trusting): Levels | undefined {
  const { atMs, plans } = inputs;
  const version = plans.at(atMs);
  const stay = version.plan?.stay ?? null;
  if (version.plan === undefined || stay === null) return undefined;
  const byCondition = new Map<Condition, Level>();
  const put = (condition: Condition, level: Level): void => {
    if (level.tier !== 'low') byCondition.set(condition, level);
  };
  const score = scoreLevel(inputs, version, trusting);
  put(scoreCondition, { ...score, tier: cappedTier(score.tier, version, atMs) });
  for (const [condition, level] of doubtLevels(inputs, version)) {
    put(condition, { ...level, tier: cappedTier(level.tier, version, atMs) });
  }
  for (const [condition, level] of thresholdLevels(inputs, version, trusting)) put(condition, level);
  for (const [condition, level] of eventLevels(inputs, version)) put(condition, level);
  if (isWelfareCheckDue(inputs.rungs, atMs)) {
    put(silenceCondition, { tier: welfareCheckTier, reason: () => silenceInWords(inputs), ofScore: false });
  }
  return { stayId: stay.stayId, byCondition };
}

/**
 * The level of the score. Points of a value that is accepted as usual for the patient count as none, but a score that
 * reaches the high tier does so whatever is accepted.
 */
function scoreLevel(inputs: ConditionInputs, version: PlanVersion, trusting: Trusting): Level {
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

function silenceInWords({ rungs, atMs }: ConditionInputs): string {
  const missing = rungs.filter(({ rung, atMs: reachedAtMs }) => rung === 'welfare-check' && reachedAtMs <= atMs);
  const codes = [...new Set(missing.map(({ code }) => codeInWords(code)))];
  return `Nothing has come of ${codes.join(', ')}: a clinician has to check that the patient is well`;
}
