import { type ChartFile, type ChartTier, type Points } from '../rule-sets/chart-file.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import type { Chart, ChartLevel, ChartScore, ChartValue, ChartValues } from './chart.ts';
import {
  isOnOxygen,
  missingState,
  type OxygenMode,
  oxygenModes,
  type ParameterStates,
  type SettledMode,
  statesOf,
} from './parameter-states.ts';
import { compareTiers, type OxygenScale } from './tiers.ts';

/**
 * Makes a chart ready to score. The file has been found free of faults: see `ruleBookOf`.
 *
 * @see docs/clinical-sources.md for the charts that come with Homeward.
 */
export function compileChart(file: ChartFile): Chart {
  return new CompiledChart(file);
}

/** More than the charts that come with Homeward can ever need; a site's own, however large, cannot fill the memory. */
const mostScoresKept = 1 << 17;

/**
 * Scores by tables. The states of all parameters make one number, and what scores alike is made once and then shared: a
 * set costs as many lookups as it has values and allocates nothing.
 */
class CompiledChart implements Chart {
  readonly id: string;
  readonly title: string;
  readonly file: ChartFile;
  readonly codes: readonly ObservationCode[];
  readonly names: readonly string[];
  readonly #states: readonly ParameterStates[];
  readonly #oxygenAt: number;
  readonly #hasScale2: boolean;
  readonly #scores = new Map<number, ChartScore>();

  constructor(file: ChartFile) {
    this.file = file;
    this.id = file.id;
    this.title = file.title;
    this.codes = file.parameters.map(({ code }) => code);
    this.names = file.parameters.map(({ name }) => name);
    this.#states = file.parameters.map(statesOf);
    this.#oxygenAt = file.parameters.findIndex(({ form }) => form === 'oxygen');
    this.#hasScale2 = file.parameters.some((parameter) => parameter.form === 'bands' && parameter.scale2 !== undefined);
  }

  indexOf(code: ObservationCode): number {
    return this.codes.indexOf(code);
  }

  isValue(index: number, value: ChartValue): boolean {
    const parameter = this.file.parameters[index];
    switch (parameter?.form) {
      case undefined:
        return false;
      case 'bands':
        return typeof value === 'number' && Number.isFinite(value);
      case 'choice':
        return typeof value === 'string' && Object.hasOwn(parameter.points, value);
      case 'oxygen':
        return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    }
  }

  score(values: ChartValues, { scale }: { readonly scale: OxygenScale }): ChartScore {
    return this.#scoreOf(values, scale, 0);
  }

  level(
    values: ChartValues,
    { scale, without = 0 }: { readonly scale: OxygenScale; readonly without?: number },
  ): ChartLevel {
    return this.#scoreOf(values, scale, without);
  }

  #scoreOf(values: ChartValues, scale: OxygenScale, without: number): ChartScore {
    const states = this.#states;
    const mode = this.#modeOf(values, scale);
    let key: number = mode;
    for (let index = 0; index < states.length; index += 1) {
      const parameter = states[index];
      if (parameter === undefined) continue;
      const value = values[index];
      let state = missingState;
      if (value !== undefined) {
        state = parameter.stateOf(value, mode);
        if (((without >> index) & 1) === 1) state = 0;
      }
      key = key * parameter.count + state;
    }
    const made = this.#scores.get(key);
    if (made !== undefined) return made;
    return this.#keep(key, this.#make(key));
  }

  #modeOf(values: ChartValues, scale: OxygenScale): OxygenMode {
    if (scale === 1 || !this.#hasScale2) return oxygenModes.scale1;
    const oxygen = values[this.#oxygenAt];
    if (oxygen === undefined) return oxygenModes.unknown;
    return isOnOxygen(oxygen) ? oxygenModes.oxygen : oxygenModes.air;
  }

  #keep(key: number, score: ChartScore): ChartScore {
    if (this.#scores.size >= mostScoresKept) this.#scores.clear();
    this.#scores.set(key, score);
    return score;
  }

  #make(key: number): ChartScore {
    const { mode, states } = this.#taken(key);
    const settled: readonly SettledMode[] =
      mode === oxygenModes.unknown ? [oxygenModes.air, oxygenModes.oxygen] : [mode];
    const ends = settled.map((one) => this.#endsOf(states, one));
    const min = Math.min(...ends.map(({ least }) => least.total));
    const max = Math.max(...ends.map(({ most }) => most.total));
    const tiersAtLeast = ends.map(({ least }) => this.#tierOf(least));
    const tiersAtMost = ends.map(({ most }) => this.#tierOf(most));
    const tier = tiersAtLeast.reduce((one, other) => (compareTiers(one.tier, other.tier) <= 0 ? one : other));
    const highest = tiersAtMost.reduce((one, other) => (compareTiers(one.tier, other.tier) >= 0 ? one : other));
    const missing = this.names.filter((_, index) => states[index] === missingState);
    const complete = missing.length === 0;
    const { whenNought } = this.file;
    // Less often only for a total known to be nought: a range that begins there has not earned it.
    const measured = complete && max === 0 && tier.tier === 'low' && whenNought !== undefined ? whenNought : tier;
    return Object.freeze({
      total: complete ? min : null,
      min,
      max,
      complete,
      missing: Object.freeze(missing),
      tier: tier.tier,
      highestTier: highest.tier,
      scale: mode === oxygenModes.scale1 ? 1 : 2,
      components: Object.freeze(this.#componentsOf(states)),
      monitoring: measured.monitoring,
      monitorEveryMinutes: measured.monitorEveryMinutes,
      responseWithinMinutes: tier.respondWithinMinutes,
      ruleSet: this.id,
    });
  }

  /** A key taken apart again. */
  #taken(key: number): { readonly mode: OxygenMode; readonly states: readonly number[] } {
    const states: number[] = [];
    let rest = key;
    for (const { count } of this.#states.toReversed()) {
      states.unshift(rest % count);
      rest = Math.floor(rest / count);
    }
    // What is left is the mode that the key began with.
    return { mode: rest as OxygenMode, states };
  }

  #endsOf(states: readonly number[], mode: SettledMode): { readonly least: End; readonly most: End } {
    const ranges = this.#states.map((parameter, index) => parameter.rangeOf(states[index] ?? missingState, mode));
    return { least: endOf(ranges.map(({ least }) => least)), most: endOf(ranges.map(({ most }) => most)) };
  }

  #componentsOf(states: readonly number[]): Record<string, Points | null> {
    return Object.fromEntries(
      this.names.map((name, index) => {
        const state = states[index];
        return [name, state === 0 || state === 1 || state === 2 || state === 3 ? state : null];
      }),
    );
  }

  /** The first tier that holds. The last, which asks for nothing, always does. */
  #tierOf({ total, highest }: End): ChartTier {
    const reached = this.file.tiers.find(
      ({ totalAtLeast, anyParameterAtLeast }) =>
        (totalAtLeast === undefined && anyParameterAtLeast === undefined) ||
        (totalAtLeast !== undefined && total >= totalAtLeast) ||
        (anyParameterAtLeast !== undefined && highest >= anyParameterAtLeast),
    );
    if (reached === undefined) throw new RangeError(`The chart ${this.id} has no tier for a total of ${total}.`);
    return reached;
  }
}

/** One end of a range: the total, and the most points that any one parameter has there. */
interface End {
  readonly total: number;
  readonly highest: number;
}

function endOf(points: readonly Points[]): End {
  return { total: points.reduce((sum: number, one) => sum + one, 0), highest: Math.max(...points) };
}
