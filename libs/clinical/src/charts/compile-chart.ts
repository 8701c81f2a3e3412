import { chartInStage, stageName, stagesOf } from './chart-stages.ts';
import type { ChartFile, ChartTier, Points, StageStart } from './chart-file.ts';
import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import type { Chart, ChartLevel, ChartScore, ChartValue, ChartValues } from './chart.ts';
import {
  isOnOxygen,
  type Lookup,
  missingState,
  noPointsState,
  notAValue,
  type OxygenMode,
  oxygenModes,
  type ParameterTables,
  type PointsRange,
  type KnownOxygenMode,
  type State,
  tablesOf,
} from './parameter-tables.ts';
import { stepsAround, toTenths, toWhole } from './rounding.ts';
import { compareTiers, type OxygenScale } from './tiers.ts';

/**
 * Makes a chart ready to score. The file has been found free of faults: see `ruleBookOf`.
 *
 * @see docs/clinical-sources.md for the charts that come with Homeward.
 */
export function compileChart(file: ChartFile): Chart {
  return new CompiledChart(file);
}

/** NEWS2 has 180,000 combinations of states: a list with an entry for each is the fastest. A larger chart keeps what it meets. */
const mostEntries = 1 << 18;
const mostKept = 1 << 17;

/**
 * Scores by tables. The states of all parameters make one number, and what scores alike is made once and then shared: a
 * set costs a lookup for each of its values and one more, and allocates nothing.
 */
class CompiledChart implements Chart {
  readonly id: string;
  readonly title: string;
  readonly file: ChartFile;
  readonly stages: readonly StageStart[];
  readonly codes: readonly ObservationCode[];
  readonly names: readonly string[];
  readonly #inStages = new Map<string, Chart>();
  readonly #parameters: readonly ParameterTables[];
  /** By mode, in the order of the chart. */
  readonly #lookups: Readonly<Record<OxygenMode, readonly Lookup[]>>;
  readonly #oxygenAt: number;
  readonly #hasScale2: boolean;
  /** The scores made so far, by key; where the keys are too many for a list, in the map beside it. */
  readonly #listed: (ChartScore | undefined)[] | undefined;
  readonly #mapped = new Map<number, ChartScore>();

  constructor(file: ChartFile) {
    this.id = file.id;
    this.title = file.title;
    this.file = file;
    this.stages = stagesOf(file);
    this.codes = file.parameters.map(({ code }) => code);
    this.names = file.parameters.map(({ name }) => name);
    this.#parameters = file.parameters.map((parameter) => tablesOf(parameter, file.rounding));
    const lookupsOf = (mode: OxygenMode): readonly Lookup[] => this.#parameters.map(({ lookups }) => lookups[mode]);
    this.#lookups = { 0: lookupsOf(0), 1: lookupsOf(1), 2: lookupsOf(2), 3: lookupsOf(3) };
    this.#oxygenAt = file.parameters.findIndex(({ form }) => form === 'oxygen');
    this.#hasScale2 = file.parameters.some((parameter) => parameter.form === 'bands' && parameter.scale2 !== undefined);
    const modes = this.#hasScale2 ? Object.keys(oxygenModes).length : 1;
    const keys = this.#parameters.reduce((product, { states }) => product * states.length, modes);
    this.#listed = keys <= mostEntries ? new Array<ChartScore | undefined>(keys).fill(undefined) : undefined;
  }

  during(begun: readonly StageStart[]): Chart {
    if (begun.length === 0 || this.stages.length === 0) return this;
    const name = begun.map(stageName).join(', ');
    const known = this.#inStages.get(name) ?? new CompiledChart(chartInStage(this.file, begun));
    this.#inStages.set(name, known);
    return known;
  }

  indexOf(code: ObservationCode): number {
    return this.codes.indexOf(code);
  }

  isValue(index: number, value: ChartValue): boolean {
    const lookup = this.#lookups[oxygenModes.scale1][index];
    switch (lookup?.form) {
      case undefined:
        return false;
      case 'choice':
        return typeof value === 'string' && lookup.choices.includes(value);
      case 'oxygen':
        return typeof value === 'boolean' || Number.isFinite(value);
      case 'whole':
      case 'tenths':
        return Number.isFinite(value);
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
    const mode = this.#modeOf(values, scale);
    const lookups = this.#lookups[mode];
    let key: number = mode;
    for (let index = 0; index < lookups.length; index += 1) {
      const lookup = lookups[index];
      if (lookup === undefined) continue;
      const value = values[index];
      let state = missingState;
      if (value !== undefined) {
        state = lookup.table[entryOf(lookup, value)] ?? missingState;
        if (((without >> index) & 1) === 1) state = noPointsState;
      }
      key = key * lookup.stateCount + state;
    }
    return (this.#listed === undefined ? this.#mapped.get(key) : this.#listed[key]) ?? this.#keep(key, this.#make(key));
  }

  #modeOf(values: ChartValues, scale: OxygenScale): OxygenMode {
    if (scale === 1 || !this.#hasScale2) return oxygenModes.scale1;
    const oxygen = values[this.#oxygenAt];
    if (oxygen === undefined) return oxygenModes.unknown;
    return isOnOxygen(oxygen) ? oxygenModes.oxygen : oxygenModes.air;
  }

  #keep(key: number, score: ChartScore): ChartScore {
    if (this.#listed !== undefined) {
      this.#listed[key] = score;
      return score;
    }
    if (this.#mapped.size >= mostKept) this.#mapped.clear();
    this.#mapped.set(key, score);
    return score;
  }

  #make(key: number): ChartScore {
    const { mode, states } = this.#taken(key);
    const settled = mode === oxygenModes.unknown ? [oxygenModes.air, oxygenModes.oxygen] : [mode];
    const lowest = settled.map((one) => endOf(states, one, 'least'));
    const highest = settled.map((one) => endOf(states, one, 'most'));
    const tier = lowest.map((end) => this.#tierOf(end)).reduce((one, other) => (isBelow(other, one) ? other : one));
    const highestTier = highest
      .map((end) => this.#tierOf(end))
      .reduce((one, other) => (isBelow(one, other) ? other : one));
    const min = Math.min(...lowest.map(({ total }) => total));
    const max = Math.max(...highest.map(({ total }) => total));
    const missing = this.names.filter((_, index) => states[index]?.missing);
    const complete = missing.length === 0;
    // Less often only for a total known to be nought: a range that begins there has not earned it.
    const isNought = complete && max === 0 && tier.tier === 'low';
    const { monitoring, monitorEveryMinutes } = (isNought ? this.file.whenNought : undefined) ?? tier;
    return Object.freeze({
      total: complete ? min : null,
      min,
      max,
      complete,
      missing: Object.freeze(missing),
      tier: tier.tier,
      highestTier: highestTier.tier,
      scale: mode === oxygenModes.scale1 ? 1 : 2,
      components: Object.freeze(Object.fromEntries(this.names.map((name, index) => [name, pointsOf(states[index])]))),
      monitoring,
      monitorEveryMinutes,
      responseWithinMinutes: tier.respondWithinMinutes,
      ruleSet: this.id,
    });
  }

  /** A key taken apart again. */
  #taken(key: number): { readonly mode: OxygenMode; readonly states: readonly State[] } {
    const taken: State[] = [];
    let rest = key;
    for (const { states, name } of this.#parameters.toReversed()) {
      const state = states[rest % states.length];
      if (state === undefined) throw new RangeError(`No state of ${name} in the key ${key}.`);
      taken.unshift(state);
      rest = Math.floor(rest / states.length);
    }
    // What is left is the mode that the key began with.
    return { mode: rest as OxygenMode, states: taken };
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

/** Which entry of the table a value has. @throws RangeError for one that cannot be looked up. */
function entryOf(lookup: Lookup, value: ChartValue): number {
  const { form, lastEntry } = lookup;
  if (form === 'oxygen') return isOnOxygen(value) ? 1 : 0;
  if (form === 'choice') {
    const { choices } = lookup;
    for (let choice = 0; choice < choices.length; choice += 1) if (choices[choice] === value) return choice;
    throw notAValue(lookup.name, value);
  }
  if (typeof value !== 'number') throw notAValue(lookup.name, value);
  if (lookup.worst !== undefined) return worstEntryOf(lookup, lookup.worst, value);
  const entry = (form === 'tenths' ? toTenths(value) : toWhole(value)) - lookup.lowestStep;
  if (entry <= 0) return 0;
  return entry < lastEntry ? entry : lastEntry;
}

/** Of the steps around a value, the entry of the one that gives more points. */
function worstEntryOf({ form, lowestStep, lastEntry }: Lookup, worst: Uint8Array, value: number): number {
  const [below, above] = stepsAround(value, form === 'tenths' ? 0.1 : 1).map((step) =>
    Math.min(Math.max(step - lowestStep, 0), lastEntry),
  );
  if (below === undefined || above === undefined) return 0;
  return (worst[above] ?? 0) > (worst[below] ?? 0) ? above : below;
}

/** One end of a range: the total, and the most points that any one parameter has there. */
interface End {
  readonly total: number;
  readonly highest: number;
}

function endOf(states: readonly State[], mode: KnownOxygenMode, end: keyof PointsRange): End {
  const points = states.map(({ ranges }) => ranges[mode][end]);
  return { total: points.reduce((sum: number, one) => sum + one, 0), highest: Math.max(...points) };
}

/** The points of a state; null where it has none for certain. */
function pointsOf(state: State | undefined): Points | null {
  if (state === undefined || state.missing) return null;
  const [onScale1, onAir, onOxygen] = state.ranges;
  const all = [onScale1, onAir, onOxygen].flatMap(({ least, most }) => [least, most]);
  return all.every((points) => points === onAir.least) ? onAir.least : null;
}

function isBelow(one: ChartTier, other: ChartTier): boolean {
  return compareTiers(one.tier, other.tier) < 0;
}
