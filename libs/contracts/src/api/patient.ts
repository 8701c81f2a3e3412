import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { Exclusion, OxygenScalePrescription } from '../events/monitoring.ts';
import { Observation, ObservationSource, ObservationValue } from '../events/observation.ts';
import { DeviceId, MessageId, PatientId, StayId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { NhsNumber } from './nhs-number.ts';
import { PageQuery } from './page.ts';

export const NewPatient = z.object({
  nhsNumber: NhsNumber,
  givenName: z.string().trim().min(1).max(200),
  familyName: z.string().trim().min(1).max(200),
  birthDate: z.iso.date(),
});
export type NewPatient = z.infer<typeof NewPatient>;

export const Patient = NewPatient.extend({
  id: PatientId,
  /** The open stay, if there is one. */
  stay: z.object({ id: StayId, wardId: WardId, pathway: z.string(), admittedAt: Instant }).nullable(),
  /** Devices the patient has now. */
  devices: z.array(DeviceId),
  createdAt: Instant,
});
export type Patient = z.infer<typeof Patient>;

export const NewStay = z.object({
  patientId: PatientId,
  wardId: WardId,
  pathway: z.string().trim().min(1).max(100),
  /** Where the patient comes from: from the community, or early out of hospital. */
  entry: z.enum(['step-up', 'step-down']).optional(),
});
export type NewStay = z.infer<typeof NewStay>;

export const Stay = z.object({
  id: StayId,
  patientId: PatientId,
  wardId: WardId,
  pathway: z.string(),
  entry: z.enum(['step-up', 'step-down']).nullable(),
  state: z.enum(['admitted', 'discharged']),
  admittedAt: Instant,
  admittedBy: z.string(),
  dischargedAt: Instant.nullable(),
  dischargedBy: z.string().nullable(),
  dischargeReason: z.string().nullable(),
});
export type Stay = z.infer<typeof Stay>;

export const StayQuery = PageQuery.extend({
  wardId: WardId.optional(),
  patientId: PatientId.optional(),
  state: z.enum(['admitted', 'discharged']).optional(),
});
export type StayQuery = z.infer<typeof StayQuery>;

export const PatientQuery = PageQuery.extend({
  /** Finds the one person with this number. */
  nhsNumber: NhsNumber.optional(),
});
export type PatientQuery = z.infer<typeof PatientQuery>;

export const Discharge = z.object({ reason: z.string().trim().min(1).max(1000).optional() });
export type Discharge = z.infer<typeof Discharge>;

/** `PUT /patients/{id}/plan`: what a clinician decides; the rest of the plan follows from stay and pathway. */
export const PlanChange = z.object({
  /** Null ends the prescription: scale 1 from now on. */
  oxygenScale: z
    .object({
      scale: z.literal(2),
      reason: z.string().trim().min(1).max(1000),
      reviewAt: InstantWithOffset,
      /** When it was prescribed before it was entered, in hospital for instance; otherwise now. */
      prescribedAt: InstantWithOffset.optional(),
    })
    .nullable()
    .optional(),
  exclusion: Exclusion.nullable().optional(),
});
export type PlanChange = z.infer<typeof PlanChange>;

export const Plan = z.object({
  patientId: PatientId,
  revision: z.number().int(),
  pathway: z.string().nullable(),
  oxygenScale: OxygenScalePrescription.nullable(),
  exclusion: Exclusion.nullable(),
  validityMinutes: z.record(z.string(), z.number().int()),
  latenessHours: z.number().int(),
  changedAt: Instant,
});
export type Plan = z.infer<typeof Plan>;

/** One observation as the chart shows it. */
export const ChartedObservation = Observation.extend({
  patientId: PatientId,
  messageId: MessageId,
  deviceId: DeviceId.nullable(),
  source: ObservationSource,
  enteredBy: z.string().nullable(),
  receivedAt: Instant,
});
export type ChartedObservation = z.infer<typeof ChartedObservation>;

/** A part of a patient's history, by when things were taken: from this time on, until just before that one. */
export const ScoreQuery = PageQuery.extend({ from: InstantWithOffset.optional(), to: InstantWithOffset.optional() });
export type ScoreQuery = z.infer<typeof ScoreQuery>;
export const ObservationQuery = ScoreQuery.extend({ code: z.enum(observationCodes).optional() });
export type ObservationQuery = z.infer<typeof ObservationQuery>;

/** `POST /patients/{id}/observations`: readings taken by phone or on a visit; down the same path as a device's. */
export const EnteredObservations = z.object({
  /** Repeat it when trying again after a failure, so that nothing is charted twice; made up when left out. */
  messageId: MessageId.optional(),
  takenAt: InstantWithOffset,
  source: z.enum(['patient', 'carer', 'clinician']).default('clinician'),
  readings: z
    .array(z.object({ code: z.string(), value: ObservationValue, unit: z.string().optional() }))
    .min(1)
    .max(50),
});
export type EnteredObservations = z.infer<typeof EnteredObservations>;
