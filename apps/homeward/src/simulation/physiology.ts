import {
  type CourseOfIllness,
  type GradualSign,
  gradualSigns,
  type Signs,
  signsOfCourse,
} from './course-of-illness.ts';
import { normal, wandering } from './seeded-noise.ts';
import type { SimulatedPatient } from './simulated-patient.ts';

/** What moves a sign beside the illness. All in the sign's own unit. */
interface Variability {
  /** How far one person differs from the next. */
  readonly ownLevel: number;
  /** Higher by this much late in the afternoon, lower by as much before dawn. */
  readonly daily: number;
  /** The slow wandering of a body at rest. */
  readonly drift: number;
  /** How one step of exertion moves it: what is done at home is done to all signs at once. */
  readonly exertion: number;
  /** How one measurement differs from the next. */
  readonly reading: number;
  /** What the course and all of this together may reach: well within what is plausible. */
  readonly least: number;
  readonly most: number;
}

const variability: Readonly<Record<GradualSign, Variability>> = {
  respirationRate: { ownLevel: 0.5, daily: 0.3, drift: 0.6, exertion: 0.6, reading: 0.4, least: 8, most: 45 },
  oxygenSaturation: { ownLevel: 0.3, daily: 0.2, drift: 0.4, exertion: -0.3, reading: 0.3, least: 70, most: 100 },
  systolicPressure: { ownLevel: 3, daily: 4, drift: 2.5, exertion: 2.5, reading: 2, least: 70, most: 220 },
  diastolicPressure: { ownLevel: 2, daily: 2, drift: 1.5, exertion: 1, reading: 1.5, least: 40, most: 120 },
  pulseRate: { ownLevel: 1.5, daily: 2, drift: 1.5, exertion: 2.5, reading: 1, least: 38, most: 190 },
  temperature: { ownLevel: 0.05, daily: 0.2, drift: 0.06, exertion: 0.03, reading: 0.05, least: 34.5, most: 41.5 },
  bodyWeight: { ownLevel: 4, daily: 0.25, drift: 0.1, exertion: 0, reading: 0.1, least: 35, most: 200 },
};

const hoursOfExertion = 0.6;
const hoursOfDrift = 2.5;
const simulationBeginsAtHour = 7;
const warmestHour = 17;

/**
 * What a patient's body shows at an hour of the simulation: the illness, the person, the time of day, what they are
 * doing, and chance, all following from the seed. Always plausible, and diastolic always well below systolic.
 */
export function signsAt(patient: Omit<SimulatedPatient, 'person'>, hour: number): Signs {
  const { course, seed, index } = patient;
  const courseSigns = signsOfCourse(course, hour + patient.aheadHours);
  const exertion = Math.abs(wandering(hour, hoursOfExertion, seed, index, 'exertion'));
  const timeOfDay = Math.cos((2 * Math.PI * (simulationBeginsAtHour + hour - warmestHour)) / 24);
  const signs: Record<GradualSign, number> = { ...courseSigns };
  for (const sign of gradualSigns) {
    const { ownLevel, daily, drift, exertion: moves, reading, least, most } = variability[sign];
    const value =
      courseSigns[sign] +
      ownLevel * normal(seed, index, sign, 'own') +
      daily * timeOfDay +
      drift * wandering(hour, hoursOfDrift, seed, index, sign, 'drift') +
      moves * exertion +
      reading * normal(seed, index, sign, 'reading', hour.toFixed(4));
    signs[sign] = clamp(held(course, sign, value), least, most);
  }
  return {
    ...courseSigns,
    ...signs,
    diastolicPressure: Math.min(signs.diastolicPressure, signs.systolicPressure - 20),
  };
}

function held(course: CourseOfIllness, sign: GradualSign, value: number): number {
  const within = course.heldWithin?.[sign];
  return within === undefined ? value : clamp(value, within.least, within.most);
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
