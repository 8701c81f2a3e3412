import type { ObservationCode, PathwayFile } from '#libs/clinical';
import { derivedId, instant, type ObservationId, type ObservationValue } from '#libs/contracts';
import type { TakenReading } from '#libs/timeline';
import type { Signs } from '../simulation/course-of-illness.ts';
import { signsAt } from '../simulation/physiology.ts';
import { normal, uniform } from '../simulation/seeded-noise.ts';
import type { SimulatedPatient } from '../simulation/simulated-patient.ts';

/** What was taken at one time. */
export interface MeasuredSet {
  readonly atMs: number;
  readonly taken: readonly TakenReading[];
}

/** As much of a simulated patient as decides what is measured. */
export type MeasuringPatient = Omit<SimulatedPatient, 'person'>;

const hourInMs = 3_600_000;
/** People measure when it suits them: up to so much after it was due. */
const latestHours = 0.5;

/**
 * What a patient who measures everything when the pathway asks for it would send, in order of time. Codes with one interval
 * are taken together, as a set.
 *
 * @param from when the history begins; everything else follows from the patient's seed.
 */
export function measuredCourse(
  patient: MeasuringPatient,
  measures: PathwayFile['measures'],
  { fromMs, hours }: { readonly fromMs: number; readonly hours: number },
): readonly MeasuredSet[] {
  const sets: MeasuredSet[] = [];
  for (const [everyMinutes, together] of Map.groupBy(measures, (measure) => measure.everyMinutes)) {
    if (everyMinutes === null) continue;
    for (let count = 0; count * everyMinutes < hours * 60; count += 1) {
      const late = latestHours * uniform(patient.seed, patient.index, everyMinutes, 'late', count);
      const hour = (count * everyMinutes) / 60 + late;
      const codes = together.map(({ code }) => code);
      sets.push(setOf(patient, codes, { hour, atMs: Math.round(fromMs + hour * hourInMs) }));
    }
  }
  return sets.sort((one, other) => one.atMs - other.atMs);
}

function setOf(
  patient: MeasuringPatient,
  codes: readonly ObservationCode[],
  { hour, atMs }: { readonly hour: number; readonly atMs: number },
): MeasuredSet {
  const signs = signsAt(patient, hour);
  const taken = codes.map((code): TakenReading => {
    const value = valueOf(code, signs, [patient.seed, patient.index, code, hour.toFixed(4)]);
    // A UUID that was made here needs no parsing.
    const observationId = derivedId('back-test', String(patient.index), code, String(atMs)) as ObservationId;
    return { observationId, code, value, takenAt: instant(atMs), takenAtMs: atMs, receivedAtMs: atMs };
  });
  return { atMs, taken };
}

/** Usual values of what the simulator knows nothing of, and how far one measurement differs from the next. */
const usual: Readonly<Partial<Record<ObservationCode, { readonly mean: number; readonly deviation: number }>>> = {
  'blood-glucose': { mean: 7.5, deviation: 0.8 },
  'peak-flow': { mean: 380, deviation: 12 },
  'pain-score': { mean: 2, deviation: 0.5 },
  'blood-ketones': { mean: 0.2, deviation: 0.05 },
  fev1: { mean: 2.4, deviation: 0.05 },
};

function valueOf(code: ObservationCode, signs: Signs, seed: readonly (string | number)[]): ObservationValue {
  switch (code) {
    case 'respiration-rate':
      return Math.round(signs.respirationRate);
    case 'oxygen-saturation':
      return Math.round(signs.oxygenSaturation);
    case 'supplemental-oxygen':
      return signs.oxygenFlow;
    case 'systolic-pressure':
      return Math.round(signs.systolicPressure);
    case 'diastolic-pressure':
      return Math.round(signs.diastolicPressure);
    case 'pulse-rate':
      return Math.round(signs.pulseRate);
    case 'consciousness':
      return signs.consciousness;
    case 'temperature':
      return tenths(signs.temperature);
    case 'body-weight':
      return tenths(signs.bodyWeight);
    default:
      return madeUp(code, seed);
  }
}

function madeUp(code: ObservationCode, seed: readonly (string | number)[]): number {
  const known = usual[code];
  if (known === undefined) throw new RangeError(`No back-test measures ${code}.`);
  return tenths(known.mean + known.deviation * normal(...seed));
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
