import { tiers } from '#libs/clinical';
import { Instant } from '../instant.ts';
import { knownCharts } from './chart-names.ts';
import { shortIdPattern } from './short-id.ts';
import type { ShortScore } from './short-score.ts';

/** No two versions have a member of one name and two meanings; a reader refuses a version that it does not know. */
export const version = 2;
/** Three centuries, within which all times lie that Homeward carries: see `InstantWithOffset`. */
export const mostMs = 300 * 366 * 86_400_000;

/** Ids of one message differ in their last four digits. */
export const mostSteps = 0xffff;

export interface VersionedScore extends ShortScore {
  readonly v: typeof version;
  readonly at: Instant;
}

export function isCarried(at: string): boolean {
  return at >= '1900' && at < '2200';
}

/**
 * Whether it is a short score as nearly all are: of a known chart, and without what is seldom there. What this lets through the
 * schema does, which takes ten times as long for it; what it does not let through is the schema's to judge.
 */
export function isOrdinary(json: object): json is VersionedScore {
  for (const [name, value] of Object.entries(json)) if (checks.get(name)?.(value) !== true) return false;
  // Checked member by member; whether those are there that have to be is asked now.
  const { v, at, chart, points, min, tier, ruleSet, monitoring, by, afterMs } = json as Partial<VersionedScore>;
  const names = typeof chart === 'number' ? knownCharts[chart] : undefined;
  if (names === undefined || points?.length !== names.length) return false;
  return ![v, at, min, tier, ruleSet, monitoring, by, afterMs].includes(undefined);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isTrue = (value: unknown): boolean => value === true;
const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);
const isCount = (value: unknown): value is number => isWhole(value) && value >= 0;
const isSpan = (value: unknown): value is number => isWhole(value) && Math.abs(value) <= mostMs;
const isId = (value: unknown): boolean => isText(value) && shortIdPattern.test(value);
const isTier = (value: unknown): boolean => tiers.some((tier) => tier === value);
const isValue = (value: unknown): boolean => typeof value === 'boolean' || isText(value) || Number.isFinite(value);

const checks: ReadonlyMap<string, (value: unknown) => boolean> = new Map<string, (value: unknown) => boolean>([
  ['v', (value) => value === version],
  ['at', (value) => isText(value) && isCarried(value) && Instant.safeParse(value).success],
  ['revision', (value) => isWhole(value) && value >= 2],
  ['min', isCount],
  ['max', isCount],
  ['total', isCount],
  ['tier', isTier],
  ['highestTier', isTier],
  ['ruleSet', isText],
  ['pathway', isText],
  ['monitoring', isText],
  ['within', isWhole],
  ['scale', (value) => value === 2],
  ['late', isTrue],
  ['withdrawn', isTrue],
  ['chart', isCount],
  ['points', (value) => isText(value) && /^[0-3-]*$/.test(value)],
  ['inputs', (value) => isList(value) && value.every(areInputs)],
  ['asked', (value) => isList(value) && value.every(isAsked)],
  ['by', isId],
  ['afterMs', isSpan],
]);

function areInputs(group: unknown): boolean {
  if (!isList(group)) return false;
  const [agoMs, firstId, ...inputs] = group;
  return isSpan(agoMs) && agoMs >= 0 && isId(firstId) && inputs.every(isInput);
}

/** Without extras. */
function isInput(input: unknown): boolean {
  if (!isList(input) || input.length < 2 || input.length > 3) return false;
  const [index, value, step = 0] = input;
  return isCount(index) && isValue(value) && isCount(step) && step <= mostSteps;
}

function isAsked(asked: unknown): boolean {
  if (!isList(asked)) return false;
  const [everyMinutes, takenAgoMs, fromAfterMs, ...indices] = asked;
  const isEvery = isCount(everyMinutes) && everyMinutes > 0;
  return isEvery && isSpan(takenAgoMs) && isSpan(fromAfterMs) && indices.every(isCount);
}
