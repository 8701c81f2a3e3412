import type { Chart, ChartScore, OxygenScale } from '#libs/clinical';
import type { OxygenScalePrescription } from '#libs/contracts';
import type { Known, KnownReading } from './known-reading.ts';
import { isValid, type PlanVersion } from './plan-version.ts';
import type { PlanVersions } from './plan-versions.ts';

/** What a score is made of. */
export interface Composition {
  readonly atMs: number;
  readonly chart: Chart;
  /** The pathway's rules: `heart-failure@1`; null before there is a plan. */
  readonly pathway: string | null;
  /** Whether the chart may be used for the patient at all. */
  readonly scored: boolean;
  readonly prescription: OxygenScalePrescription | undefined;
  /** The newest reading of each parameter, in the order of the chart, however old; undefined where there never was one. */
  readonly newest: readonly (KnownReading | undefined)[];
  /** Bit p is set where the reading of parameter p may still be used. */
  readonly valid: number;
}

/** Composes what was known at a time by the plan that held then. */
export function compose(plans: PlanVersions, known: Known, atMs: number): Composition {
  const version = plans.at(atMs);
  const { chart, plan, pathway } = version;
  const newest: (KnownReading | undefined)[] = [];
  let valid = 0;
  for (let index = 0; index < chart.codes.length; index += 1) {
    const code = chart.codes[index];
    const reading = code === undefined ? undefined : known.get(code)?.newest;
    newest.push(reading);
    if (reading !== undefined && isUsable(reading, version, atMs)) valid |= 1 << index;
  }
  const prescription = plans.prescriptionAt(atMs);
  if (prescription?.scale === 2) valid &= ~staleAir(chart, newest);
  return {
    atMs,
    chart,
    pathway: plan === undefined ? null : pathway.key,
    scored: version.isScored,
    prescription,
    newest,
    valid,
  };
}

/** On scale 2 "no oxygen" holds for a saturation that was measured up to so long after it was said. */
const airHoldsForMs = 3_600_000;
/** From here on a saturation on scale 2 scores nothing on air, and up to 3 and 2 for the oxygen where it is given. */
const leastThatOxygenScores = 93;

/**
 * The bit of the oxygen where it does not count: that the patient breathes air was said last well before a saturation that is
 * only harmless if they do. Old news of oxygen being given is not dropped: it scores.
 */
function staleAir(chart: Chart, newest: Composition['newest']): number {
  const index = chart.indexOf('supplemental-oxygen');
  const oxygen = newest[index];
  const saturation = newest[chart.indexOf('oxygen-saturation')];
  if (oxygen === undefined || saturation === undefined || oxygen.takenAtMs + airHoldsForMs >= saturation.takenAtMs)
    return 0;
  const isOnAir = oxygen.value === false || oxygen.value === 0;
  const isHigh = typeof saturation.value === 'number' && saturation.value >= leastThatOxygenScores;
  return isOnAir && isHigh ? 1 << index : 0;
}

/** Whether a reading may be used at a time: it is of the kind the chart scores, and not too old. */
export function isUsable(reading: KnownReading, version: PlanVersion, atMs: number): boolean {
  const { chart } = version;
  if (reading.doubt !== undefined) return false;
  return isValid(version, reading, atMs) && chart.isValue(chart.indexOf(reading.code), reading.value);
}

export function scaleOf({ prescription }: Pick<Composition, 'prescription'>): OxygenScale {
  return prescription?.scale ?? 1;
}

/** The values in the order of the chart, as it scores them. */
export function valuesOf({ newest, valid }: Composition): (number | string | boolean | undefined)[] {
  return newest.map((reading, index) => ((valid & (1 << index)) === 0 ? undefined : reading?.value));
}

export function scoreOfComposition(composition: Composition): ChartScore {
  return composition.chart.score(valuesOf(composition), { scale: scaleOf(composition) });
}

/** What differs between two compositions that makes a score of its own; undefined where they score alike. */
export function differenceOf(
  before: Composition,
  now: Composition,
): 'aged-out' | 'scale-change' | 'plan-change' | undefined {
  if (!now.scored) return undefined;
  const nothingKnown = before.valid === 0 && now.valid === 0;
  if (before.chart !== now.chart || !before.scored) return nothingKnown ? undefined : 'plan-change';
  if (nothingKnown) return undefined;
  if (scaleOf(before) !== scaleOf(now)) return 'scale-change';
  if (before.valid === now.valid) return undefined;
  return (before.valid & ~now.valid) === 0 ? 'plan-change' : 'aged-out';
}
