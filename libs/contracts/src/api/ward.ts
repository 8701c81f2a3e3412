import { z } from 'zod';
import { PauseReason } from '../events/monitoring.ts';
import { Observation } from '../events/observation.ts';
import { Score } from '../events/score.ts';
import { PatientId, StayId, WardId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { Alert } from './alert.ts';
import { Responsible } from './responsible.ts';

export const NewWard = z.object({
  name: z.string().trim().min(1).max(200),
  /** How many patients the ward can care for at one time. */
  beds: z.number().int().min(1).max(10_000),
});
export type NewWard = z.infer<typeof NewWard>;

export const Ward = z.object({
  id: WardId,
  name: z.string(),
  beds: z.number().int(),
  /** Patients with an open stay. */
  patients: z.number().int(),
  createdAt: Instant,
});
export type Ward = z.infer<typeof Ward>;

/** One patient on the ward's board. */
export const BoardRow = z.object({
  patientId: PatientId,
  stayId: StayId,
  givenName: z.string(),
  familyName: z.string(),
  nhsNumber: z.string(),
  birthDate: z.string(),
  pathway: z.string(),
  admittedAt: Instant,
  /** Who has this patient; null where no clinician has said so. */
  responsible: Responsible.nullable(),
  /** The newest score; null where nothing has been scored. */
  score: Score.nullable(),
  /** Why NEWS2 does not apply to the patient, where that is so. */
  exclusion: z.string().nullable(),
  /** Why the patient's readings are kept and not scored at the moment, in words: rules that are missing, for instance. */
  notScored: z.string().nullable(),
  /** What the plan says about alerts, where it is less than everything. */
  ceilingOfCare: z
    .object({ alertAtMost: z.enum(['none', 'low-medium', 'medium', 'high']), instruction: z.string().nullable() })
    .nullable(),
  /** Until when no reading is waited for, and why. */
  pause: z.object({ reason: PauseReason, until: Instant }).nullable(),
  /** The newest value of each code by when it was taken. */
  latest: z.array(Observation),
  /** Most urgent first. */
  alerts: z.array(Alert),
  /** That are open and due. */
  tasks: z.number().int(),
});
export type BoardRow = z.infer<typeof BoardRow>;

/** `/wards/{id}/board`: everyone on the ward, highest risk first. */
export const Board = z.object({ ward: Ward, rows: z.array(BoardRow), asOf: Instant });
export type Board = z.infer<typeof Board>;
