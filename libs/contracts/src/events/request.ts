import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { DeviceId, EventId, PatientId, StayId } from '../ids.ts';
import { Instant } from '../instant.ts';

/**
 * Why a measurement is asked: what came was poor, or what no living person has (`implausible`), or a value so far from those
 * before that it is not believed by itself (`unconfirmed`), or nothing came.
 */
export const requestReasons = ['poor-signal', 'implausible', 'overdue', 'unconfirmed'] as const;

/**
 * Topic `requests`, keyed by patient: a person or a device is asked to measure. A later event with the same id and a
 * higher revision says what became of it.
 */
export const MeasurementRequest = z.object({
  /** Follows from stay, moment and who is asked. */
  id: EventId,
  revision: z.number().int().min(1),
  /**
   * `answered`: a reading came since. `withdrawn`: it turns out that nothing was missing.
   */
  state: z.enum(['asked', 'answered', 'withdrawn']),
  patientId: PatientId,
  stayId: StayId,
  /** A device measures again by itself, or tells its wearer to; a patient is asked in words; a clinician gets a task. */
  asks: z.enum(['device', 'patient', 'clinician']),
  /** The device that is meant; null: whichever of the patient's can measure it. */
  deviceId: DeviceId.nullable(),
  codes: z.array(z.enum(observationCodes)).min(1),
  why: z.enum(requestReasons),
  /** For a person to read: what to do, and why. */
  words: z.string().min(1),
  /** When it was due to be asked. */
  at: Instant,
  /** From then on it is pointless. */
  expiresAt: Instant,
  receivedAt: Instant,
});
export type MeasurementRequest = z.infer<typeof MeasurementRequest>;
