import { z } from 'zod';
import { PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { updateOf } from './update.ts';

export const patientFlagKinds = [
  'do-not-attempt-cpr',
  'allergy',
  'infection-control',
  'suspected-infection',
  'safeguarding',
  'lone-worker-risk',
  'falls-risk',
  'usually-confused',
  'other',
] as const;

/** Something that has to be known of a patient wherever the patient is shown. */
export const PatientFlag = z.object({
  kind: z.enum(patientFlagKinds),
  /** To what the patient is allergic, which precautions to take. An allergy and `other` have to say it. */
  text: z.string().trim().min(1).max(500).nullable(),
});
export type PatientFlag = z.infer<typeof PatientFlag>;

const NewPatientFlag = PatientFlag.extend({ text: PatientFlag.shape.text.default(null) }).refine(
  ({ kind, text }) => text !== null || (kind !== 'allergy' && kind !== 'other'),
  { path: ['text'], message: 'expected the words of the flag: an allergy and another flag have to say what it is' },
);

/** All flags of the patient from now on. */
export const ChangePatientFlags = z.object({
  flags: z.array(NewPatientFlag).max(20),
  reason: z.string().trim().min(1).max(1000),
});
export type ChangePatientFlags = z.infer<typeof ChangePatientFlags>;

/** `GET /patients/{id}/flags`. */
export const PatientFlags = z.object({
  patientId: PatientId,
  flags: z.array(PatientFlag),
  /** Who changed them last, when and why; null where there never was any. */
  changed: z.object({ at: Instant, by: PersonReference, reason: z.string() }).nullable(),
  /** Rises with every change; 0 where there never was any. */
  revision: z.number().int(),
});
export type PatientFlags = z.infer<typeof PatientFlags>;

/** `PUT /patients/{id}/flags`. */
export const PatientFlagsUpdate = updateOf({ resource: PatientFlags, change: ChangePatientFlags });

/** `GET /patients/{id}/flags/history`: the flags as they were from then on. */
export const PatientFlagsHistoryEntry = z.object({
  at: Instant,
  by: PersonReference,
  text: z.string(),
  flags: PatientFlags,
});
export type PatientFlagsHistoryEntry = z.infer<typeof PatientFlagsHistoryEntry>;
