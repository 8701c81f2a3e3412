import { MonitoringPlan, type RegisteredDevice } from '../events/monitoring.ts';
import { derivedId, DeviceId, GatewayId, MessageId, PatientId, StayId, WardId } from '../ids.ts';
import { Instant } from '../instant.ts';
import type { ObservationMessage } from '../mqtt/message.ts';

/**
 * The canary: a patient who does not exist, whose readings travel the whole path again and again, so that it is noticed
 * when no alert could arrive. It is in no table that a person reads: see docs/adr/0018-dead-mans-switch.md.
 */
export const canaryPatientId = PatientId.parse(derivedId('canary', 'patient'));
export const canaryDeviceId = DeviceId.parse('homeward-canary');
export const canaryGatewayId = GatewayId.parse('homeward-canary');

const since = Instant.parse('2020-01-01T00:00:00.000Z');

/** Whether an event is of the canary, and of no patient. */
export const isOfCanary = ({ patientId }: { readonly patientId: PatientId }): boolean => patientId === canaryPatientId;

/** What the gateway service has to know of the canary's device. It never changes. */
export const canaryDevice: RegisteredDevice = {
  deviceId: canaryDeviceId,
  gatewayId: canaryGatewayId,
  kind: 'other',
  revision: 1,
  holdings: [{ patientId: canaryPatientId, from: since, until: null }],
};

const codes = [
  'respiration-rate',
  'oxygen-saturation',
  'supplemental-oxygen',
  'systolic-pressure',
  'pulse-rate',
  'consciousness',
  'temperature',
] as const;

/** How the canary is scored: by rules that every installation has, and never waited for. It never changes. */
export const canaryPlan: MonitoringPlan = MonitoringPlan.parse({
  patientId: canaryPatientId,
  revision: 1,
  stay: {
    stayId: StayId.parse(derivedId('canary', 'stay')),
    wardId: WardId.parse(derivedId('canary', 'ward')),
    pathway: 'general',
    admittedAt: since,
  },
  oxygenScale: null,
  targetSaturation: null,
  exclusion: null,
  pregnancy: null,
  scoredFrom: null,
  ruleSet: { id: 'general', version: 1 },
  monitoring: 'intermittent',
  validityMinutes: {},
  dueEveryMinutes: { ...Object.fromEntries(codes.map((code) => [code, null])), 'diastolic-pressure': null },
  thresholds: [],
  absences: [],
  ceilingOfCare: null,
  pauses: [],
  latenessHours: 1,
  measures: codes,
  changedAt: since,
} satisfies Readonly<Record<keyof MonitoringPlan, unknown>>);

const units = {
  'respiration-rate': '/min',
  'oxygen-saturation': '%',
  'supplemental-oxygen': 'L/min',
  'systolic-pressure': 'mm[Hg]',
  'pulse-rate': '/min',
  consciousness: undefined,
  temperature: 'Cel',
} as const satisfies Record<(typeof codes)[number], string | undefined>;

const well = {
  'respiration-rate': 16,
  'oxygen-saturation': 97,
  'supplemental-oxygen': 0,
  'systolic-pressure': 124,
  'pulse-rate': 72,
  consciousness: 'A',
  temperature: 36.8,
} as const satisfies Record<(typeof codes)[number], number | string>;

/** Three points each. */
const ill = { ...well, 'respiration-rate': 26, 'oxygen-saturation': 90, 'pulse-rate': 132 };

/**
 * The canary's `number`th message. Its score is 0 and 9 by turns, so that the level changes with each, and every message
 * makes a signal. The same number is the same message, whichever process sends it.
 */
export function canaryMessage(number: number, takenAt: Instant): ObservationMessage {
  const values = number % 2 === 0 ? well : ill;
  return {
    messageId: MessageId.parse(`canary-${String(number)}`),
    takenAt,
    source: 'device',
    readings: codes.map((code) => ({ code, value: values[code], unit: units[code] })),
  };
}
