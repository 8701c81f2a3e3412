import { type Bands, type ChartParameter, type Points } from '../rule-sets/chart-file.ts';
import type { ChartValue } from './chart.ts';
import { toTenths, toWhole } from './rounding.ts';

/**
 * What is known of oxygen, as far as the points of other parameters hang on it: nothing does on scale 1; on scale 2 air,
 * oxygen, or not known which.
 */
export const oxygenModes = { scale1: 0, air: 1, oxygen: 2, unknown: 3 } as const;
export type OxygenMode = (typeof oxygenModes)[keyof typeof oxygenModes];
/** A mode under which every value has exactly one number of points. */
export type SettledMode = Exclude<OxygenMode, 3>;

/** The state of a parameter that has no value. Below it are the states that are the points themselves. */
export const missingState = 4;
/** From here on: a value whose points differ on air and on oxygen, while it is not known which. */
const firstOpenState = 5;

/** The least and the most points that a parameter can have. */
export interface PointsRange {
  readonly least: Points;
  readonly most: Points;
}

/**
 * One parameter of a chart, made into tables. A value has a *state*: its points (0 to 3), missing (4), or one of those
 * whose points are open. There are few states, so that a whole set of values comes down to one small number.
 */
export interface ParameterStates {
  /** How many states there are. */
  readonly count: number;
  /** @throws RangeError for a value that the parameter cannot be scored from. */
  stateOf(value: ChartValue, mode: OxygenMode): number;
  /** What a state stands for once it is settled what is known of oxygen. */
  rangeOf(state: number, mode: SettledMode): PointsRange;
}

/** Makes the tables of one parameter, which has been found free of faults. */
export function statesOf(parameter: ChartParameter): ParameterStates {
  switch (parameter.form) {
    case 'bands':
      return new BandedStates(parameter);
    case 'choice':
      return new ChoiceStates(parameter);
    case 'oxygen':
      return new OxygenStates(parameter);
  }
}

/** Whether a value of oxygen means that any is given: yes, or any flow above nought however small. */
export function isOnOxygen(value: ChartValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw notAValue('supplementalOxygen', value);
  return value > 0;
}

class BandedStates implements ParameterStates {
  readonly count: number;
  readonly #name: string;
  readonly #inTenths: boolean;
  /** The first entry of each table stands for this many steps and whatever is below, the last for whatever is above. */
  readonly #lowestStep: number;
  /** By mode: the state of each step. */
  readonly #tables: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  readonly #missing: readonly [PointsRange, PointsRange, PointsRange];
  /** What the open states stand for. */
  readonly #open: readonly { readonly onAir: Points; readonly onOxygen: Points }[];

  constructor(parameter: Extract<ChartParameter, { form: 'bands' }>) {
    const { bands, scale2 } = parameter;
    const onAir = scale2?.onAir ?? bands;
    const onOxygen = scale2?.onOxygen ?? bands;
    this.#name = parameter.name;
    this.#inTenths = parameter.resolution === 0.1;
    const ends = [bands, onAir, onOxygen].flatMap((some) => some.flatMap(({ upTo }) => this.#stepsTo(upTo)));
    this.#lowestStep = ends.length === 0 ? 0 : Math.min(...ends);
    const length = ends.length === 0 ? 1 : Math.max(...ends) + 2 - this.#lowestStep;
    const pointsOf = (some: Bands): Uint8Array =>
      Uint8Array.from({ length }, (_, offset) => this.#pointsAt(some, this.#lowestStep + offset));
    const air = pointsOf(onAir);
    const oxygen = pointsOf(onOxygen);
    const open: { readonly onAir: Points; readonly onOxygen: Points }[] = [];
    const unknown = air.map((points, offset) => {
      const other = oxygen[offset];
      if (points === other) return points;
      const pair = { onAir: asPoints(points), onOxygen: asPoints(other) };
      const known = open.findIndex((one) => one.onAir === pair.onAir && one.onOxygen === pair.onOxygen);
      return firstOpenState + (known === -1 ? open.push(pair) - 1 : known);
    });
    this.#tables = [pointsOf(bands), air, oxygen, unknown];
    this.#missing = [rangeOfAll(bands), rangeOfAll(onAir), rangeOfAll(onOxygen)];
    this.#open = open;
    this.count = firstOpenState + open.length;
  }

  stateOf(value: ChartValue, mode: OxygenMode): number {
    if (typeof value !== 'number') throw notAValue(this.#name, value);
    const table = this.#tables[mode];
    const offset = (this.#inTenths ? toTenths(value) : toWhole(value)) - this.#lowestStep;
    // Within the table by the two comparisons, which `noUncheckedIndexedAccess` cannot know.
    if (offset <= 0) return table[0] ?? missingState;
    return (offset < table.length ? table[offset] : table[table.length - 1]) ?? missingState;
  }

  rangeOf(state: number, mode: SettledMode): PointsRange {
    if (state === missingState) return this.#missing[mode];
    const pair = this.#open[state - firstOpenState];
    if (pair === undefined) return exactly(asPoints(state));
    return exactly(mode === oxygenModes.air ? pair.onAir : pair.onOxygen);
  }

  /** The end of a band in whole steps of the chart's resolution; none for the last band. */
  #stepsTo(upTo: number | undefined): readonly number[] {
    if (upTo === undefined) return [];
    return [this.#inTenths ? toTenths(upTo) : toWhole(upTo)];
  }

  #pointsAt(bands: Bands, step: number): Points {
    const band = bands.find(({ upTo }) => this.#stepsTo(upTo).every((end) => step <= end));
    return band?.points ?? 0;
  }
}

class ChoiceStates implements ParameterStates {
  readonly count = firstOpenState;
  readonly #name: string;
  readonly #points: ReadonlyMap<ChartValue, Points>;
  readonly #missing: PointsRange;

  constructor(parameter: Extract<ChartParameter, { form: 'choice' }>) {
    this.#name = parameter.name;
    this.#points = new Map(Object.entries(parameter.points));
    this.#missing = rangeOfAll(Object.values(parameter.points).map((points) => ({ points })));
  }

  stateOf(value: ChartValue): number {
    const points = this.#points.get(value);
    if (points === undefined) throw notAValue(this.#name, value);
    return points;
  }

  rangeOf(state: number): PointsRange {
    return state === missingState ? this.#missing : exactly(asPoints(state));
  }
}

class OxygenStates implements ParameterStates {
  readonly count = firstOpenState;
  readonly #air: Points;
  readonly #oxygen: Points;

  constructor({ air, oxygen }: Extract<ChartParameter, { form: 'oxygen' }>) {
    this.#air = air;
    this.#oxygen = oxygen;
  }

  stateOf(value: ChartValue): number {
    return isOnOxygen(value) ? this.#oxygen : this.#air;
  }

  rangeOf(state: number, mode: SettledMode): PointsRange {
    if (state !== missingState) return exactly(asPoints(state));
    if (mode === oxygenModes.scale1) return rangeOfAll([{ points: this.#air }, { points: this.#oxygen }]);
    return exactly(mode === oxygenModes.air ? this.#air : this.#oxygen);
  }
}

function exactly(points: Points): PointsRange {
  return { least: points, most: points };
}

function rangeOfAll(bands: readonly { readonly points: Points }[]): PointsRange {
  const all = bands.map(({ points }) => points);
  return { least: asPoints(Math.min(...all)), most: asPoints(Math.max(...all)) };
}

function asPoints(state: number | undefined): Points {
  if (state === 0 || state === 1 || state === 2 || state === 3) return state;
  throw new RangeError(`Expected 0 to 3 points, found ${String(state)}.`);
}

function notAValue(parameter: string, value: ChartValue): RangeError {
  return new RangeError(`Expected a value that ${parameter} can be scored from, found ${JSON.stringify(value)}.`);
}
