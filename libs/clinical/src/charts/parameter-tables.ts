import type { Bands, ChartFile, ChartParameter, Points } from './chart-file.ts';
import type { ChartValue } from './chart.ts';
import { toTenths, toWhole } from './rounding.ts';

/**
 * What is known of oxygen, as far as the points of other parameters hang on it: nothing does on scale 1; on scale 2 air,
 * oxygen, or not known which.
 */
export const oxygenModes = { scale1: 0, air: 1, oxygen: 2, unknown: 3 } as const;
export type OxygenMode = (typeof oxygenModes)[keyof typeof oxygenModes];
/** A mode under which every value has exactly one number of points. */
export type KnownOxygenMode = Exclude<OxygenMode, typeof oxygenModes.unknown>;

/** One of something for each settled mode, in their order. */
type EachSettled<T> = readonly [onScale1: T, onAir: T, onOxygen: T];

/** The least and the most points that a parameter can have. */
export interface PointsRange {
  readonly least: Points;
  readonly most: Points;
}

/** What one state of a parameter stands for. */
export interface State {
  /** By settled mode. */
  readonly ranges: EachSettled<PointsRange>;
  readonly missing: boolean;
}

/** What one value of a parameter is looked up by. All parameters have the same fields, which keeps the loop over them fast. */
export interface Lookup {
  readonly name: string;
  readonly form: 'whole' | 'tenths' | 'choice' | 'oxygen';
  /** The number of the state of each step, of each choice, or of air and oxygen. */
  readonly table: Uint8Array;
  /** For bands, the step that the first entry stands for, together with all below; the last stands for all above. */
  readonly lowestStep: number;
  readonly lastEntry: number;
  readonly choices: readonly string[];
  readonly stateCount: number;
  /** Where a value between two steps counts as the worse of the two: the most points of each entry. */
  readonly worst: Uint8Array | undefined;
}

/**
 * One parameter of a chart, made into tables. Its values come down to few *states*: each number of points that it can
 * have, missing, and, while it is not known whether oxygen is given, what scores one way on air and another on oxygen.
 */
export interface ParameterTables {
  readonly name: string;
  /** What each state stands for, by its number. The first two are the same for all parameters: see below. */
  readonly states: readonly State[];
  /** By mode. */
  readonly lookups: readonly [Lookup, Lookup, Lookup, Lookup];
}

/** The state of a value that has no points. */
export const noPointsState = 0;
/** The state of a parameter that has no value. */
export const missingState = 1;

/** Whether a value of oxygen means that any is given: yes, or any flow above nought however small. */
export function isOnOxygen(value: ChartValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw notAValue('oxygen', value);
  return value > 0;
}

export function notAValue(parameter: string, value: ChartValue): RangeError {
  return new RangeError(`Expected a value that ${parameter} can be scored from, found ${JSON.stringify(value)}.`);
}

/** A parameter as it stands on the chart: the points of each entry that a value can be looked up by. */
interface Charted extends Pick<Lookup, 'name' | 'form' | 'lowestStep' | 'choices'> {
  readonly points: EachSettled<readonly Points[]>;
  /** What it can have while it is missing. */
  readonly missing: EachSettled<PointsRange>;
}

/** Makes the tables of one parameter, which has been found free of faults. */
export function tablesOf(parameter: ChartParameter, rounding: ChartFile['rounding']): ParameterTables {
  const { points, missing, ...charted } = chartedAs(parameter);
  const [onScale1, onAir, onOxygen] = points;
  const states: State[] = [scoring(0, 0), { ranges: missing, missing: true }];
  const numbers = new Map([[0, noPointsState]]);
  const numberOf = (air: Points, oxygen: Points): number => {
    const pair = air * 4 + oxygen;
    const known = numbers.get(pair);
    if (known !== undefined) return known;
    numbers.set(pair, states.length);
    return states.push(scoring(air, oxygen)) - 1;
  };
  const settled = [onScale1, onAir, onOxygen].map((some) => some.map((one) => numberOf(one, one)));
  const unknown = onAir.map((air, entry) => numberOf(air, onOxygen[entry] ?? air));
  // Only now is it known how many states there are.
  const lookup = (table: readonly number[] = []): Lookup => ({
    ...charted,
    table: Uint8Array.from(table),
    lastEntry: table.length - 1,
    stateCount: states.length,
    worst: rounding === 'conservative' ? Uint8Array.from(table, (state) => mostOf(states[state])) : undefined,
  });
  return {
    name: charted.name,
    states,
    lookups: [lookup(settled[0]), lookup(settled[1]), lookup(settled[2]), lookup(unknown)],
  };
}

/** On air, on oxygen or on scale 1, whichever is the most. */
function mostOf(state: State | undefined): Points {
  return rangeOf((state?.ranges ?? []).map(({ most }) => most)).most;
}

function chartedAs(parameter: ChartParameter): Charted {
  const { name } = parameter;
  switch (parameter.form) {
    case 'bands':
      return bandsAsCharted(parameter);
    case 'choice': {
      const points = Object.values(parameter.points);
      const all = rangeOf(points);
      const choices = Object.keys(parameter.points);
      return {
        name,
        form: 'choice',
        lowestStep: 0,
        choices,
        points: [points, points, points],
        missing: [all, all, all],
      };
    }
    case 'oxygen': {
      const { air, oxygen } = parameter;
      const points = [air, oxygen];
      const missing: EachSettled<PointsRange> = [rangeOf(points), rangeOf([air]), rangeOf([oxygen])];
      return { name, form: 'oxygen', lowestStep: 0, choices: [], points: [points, points, points], missing };
    }
  }
}

function bandsAsCharted({ name, bands, scale2, resolution }: Extract<ChartParameter, { form: 'bands' }>): Charted {
  const onAir = scale2?.onAir ?? bands;
  const onOxygen = scale2?.onOxygen ?? bands;
  const toStep = resolution === 1 ? toWhole : toTenths;
  const ends = [bands, onAir, onOxygen].flatMap((some) =>
    some.flatMap(({ upTo }) => (upTo === undefined ? [] : [toStep(upTo)])),
  );
  const lowestStep = ends.length === 0 ? 0 : Math.min(...ends);
  // One step beyond the highest end is the first of the last band.
  const length = ends.length === 0 ? 1 : Math.max(...ends) + 2 - lowestStep;
  const pointsOf = (some: Bands): readonly Points[] =>
    Array.from({ length }, (_, entry) => {
      const step = lowestStep + entry;
      return some.find(({ upTo }) => upTo === undefined || step <= toStep(upTo))?.points ?? 0;
    });
  const rangeOfBands = (some: Bands): PointsRange => rangeOf(some.map(({ points }) => points));
  return {
    name,
    form: resolution === 1 ? 'whole' : 'tenths',
    lowestStep,
    choices: [],
    points: [pointsOf(bands), pointsOf(onAir), pointsOf(onOxygen)],
    missing: [rangeOfBands(bands), rangeOfBands(onAir), rangeOfBands(onOxygen)],
  };
}

/** A value that has been measured, with its points on air and on oxygen: the same ones wherever that is of no account. */
function scoring(air: Points, oxygen: Points): State {
  return { ranges: [rangeOf([air, oxygen]), exactly(air), exactly(oxygen)], missing: false };
}

function exactly(points: Points): PointsRange {
  return { least: points, most: points };
}

function rangeOf(points: readonly Points[]): PointsRange {
  return points.reduce<PointsRange>(
    ({ least, most }, one) => ({ least: one < least ? one : least, most: one > most ? one : most }),
    exactly(points[0] ?? 0),
  );
}
