import type { ObservationCode } from '#libs/clinical';
import { PatientFixture } from '#libs/fixtures';
import {
  derivedId,
  EventId,
  instant,
  MessageId,
  type MonitoringPlan,
  ObservationId,
  type ObservationSetRecorded,
  type ObservationValue,
  type PatientId,
} from '#libs/contracts';

const pathways = ['acute-respiratory', 'frailty', 'heart-failure', 'diabetes', 'falls-in-care-homes'] as const;

/** Five readings of seven, about 500 bytes: what a wearable and a thermometer say together. */
const often: readonly (readonly [ObservationCode, ObservationValue])[] = [
  ['oxygen-saturation', 97],
  ['supplemental-oxygen', 0],
  ['pulse-rate', 72],
  ['respiration-rate', 15],
  ['temperature', 36.8],
];
const once: typeof often = [
  ['systolic-pressure', 124],
  ['consciousness', 'A'],
];

/** The patient of this number, whose noon is then. */
const patientOf = (n: number, atMs?: number): PatientFixture => new PatientFixture(`under load ${String(n)}`, atMs);

/** The patient of this number. */
export const loadPatient = (n: number): PatientId => patientOf(n).patientId;

/** A patient's plan, with what a plan of weeks has come to hold: a prescription for some, a pathway. */
export function loadPlan(n: number, admittedAtMs: number): MonitoringPlan {
  const patient = patientOf(n, admittedAtMs);
  const pathway = pathways[n % pathways.length] ?? pathways[0];
  return patient.plan(0, {
    stay: { ...patient.stay(0), pathway },
    oxygenScale: n % 10 === 0 ? patient.scale2(0, 14 * 24 * 60) : null,
    ruleSet: { id: pathway, version: 1 },
    measures: [...often, ...once].map(([code]) => code),
  });
}

/** One set of a patient, taken at a time. The first of each patient has what completes the score. */
export function loadSet(n: number, round: number, takenAtMs: number): ObservationSetRecorded {
  const message = `load-${String(n)}-${String(round)}`;
  const takenAt = instant(takenAtMs);
  const readings = round === 0 ? [...often, ...once] : often;
  return {
    id: EventId.parse(derivedId('load-set', message)),
    patientId: loadPatient(n),
    messageId: MessageId.parse(message),
    source: 'device',
    receivedAt: takenAt,
    observations: readings.map(([code, value]) => ({
      id: ObservationId.parse(derivedId('load-observation', message, code)),
      code,
      value,
      takenAt,
    })),
  };
}
