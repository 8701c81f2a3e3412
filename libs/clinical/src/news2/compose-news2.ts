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

export interface News2Composition {
  readonly values: News2Values;
  /** The readings that the values are from, in the order of the chart. */
  readonly inputs: readonly News2Reading[];
}

/** Anything that can tell the newest reading of a parameter taken at or before a moment. */
export interface NewestReadings {
  newest(parameter: News2Parameter, asOfMs: number): News2Reading | undefined;
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
export function composeNews2(
  readings: readonly News2Reading[] | NewestReadings,
  { asOfMs, validityMinutes }: CompositionOptions,
): News2Composition {
  const source: NewestReadings = isList(readings) ? newestOf(readings) : readings;
  const inputs: News2Reading[] = [];
  const valid = (parameter: News2Parameter): News2Reading['value'] | undefined => {
    const reading = source.newest(parameter, asOfMs);
    if (reading === undefined) return undefined;
    const validForMinutes = validityMinutes?.[parameter] ?? defaultValidityMinutes[parameter];
    if (asOfMs - reading.takenAtMs > validForMinutes * 60_000) return undefined;
    inputs.push(reading);
    return reading.value;
  };
  // In the order of the chart, which is the order of the inputs.
  const values: News2Values = {
    respirationRate: asNumber(valid('respirationRate')),
    oxygenSaturation: asNumber(valid('oxygenSaturation')),
    supplementalOxygen: asOxygen(valid('supplementalOxygen')),
    systolicPressure: asNumber(valid('systolicPressure')),
    pulseRate: asNumber(valid('pulseRate')),
    consciousness: asConsciousness(valid('consciousness')),
    temperature: asNumber(valid('temperature')),
  };
  return { values, inputs };
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

function newestOf(readings: readonly News2Reading[]): NewestReadings {
  return {
    newest(parameter, asOfMs) {
      let newest: News2Reading | undefined;
      for (const reading of readings) {
        if (reading.parameter !== parameter || reading.takenAtMs > asOfMs) continue;
        if (newest === undefined || compareReadings(reading, newest) > 0) newest = reading;
      }
      return newest;
    },
  };
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(readings: readonly News2Reading[] | NewestReadings): readings is readonly News2Reading[] {
  return Array.isArray(readings);
}

function asNumber(value: News2Reading['value'] | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function asOxygen(value: News2Reading['value'] | undefined): number | boolean | undefined {
  return typeof value === 'string' ? undefined : value;
}

function asConsciousness(value: News2Reading['value'] | undefined): Consciousness | undefined {
  return consciousnessLevels.find((level) => level === value);
}
