import type { ObservationCode } from '#libs/clinical';
import {
  derivedId,
  EventId,
  instant,
  MessageId,
  type MonitoringPlan,
  ObservationId,
  type ObservationSetRecorded,
  type ObservationValue,
  PatientId,
  StayId,
  WardId,
} from '#libs/contracts';

const pathways = ['acute-respiratory', 'frailty', 'heart-failure', 'diabetes', 'falls-in-care-homes'] as const;
const wardId = WardId.parse(derivedId('load-ward', 'one'));

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

/** The patient of this number. */
export function loadPatient(n: number): PatientId {
  return PatientId.parse(derivedId('load-patient', String(n)));
}

/** A patient's plan, with what a plan of weeks has come to hold: a prescription for some, a threshold, a pathway. */
export function loadPlan(n: number, admittedAtMs: number): MonitoringPlan {
  const admittedAt = instant(admittedAtMs);
  const pathway = pathways[n % pathways.length] ?? pathways[0];
  return {
    patientId: loadPatient(n),
    revision: 1,
    stay: { stayId: StayId.parse(derivedId('load-stay', String(n))), wardId, pathway, admittedAt },
    oxygenScale:
      n % 10 === 0
        ? {
            scale: 2,
            prescribedBy: { id: 'prescriber-1', name: 'a prescriber' },
            reason: 'hypercapnic respiratory failure',
            prescribedAt: admittedAt,
            reviewAt: instant(admittedAtMs + 14 * 86_400_000),
          }
        : null,
    exclusion: null,
    scoredFrom: null,
    ruleSet: { id: pathway, version: 1 },
    monitoring: 'intermittent',
    validityMinutes: {},
    dueEveryMinutes: {},
    thresholds: [],
    ceilingOfCare: null,
    pauses: [],
    latenessHours: 24,
    measures: [...often, ...once].map(([code]) => code),
    changedAt: admittedAt,
  };
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
