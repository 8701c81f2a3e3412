import { type Consciousness, consciousnessLevels, type ObservationCode } from '../vital-signs/observation-codes.ts';
import { news2Parameters, type News2Parameter, observationOfParameter } from './news2-parameters.ts';
import type { News2Values } from './score-news2.ts';

/** A checked reading of a NEWS2 parameter, with when it was taken by the device's clock. */
export interface News2Reading {
  readonly observationId: string;
  readonly parameter: News2Parameter;
  readonly value: number | string | boolean;
  /** Milliseconds since 1970, UTC. */
  readonly takenAtMs: number;
}

export type ValidityMinutes = Readonly<Partial<Record<News2Parameter, number | undefined>>>;

const hour = 60;

/** For how many minutes a value may be used after it was taken, where the patient's pathway does not say otherwise. */
export const defaultValidityMinutes: Readonly<Record<News2Parameter, number>> = {
  respirationRate: hour,
  oxygenSaturation: hour,
  supplementalOxygen: 12 * hour,
  systolicPressure: 12 * hour,
  pulseRate: hour,
  consciousness: 12 * hour,
  temperature: 12 * hour,
};

export interface CompositionOptions {
  /** The moment to compose for, in milliseconds since 1970: nothing taken later is used. */
  readonly asOfMs: number;
  /** Overrides the default of each parameter it names. */
  readonly validityMinutes?: ValidityMinutes;
}

export interface News2Composition<Reading extends News2Reading = News2Reading> {
  readonly values: News2Values;
  /** The readings that the values are from, in the order of the chart. */
  readonly inputs: readonly Reading[];
}

const parameterByCode = new Map<string, News2Parameter>(
  news2Parameters.map((parameter) => [observationOfParameter[parameter], parameter]),
);

/** The NEWS2 parameter that an observation is a value of; undefined for one that NEWS2 does not use. */
export function parameterOfObservation(code: ObservationCode): News2Parameter | undefined {
  return parameterByCode.get(code);
}

/** Whether a value is of the kind that NEWS2 can score the parameter from. A checked reading's always is. */
export function isValueOf(parameter: News2Parameter, value: News2Reading['value']): boolean {
  if (parameter === 'consciousness') return asConsciousness(value) !== undefined;
  if (parameter === 'supplementalOxygen' && typeof value === 'boolean') return true;
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * Composes what NEWS2 is scored from: the newest value of each parameter by the time it was taken, at or before the moment
 * and still valid then (an age equal to the validity still is). A function of the set of readings, whatever order they came in.
 */
export function composeNews2<Reading extends News2Reading>(
  readings: readonly Reading[],
  { asOfMs, validityMinutes }: CompositionOptions,
): News2Composition<Reading> {
  const inputs: Reading[] = [];
  for (const parameter of news2Parameters) {
    const newest = newestOf(readings, parameter, asOfMs);
    // An older reading never stands in for the newest: it was taken earlier, so it has aged out before.
    if (newest !== undefined && isValidAt(newest, asOfMs, validityMinutes)) inputs.push(newest);
  }
  return { values: news2ValuesOf(inputs), inputs };
}

/** Whether a reading, taken at or before the moment, may still be used then. */
export function isValidAt(reading: News2Reading, asOfMs: number, validityMinutes: ValidityMinutes = {}): boolean {
  const validForMinutes = validityMinutes[reading.parameter] ?? defaultValidityMinutes[reading.parameter];
  return asOfMs - reading.takenAtMs <= validForMinutes * 60_000;
}

/** The values of readings, of which there is at most one a parameter. */
export function news2ValuesOf(readings: readonly News2Reading[]): News2Values {
  const values: { -readonly [Parameter in keyof News2Values]: News2Values[Parameter] } = {};
  for (const { parameter, value } of readings) {
    if (parameter === 'consciousness') values.consciousness = asConsciousness(value);
    else if (typeof value === 'number') values[parameter] = value;
    else if (parameter === 'supplementalOxygen' && typeof value === 'boolean') values.supplementalOxygen = value;
  }
  return values;
}

/**
 * Which of two readings of one parameter is the newer: by time taken, and at the same time by id, so that every
 * observer picks the same one. Above 0 when the first is.
 */
export function compareReadings(one: News2Reading, other: News2Reading): number {
  if (one.takenAtMs !== other.takenAtMs) return one.takenAtMs - other.takenAtMs;
  if (one.observationId === other.observationId) return 0;
  return one.observationId > other.observationId ? 1 : -1;
}

function newestOf<Reading extends News2Reading>(
  readings: readonly Reading[],
  parameter: News2Parameter,
  asOfMs: number,
): Reading | undefined {
  let newest: Reading | undefined;
  for (const reading of readings) {
    if (reading.parameter !== parameter || reading.takenAtMs > asOfMs) continue;
    if (newest === undefined || compareReadings(reading, newest) > 0) newest = reading;
  }
  return newest;
}

function asConsciousness(value: News2Reading['value']): Consciousness | undefined {
  return consciousnessLevels.find((level) => level === value);
}
