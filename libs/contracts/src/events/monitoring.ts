import { absenceCodes, AbsenceRule, deviceKinds, exclusions, observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { DeviceId, GatewayId, PatientId, PauseId, StayId, ThresholdId, WardId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { AlertTier } from './condition.ts';

/** Scale 2 is a prescription; without a live one, scale 1. */
export const OxygenScalePrescription = z.object({
  scale: z.literal(2),
  prescribedBy: PersonReference,
  reason: z.string().min(1),
  prescribedAt: Instant,
  reviewAt: Instant,
});
export type OxygenScalePrescription = z.infer<typeof OxygenScalePrescription>;

/** The range in which the patient's SpO2 is to be kept, both ends included. It lapses at its review date. */
export const TargetSaturation = z.object({
  /** In %, in whole numbers. */
  from: z.number().int(),
  to: z.number().int(),
  prescribedBy: PersonReference,
  reason: z.string().min(1),
  prescribedAt: Instant,
  reviewAt: Instant,
});
export type TargetSaturation = z.infer<typeof TargetSaturation>;

/** Why NEWS2 does not apply to this person. */
export const Exclusion = z.enum(exclusions);
export type Exclusion = z.infer<typeof Exclusion>;

/** A pregnancy: early-warning charts that are not for it are not used from its beginning until four weeks after its end. */
export const Pregnancy = z.object({
  from: Instant,
  /** The estimated due date, by which the weeks of gestation are counted; null or absent where it is not known. */
  dueDate: z.iso.date().nullable().optional(),
  /** Null while it lasts. */
  endedAt: Instant.nullable(),
  /** Four weeks after its end; null while it lasts. */
  countsUntil: Instant.nullable(),
});
export type Pregnancy = z.infer<typeof Pregnancy>;

/** Who decided something about a plan, why and when, and until when it holds unless it is reviewed: then it lapses. */
const decision = {
  decidedBy: PersonReference,
  reason: z.string().min(1),
  decidedAt: Instant,
};

/**
 * A limit for this one patient. `alert` tightens: a value beyond the limit alerts at the tier. `accept` loosens: up to
 * the limit the value is usual for this patient, and its points count as none for alerting; the score itself is not
 * changed, and one that reaches the high tier alerts whatever is accepted.
 */
export const PersonalThreshold = z.discriminatedUnion('effect', [
  z.object({
    effect: z.literal('alert'),
    id: ThresholdId,
    code: z.enum(observationCodes),
    direction: z.enum(['above', 'below']),
    limit: z.number(),
    tier: AlertTier,
    ...decision,
    reviewAt: Instant,
  }),
  z.object({
    effect: z.literal('accept'),
    id: ThresholdId,
    code: z.enum(observationCodes),
    /** `above`: values above normal are usual up to the limit; `below`: values below normal, down to it. */
    direction: z.enum(['above', 'below']),
    limit: z.number(),
    ...decision,
    reviewAt: Instant,
  }),
]);
export type PersonalThreshold = z.infer<typeof PersonalThreshold>;

/** That an absence of this one patient alerts, and how: no ceiling of care caps what the plan asks for by name. */
export const AbsenceAlert = z.strictObject({
  absence: AbsenceRule,
  tier: AlertTier,
  /** What the person who responds is to do: `ring her daughter next door`. */
  response: z.string().trim().min(1).max(200),
  /** By the tier where it is not given. */
  respondWithinMinutes: z.number().int().min(1).max(1440).optional(),
});

/** What holds of an absence of this one patient in place of what the pathway says; null: it does not alert. */
export const PersonalAbsence = z.object({
  code: z.enum(absenceCodes),
  alert: AbsenceAlert.nullable(),
  ...decision,
  reviewAt: Instant,
});
export type PersonalAbsence = z.infer<typeof PersonalAbsence>;

/** How far treatment is to go: the score is the same and shown, what it sets off is not. */
export const CeilingOfCare = z.object({
  /**
   * `none`: no score, trend or threshold of the pathway raises an alert; they are shown. What the plan itself asks to alert for
   * (`thresholds`) is not capped.
   */
  alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']),
  /** What the clinician who answers an alert is to do: `Not for hospital admission: call the palliative care team`. */
  instruction: z.string().min(1).nullable(),
  ...decision,
  reviewAt: Instant.nullable(),
});
export type CeilingOfCare = z.infer<typeof CeilingOfCare>;

export const PauseReason = z.enum(['asleep', 'away', 'refused', 'in-hospital']);
export type PauseReason = z.infer<typeof PauseReason>;

/** A time during which no reading is waited for; it ends by itself. It mutes nothing else. */
export const MonitoringPause = z.object({
  id: PauseId,
  reason: PauseReason,
  from: Instant,
  until: Instant,
  decidedBy: PersonReference,
});
export type MonitoringPause = z.infer<typeof MonitoringPause>;

/** Topic `monitoring-plans`, compacted, keyed by patient: who is watched over, and how. */
export const MonitoringPlan = z.object({
  patientId: PatientId,
  /** Rises with every change; an older one never replaces a newer. */
  revision: z.number().int().min(1),
  /** Present while the patient is on a ward: only then do signals go out. */
  stay: z.object({ stayId: StayId, wardId: WardId, pathway: z.string().min(1), admittedAt: Instant }).nullable(),
  oxygenScale: OxygenScalePrescription.nullable(),
  /** Null, or absent, where the pathway says which saturation is too low. */
  targetSaturation: TargetSaturation.nullable().optional(),
  /** Why no early-warning chart is for the patient at the time of the change; null where one is. */
  exclusion: Exclusion.nullable(),
  /** For a patient under 16: when they turn 16, and charts for adults are for them. */
  scoredFrom: Instant.nullable(),
  /** The last one that is known of; absent in plans from before it had dates. */
  pregnancy: Pregnancy.nullable().optional(),
  /** The pathway's rules, by id and version: what is measured and how often, thresholds, trends, the ladder. */
  ruleSet: z.object({ id: z.string().min(1), version: z.number().int().min(1) }),
  /** Continuous: pulse, SpO2 and respiration hold for 15 minutes, not 60. */
  monitoring: z.enum(['intermittent', 'continuous']),
  /** Minutes for which a value of each code may be used after it was taken, where the pathway's rules are not to hold. */
  validityMinutes: z.partialRecord(z.enum(observationCodes), z.number().int().min(1)),
  /** How often each code is due for this patient, where the pathway's rules are not to hold; null: it is not waited for. */
  dueEveryMinutes: z.partialRecord(z.enum(observationCodes), z.number().int().min(1).nullable()),
  thresholds: z.array(PersonalThreshold),
  /** Of the bed and the door, each once at most; absent in plans from before there were any. */
  absences: z.array(PersonalAbsence).optional(),
  /** Null: as the pathway says. */
  ceilingOfCare: CeilingOfCare.nullable(),
  /** Those that are not over. */
  pauses: z.array(MonitoringPause),
  /** For how long a late reading may still correct past scores. */
  latenessHours: z.number().int().min(1).max(168),
  /** What is measured, by code. */
  measures: z.array(z.enum(observationCodes)),
  changedAt: Instant,
});
export type MonitoringPlan = z.infer<typeof MonitoringPlan>;

export const DeviceKind = z.enum(deviceKinds);
export type DeviceKind = z.infer<typeof DeviceKind>;

/** Who had a device when: from the time of issue until the time of recovery, which may be still to come. */
export const DeviceHolding = z.object({ patientId: PatientId, from: Instant, until: Instant.nullable() });
export type DeviceHolding = z.infer<typeof DeviceHolding>;

/** Two times of a clock that lie no further apart are taken to be the same, in seconds. */
export const clockToleranceSeconds = 60;

/**
 * The clock of a device is ahead, steadily, and a person has decided that the times it says are put back by that. Only ahead:
 * times that lie behind may as well be those of readings that took long to arrive.
 */
export const ClockCorrection = z.object({
  aheadSeconds: z.number().int().min(1),
  /** What arrives from then on is corrected. */
  from: Instant,
});
export type ClockCorrection = z.infer<typeof ClockCorrection>;

/** Topic `devices`, compacted, keyed by device. A reading is of the patient who had the device when it was taken. */
export const RegisteredDevice = z.object({
  deviceId: DeviceId,
  gatewayId: GatewayId,
  kind: DeviceKind,
  revision: z.number().int().min(1),
  /** Oldest first, never overlapping. */
  holdings: z.array(DeviceHolding),
  /** Of the patient who has it now; null or absent where its times count as it says them. */
  clockCorrection: ClockCorrection.nullable().optional(),
});
export type RegisteredDevice = z.infer<typeof RegisteredDevice>;

/** Topic `gateways`, compacted, keyed by gateway: what the gateway service needs to let one in. */
export const RegisteredGateway = z.object({
  gatewayId: GatewayId,
  name: z.string(),
  /** SHA-256 of the secret in hex. The secret is 256 random bits, which no slower hash would protect better. */
  secretSha256: z.string().regex(/^[0-9a-f]{64}$/),
  revision: z.number().int().min(1),
  /** When its credential was withdrawn. */
  disabledAt: Instant.nullable(),
});
export type RegisteredGateway = z.infer<typeof RegisteredGateway>;

/** Topic `device-status`, compacted, keyed by device: the newest of what a device says of itself. */
export const DeviceStatus = z.object({
  deviceId: DeviceId,
  gatewayId: GatewayId,
  online: z.boolean().optional(),
  batteryPercent: z.number().min(0).max(100).optional(),
  signalStrength: z.number().min(0).max(1).optional(),
  firmware: z.string().max(100).optional(),
  receivedAt: Instant,
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;
