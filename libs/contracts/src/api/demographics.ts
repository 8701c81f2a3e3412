import { z } from 'zod';
import { PatientId } from '../ids.ts';
import { NewPatient } from './patient.ts';
import { updateOf } from './update.ts';

/** `GET /patients/{id}/demographics`: who the patient is, by the newest correction. */
export const Demographics = NewPatient.extend({
  patientId: PatientId,
  /** Rises with every correction. */
  revision: z.number().int(),
});
export type Demographics = z.infer<typeof Demographics>;

/** Who the patient really is, whole. */
export const CorrectDemographics = NewPatient.extend({ reason: z.string().trim().min(1).max(1000) });
export type CorrectDemographics = z.infer<typeof CorrectDemographics>;

/** `PUT /patients/{id}/demographics`. */
export const DemographicsUpdate = updateOf({ resource: Demographics, change: CorrectDemographics });
