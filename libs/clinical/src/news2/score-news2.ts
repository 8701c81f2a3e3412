import type { Consciousness } from '../vital-signs/observation-codes.ts';
import { news2Parameters, type News2Parameter, type OxygenScale, type Tier } from './news2-parameters.ts';
import {
  consciousnessPoints,
  oxygenPoints,
  type Points,
  pulsePoints,
  respirationPoints,
  saturationPointsScale1,
  saturationPointsScale2,
  systolicPoints,
  temperaturePoints,
} from './points.ts';
import { toTenths, toWhole } from './rounding.ts';

/** One value of each parameter, in canonical units and plausible (see `checkReading`); absent where there is none. */
export interface News2Values {
  /** Breaths per minute. */
  readonly respirationRate?: number | undefined;
  /** %. */
  readonly oxygenSaturation?: number | undefined;
  /** Flow in L/min, of which any above 0 is oxygen; or only whether oxygen is given. */
  readonly supplementalOxygen?: number | boolean | undefined;
  /** mm[Hg]. */
  readonly systolicPressure?: number | undefined;
  /** Beats per minute. */
  readonly pulseRate?: number | undefined;
  readonly consciousness?: Consciousness | undefined;
  /** Cel. */
  readonly temperature?: number | undefined;
}

/** How often to measure, at least, in the words of the chart. */
export type News2Monitoring = 'every 12 h' | 'every 4–6 h' | 'every 1 h' | 'continuous';

export interface News2Score {
  /** 0 to 20; null while a parameter is missing. */
  readonly total: number | null;
  /** The least and the most that the total can be, whatever the missing parameters are. Both can truly occur. */
  readonly min: number;
  readonly max: number;
  readonly complete: boolean;
  /** In the order of the chart. */
  readonly missing: readonly News2Parameter[];
  /** What is certain already, whatever the missing parameters are. */
  readonly tier: Tier;
  /** What the missing parameters could still make of it. */
  readonly highestTier: Tier;
  readonly scale: OxygenScale;
  /**
   * Null where the parameter is missing, and for a saturation on scale 2 that scores differently on air and on oxygen
   * while it is not known which: it was measured, so it is not in `missing`, but its points cannot be told.
   */
  readonly components: Readonly<Record<News2Parameter, Points | null>>;
  readonly monitoring: News2Monitoring;
  /** Within how many minutes the patient is to be assessed; null where the chart states no time. */
  readonly responseWithinMinutes: 30 | 60 | null;
  readonly ruleSet: 'news2-2017';
}

/** Bit p is set where parameter p is missing; the lists are made once, since a score is made millions of times. */
const missingByPattern: readonly (readonly News2Parameter[])[] = Array.from(
  { length: 1 << news2Parameters.length },
  (_, pattern) => Object.freeze(news2Parameters.filter((_parameter, index) => (pattern & (1 << index)) !== 0)),
);
const nothingMissing: readonly News2Parameter[] = Object.freeze([]);

/**
 * Scores NEWS2. With parameters missing the result is a range: a missing one counts from 0 to its highest possible (3,
 * oxygen 2), and never as 0.
 *
 * On scale 2 saturation and oxygen depend on each other: from 93 % up, saturation has no points on air but up to 3 on
 * oxygen. While it is not known whether oxygen is given, the two are taken together, air and oxygen, as least and most.
 *
 * @throws RangeError for a number that is not finite.
 * @see Royal College of Physicians, National Early Warning Score (NEWS) 2, December 2017, charts 1, 2 and 4.
 */
export function scoreNews2(values: News2Values, { scale }: { readonly scale: OxygenScale }): News2Score {
  const { respirationRate, oxygenSaturation, supplementalOxygen, systolicPressure, pulseRate, temperature } = values;
  const onOxygen = supplementalOxygen === undefined ? undefined : isOnOxygen(supplementalOxygen);

  let saturationLeast: Points = 0;
  let saturationMost: Points = 3;
  if (oxygenSaturation !== undefined) {
    const percent = toWhole(oxygenSaturation);
    saturationLeast =
      scale === 1 ? saturationPointsScale1(percent) : saturationPointsScale2(percent, onOxygen ?? false);
    saturationMost = scale === 1 ? saturationLeast : saturationPointsScale2(percent, onOxygen ?? true);
  }

  const respiration = respirationRate === undefined ? null : respirationPoints(toWhole(respirationRate));
  const saturation = saturationLeast === saturationMost ? saturationLeast : null;
  const oxygen = onOxygen === undefined ? null : oxygenPoints(onOxygen);
  const systolic = systolicPressure === undefined ? null : systolicPoints(toWhole(systolicPressure));
  const pulse = pulseRate === undefined ? null : pulsePoints(toWhole(pulseRate));
  const consciousness = values.consciousness === undefined ? null : consciousnessPoints(values.consciousness);
  const heat = temperature === undefined ? null : temperaturePoints(toTenths(temperature));

  const min =
    (respiration ?? 0) +
    saturationLeast +
    (oxygen ?? 0) +
    (systolic ?? 0) +
    (pulse ?? 0) +
    (consciousness ?? 0) +
    (heat ?? 0);
  const max =
    (respiration ?? 3) +
    saturationMost +
    (oxygen ?? 2) +
    (systolic ?? 3) +
    (pulse ?? 3) +
    (consciousness ?? 3) +
    (heat ?? 3);
  const anyThree =
    respiration === 3 || saturationLeast === 3 || systolic === 3 || pulse === 3 || consciousness === 3 || heat === 3;
  const perhapsThree =
    (respiration ?? 3) === 3 ||
    saturationMost === 3 ||
    (systolic ?? 3) === 3 ||
    (pulse ?? 3) === 3 ||
    (consciousness ?? 3) === 3 ||
    (heat ?? 3) === 3;
  const pattern = missingPattern(values);
  const complete = pattern === 0;
  const tier = tierOf(min, anyThree);
  return {
    total: complete ? min : null,
    min,
    max,
    complete,
    missing: missingByPattern[pattern] ?? nothingMissing,
    tier,
    highestTier: complete ? tier : tierOf(max, perhapsThree),
    scale,
    components: {
      respirationRate: respiration,
      oxygenSaturation: saturation,
      supplementalOxygen: oxygen,
      systolicPressure: systolic,
      pulseRate: pulse,
      consciousness,
      temperature: heat,
    },
    monitoring: monitoringOf(tier, complete && min === 0),
    responseWithinMinutes: responseWithinMinutesOf(tier),
    ruleSet: 'news2-2017',
  };
}

function missingPattern(values: News2Values): number {
  return (
    (values.respirationRate === undefined ? 1 : 0) |
    (values.oxygenSaturation === undefined ? 2 : 0) |
    (values.supplementalOxygen === undefined ? 4 : 0) |
    (values.systolicPressure === undefined ? 8 : 0) |
    (values.pulseRate === undefined ? 16 : 0) |
    (values.consciousness === undefined ? 32 : 0) |
    (values.temperature === undefined ? 64 : 0)
  );
}

/** Whether a value of supplemental oxygen means that any is given: yes, or any flow above nought however small. */
function isOnOxygen(supplementalOxygen: number | boolean): boolean {
  if (typeof supplementalOxygen === 'boolean') return supplementalOxygen;
  if (!Number.isFinite(supplementalOxygen)) {
    throw new RangeError(`Expected a finite flow of oxygen, found ${String(supplementalOxygen)}.`);
  }
  return supplementalOxygen > 0;
}

/**
 * The clinical risk of a total.
 *
 * @param anyThree whether any one parameter has 3 points: low–medium while the total is below 5.
 * @see NEWS2 chart 2: 0–4 low, a 3 in any one parameter low–medium, 5–6 medium, ≥7 high.
 */
function tierOf(total: number, anyThree: boolean): Tier {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return anyThree ? 'low-medium' : 'low';
}

/** @see NEWS2 chart 2: medium within 60 minutes, high within 30. */
export function responseWithinMinutesOf(tier: Tier): 30 | 60 | null {
  if (tier === 'high') return 30;
  return tier === 'medium' ? 60 : null;
}

/** Every 12 hours is only for a total known to be 0: a range that begins at 0 has not earned it. @see NEWS2 chart 4. */
function monitoringOf(tier: Tier, certainlyNought: boolean): News2Monitoring {
  if (tier === 'high') return 'continuous';
  if (tier !== 'low') return 'every 1 h';
  return certainlyNought ? 'every 12 h' : 'every 4–6 h';
}
