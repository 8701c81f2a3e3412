import {
  codeInWords,
  compareTiers,
  type CriticalValue,
  followingTarget,
  holdsAtAge,
  limitInWords,
  type ObservationCode,
  type OxygenScale,
  type PathwayThreshold,
  type Tier,
  valueInWords,
} from '#libs/clinical';
import { type Condition, conditionOf } from '#libs/contracts';
import type { ConditionInputs, Level, Trusting } from './condition-level.ts';
import { cappedTier, isLive } from './escalation.ts';
import { alertingReadings } from './alerting-readings.ts';
import { type Known, type KnownReading, newestValue } from './known-reading.ts';
import { isValid, type PlanVersion } from './plan-version.ts';

/** A rule on the newest value of one code, wherever it stands. */
interface ValueRule {
  readonly code: ObservationCode;
  readonly tier: Tier;
  readonly reason: string;
  readonly oneOf?: readonly string[] | undefined;
  readonly direction?: 'above' | 'below' | undefined;
  readonly limit?: number | undefined;
  readonly relativeTo?: ObservationCode | undefined;
  readonly asPercent?: true | undefined;
}

interface Fired {
  readonly rule: ValueRule;
  readonly condition: Condition;
  readonly level: Level;
}

/**
 * The levels of every value that alerts by itself, none of them `low`: by the pathway, by the plan, and by what is critical in
 * anybody.
 *
 * The ceiling of care caps what the pathway and the general rules say. It does not cap a threshold of the plan itself, which
 * asks for an alert about this one value of this one patient: the more particular of two decisions holds.
 */
export function thresholdLevels(
  inputs: ConditionInputs,
  version: PlanVersion,
  trusting: Trusting,
): readonly (readonly [Condition, Level])[] {
  const levelOf = (rule: ValueRule): Level | undefined => ruleLevel(inputs, version, { rule, trusting });
  const particular = [...pathwayFired(inputs, version, levelOf), ...personalFired(inputs, version, levelOf)];
  const critical = criticalFired(inputs, version, levelOf).filter((one) => !isCovered(one, particular));
  return [...particular, ...critical].map(({ condition, level }) => [condition, level] as const);
}

type LevelOf = (rule: ValueRule) => Level | undefined;

function pathwayFired({ atMs, plans }: ConditionInputs, version: PlanVersion, levelOf: LevelOf): readonly Fired[] {
  const inForce = thresholdsInForce(version, plans.prescriptionAt(atMs)?.scale ?? 1, atMs);
  const all = inForce.flatMap((rule) => fired(rule, pathwayCondition(rule, inForce), levelOf));
  return mostUrgent(all.flatMap((one) => capped(one, version, atMs)));
}

/** Those of the pathway that hold on an SpO2 scale, by the target range of saturation that is prescribed at the time. */
function thresholdsInForce(
  { pathway, plan }: PlanVersion,
  scale: OxygenScale,
  atMs: number,
): readonly PathwayThreshold[] {
  const target = plan?.targetSaturation ?? undefined;
  const prescribed = target !== undefined && isLive(target.reviewAt, atMs) ? target : undefined;
  const ofScale = pathway.file.thresholds.filter(({ whenScale = scale }) => whenScale === scale);
  return followingTarget(ofScale, prescribed);
}

/** Limits of one code in one direction are levels of one condition, which is named for the first of them in the file. */
function pathwayCondition(rule: PathwayThreshold, inForce: readonly PathwayThreshold[]): Condition {
  const first = inForce.find(
    ({ code, direction, relativeTo }) =>
      code === rule.code && direction === rule.direction && relativeTo === rule.relativeTo,
  );
  return conditionOf('threshold', (first ?? rule).id);
}

function personalFired({ atMs }: ConditionInputs, { plan }: PlanVersion, levelOf: LevelOf): readonly Fired[] {
  return (plan?.thresholds ?? []).flatMap((threshold) =>
    threshold.effect === 'alert' && isLive(threshold.reviewAt, atMs)
      ? fired(threshold, conditionOf('threshold', threshold.id), levelOf)
      : [],
  );
}

/** One condition for each code and direction, at its most urgent tier. */
function criticalFired({ atMs }: ConditionInputs, version: PlanVersion, levelOf: LevelOf): readonly Fired[] {
  const { general } = version.pathway;
  if (general === undefined) return [];
  const { always, withoutChart } = general.file;
  const all = (version.isScored ? always : [...always, ...withoutChart])
    .filter((rule) => holdsAtAge(rule, version.age))
    .flatMap((rule) => fired(rule, criticalCondition(rule), levelOf));
  return mostUrgent(all.flatMap((one) => capped(one, version, atMs)));
}

/** Of each condition the one of the most urgent tier. */
function mostUrgent(all: readonly Fired[]): readonly Fired[] {
  const worst = new Map<Condition, Fired>();
  for (const one of all) {
    const known = worst.get(one.condition);
    if (known === undefined || compareTiers(one.level.tier, known.level.tier) > 0) worst.set(one.condition, one);
  }
  return [...worst.values()];
}

function criticalCondition(value: CriticalValue): Condition {
  return conditionOf('threshold', `critical-${value.code}${'direction' in value ? `-${value.direction}` : ''}`);
}

/** Whether the same is shown already, at least as urgently. */
function isCovered(one: Fired, particular: readonly Fired[]): boolean {
  return particular.some(
    ({ rule, level }) =>
      rule.code === one.rule.code &&
      rule.direction === one.rule.direction &&
      compareTiers(level.tier, one.level.tier) >= 0,
  );
}

function fired(rule: ValueRule, condition: Condition, levelOf: LevelOf): readonly Fired[] {
  const level = levelOf(rule);
  return level === undefined ? [] : [{ rule, condition, level }];
}

function capped(one: Fired, version: PlanVersion, atMs: number): readonly Fired[] {
  const tier = cappedTier(one.level.tier, version, atMs);
  return tier === 'low' ? [] : [{ ...one, level: { ...one.level, tier } }];
}

/** Undefined where it does not alert. */
function ruleLevel(
  { known, atMs }: ConditionInputs,
  version: PlanVersion,
  { rule, trusting }: { readonly rule: ValueRule; readonly trusting: Trusting },
): Level | undefined {
  const entry = known.get(rule.code);
  if (entry === undefined) return undefined;
  const readings = trusting === 'every reading' ? [entry.newest] : alertingReadings(entry, atMs);
  const base = baseOf(rule, { known, version, atMs });
  const breaches = readings.every(
    (reading) => reading !== undefined && isValid(version, reading, atMs) && isBreach(reading, rule, base),
  );
  if (!breaches) return undefined;
  const shown = newestValue(entry) ?? entry.newest;
  return { tier: rule.tier, reason: () => inWords(rule, shown, base), ofScore: false };
}

/** What a relative limit is counted from: 0 where the limit is a value itself; undefined where it is not known. */
function baseOf(
  { relativeTo }: ValueRule,
  { known, version, atMs }: { readonly known: Known; readonly version: PlanVersion; readonly atMs: number },
): number | undefined {
  if (relativeTo === undefined) return 0;
  const base = newestValue(known.get(relativeTo));
  return base !== undefined && typeof base.value === 'number' && isValid(version, base, atMs) ? base.value : undefined;
}

function isBreach({ value }: Pick<KnownReading, 'value'>, rule: ValueRule, base: number | undefined): boolean {
  const { direction, limit, oneOf, relativeTo, asPercent } = rule;
  if (oneOf !== undefined) return typeof value === 'string' && oneOf.includes(value);
  if (direction === undefined || limit === undefined || base === undefined || typeof value !== 'number') return false;
  if (relativeTo === undefined) return isBeyond(value, { direction, limit });
  const distance = asPercent === true ? (base * limit) / 100 : limit;
  return isBeyond(value, { direction, limit: direction === 'above' ? base + distance : base - distance });
}

/** The most urgent tier that a value reaches by itself: by the pathway, by the plan, or as critical in anybody. */
export function tierOfValue(
  reading: Pick<KnownReading, 'code' | 'value' | 'takenAtMs'>,
  version: PlanVersion,
  scale: OxygenScale,
): Tier {
  const { always = [], withoutChart = [] } = version.pathway.general?.file ?? {};
  const rules: readonly ValueRule[] = [
    ...thresholdsInForce(version, scale, reading.takenAtMs),
    ...(version.plan?.thresholds ?? []).flatMap((one) =>
      one.effect === 'alert' && isLive(one.reviewAt, reading.takenAtMs) ? [one] : [],
    ),
    ...[...always, ...(version.isScored ? [] : withoutChart)].filter((rule) => holdsAtAge(rule, version.age)),
  ];
  return rules
    .filter(({ code, relativeTo }) => code === reading.code && relativeTo === undefined)
    .filter((rule) => isBreach(reading, rule, 0))
    .reduce<Tier>((worst, { tier }) => (compareTiers(tier, worst) > 0 ? tier : worst), 'low');
}

export function isBeyond(
  value: number,
  { direction, limit }: { readonly direction: 'above' | 'below'; readonly limit: number },
): boolean {
  return direction === 'above' ? value > limit : value < limit;
}

function inWords(rule: ValueRule, { value }: KnownReading, base: number | undefined): string {
  const { code, direction, limit, reason, relativeTo, asPercent } = rule;
  const said = `${codeInWords(code)} ${valueInWords(code, value)}`;
  if (relativeTo !== undefined && asPercent === true) {
    return `${said}, against ${codeInWords(relativeTo)} ${valueInWords(relativeTo, base ?? 0)}: ${reason}`;
  }
  if (relativeTo !== undefined) {
    return `${said}, after ${codeInWords(relativeTo)} ${valueInWords(relativeTo, base ?? 0)}: ${reason}`;
  }
  if (direction === undefined || limit === undefined) return `${said}: ${reason}`;
  return `${said}, ${limitInWords(code, direction, limit)}: ${reason}`;
}
