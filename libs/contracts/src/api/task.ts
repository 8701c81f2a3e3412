import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { PatientId, StayId, TaskId, WardId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';
import { PatientName } from './patient-name.ts';

export const TaskKind = z.enum([
  'missing-readings',
  'measure-again',
  'doubtful-reading',
  'device-refused',
  'device-clock',
  'devices-disagree',
  'review-oxygen-scale',
  'review-threshold',
  'review-ceiling',
  'leave-overdue',
  'recover-kit',
  'call-unanswered',
  'nurse-assessment',
  'sepsis-screen',
]);
export type TaskKind = z.infer<typeof TaskKind>;

/** What a screen for sepsis found. */
export const sepsisFindings = ['sepsis-likely', 'sepsis-unlikely', 'other-cause'] as const;
export const SepsisFinding = z.enum(sepsisFindings);
export type SepsisFinding = z.infer<typeof SepsisFinding>;

/** Something that a clinician is to do for a patient; it sends no notification. */
export const Task = z.object({
  id: TaskId,
  patientId: PatientId,
  stayId: StayId,
  wardId: WardId,
  kind: TaskKind,
  /** `cancelled`: nothing is left to do, such as when the readings have come. */
  state: z.enum(['open', 'done', 'cancelled']),
  /** What to do, and why. */
  words: z.string(),
  /** The observations it is about, where it is about any. */
  codes: z.array(z.enum(observationCodes)),
  /** For missing readings: what the devices say of themselves. Null for other tasks. */
  silentParty: z.enum(['device', 'patient', 'unknown']).nullable(),
  /** From when on it is there to be done. */
  dueAt: Instant,
  /** By when it is to be done; null for one without a clock. */
  doneBy: Instant.nullable(),
  closedAt: Instant.nullable(),
  closedBy: PersonReference.nullable(),
  outcome: z.string().nullable(),
  /** Of a screen for sepsis that has been done; null otherwise. */
  finding: SepsisFinding.nullable(),
  /** Until when the person who said that it is done can take that back; null where anything else came after. */
  undoableUntil: Instant.nullable(),
  revision: z.number().int(),
  /** Whose task it is. */
  patient: PatientName.optional(),
  /** What its ward is called today; left out where the patient's name is. */
  wardName: z.string().optional(),
});
export type Task = z.infer<typeof Task>;

export const CompleteTask = z.object({
  outcome: z.string().trim().min(1).max(2000).optional(),
  /** What a screen for sepsis found, which it has to say; of other tasks nothing. */
  finding: SepsisFinding.optional(),
});
export type CompleteTask = z.infer<typeof CompleteTask>;

export const TaskQuery = PageQuery.extend({
  wardId: WardId.optional(),
  patientId: PatientId.optional(),
  state: z.enum(['open', 'done', 'cancelled']).optional(),
});
export type TaskQuery = z.infer<typeof TaskQuery>;
