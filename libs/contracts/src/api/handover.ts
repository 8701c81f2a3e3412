import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { MonitoringPause } from '../events/monitoring.ts';
import { Score } from '../events/score.ts';
import { PatientId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { Alert } from './alert.ts';
import { Note } from './note.ts';
import { Task } from './task.ts';
import { BoardRow } from './ward.ts';

/** `GET /wards/{id}/handover`: what has changed since then; since 12 h ago where it is left out. */
export const HandoverQuery = z.object({ since: InstantWithOffset.optional() });
export type HandoverQuery = z.infer<typeof HandoverQuery>;

/** A score at a glance: `min` and `max` are one where nothing was missing. */
export const HandoverScore = Score.pick({
  at: true,
  total: true,
  min: true,
  max: true,
  tier: true,
  highestTier: true,
  missing: true,
  ruleSet: true,
});
export type HandoverScore = z.infer<typeof HandoverScore>;

/**
 * How a patient is, compared with then. `worse`: a higher tier is certain, or at least 2 points more; `better`: with all that
 * is missing the tier is lower, or at least 2 points fewer; `new-score`: there was none then by the same chart.
 */
export const HandoverChange = z.enum(['worse', 'better', 'same', 'new-score', 'not-scored']);
export type HandoverChange = z.infer<typeof HandoverChange>;

/** An open alert with its clock. */
export const HandoverAlert = z.object({
  alert: Alert,
  /** Minutes past the time by which a response was due; null where there is still time, or it has been acknowledged. */
  overdueMinutes: z.number().int().min(0).nullable(),
});
export type HandoverAlert = z.infer<typeof HandoverAlert>;

/** Whom the pathway's ladder of silence has asked to measure by now. */
export const AskedToMeasure = z.enum(['device', 'patient', 'clinician']);
export type AskedToMeasure = z.infer<typeof AskedToMeasure>;

/** Readings that were due and have not come. */
export const OverdueReadings = z.object({
  dueAt: Instant,
  codes: z.array(z.enum(observationCodes)).min(1),
  overdueMinutes: z.number().int().min(0),
  /** In the order in which they were asked; empty where none has been yet. */
  asked: z.array(AskedToMeasure),
});
export type OverdueReadings = z.infer<typeof OverdueReadings>;

/** One patient at the change of shifts. */
export const HandoverPatient = BoardRow.pick({
  patientId: true,
  stayId: true,
  givenName: true,
  familyName: true,
  nhsNumber: true,
  birthDate: true,
  flags: true,
  pathway: true,
  admittedAt: true,
  responsible: true,
  exclusion: true,
  notScored: true,
  ceilingOfCare: true,
}).extend({
  /** The score that counts; null where there is none. */
  score: HandoverScore.nullable(),
  /** The one that counted then, as was known then. */
  scoreThen: HandoverScore.nullable(),
  change: HandoverChange,
  /** Most urgent first. */
  alerts: z.array(HandoverAlert),
  /** Null where nothing is late. */
  overdueReadings: OverdueReadings.nullable(),
  /** That last or are to come, by when they begin. */
  pauses: z.array(MonitoringPause.pick({ reason: true, from: true, until: true })),
  /** That are open and due: what the shift before leaves to be done. */
  tasks: z.array(Task),
  /** Written since then and not retracted, newest first. */
  notes: z.array(Note),
});
export type HandoverPatient = z.infer<typeof HandoverPatient>;

/** `GET /wards/{id}/handover`: what the next shift has to know of everyone on the ward, most urgent first. */
export const Handover = z.object({
  wardId: WardId,
  wardName: z.string(),
  madeAt: Instant,
  since: Instant,
  patients: z.array(HandoverPatient),
});
export type Handover = z.infer<typeof Handover>;

const Lines = z.array(z.string());

/**
 * `GET /patients/{id}/sbar`: what a clinician says of a patient to a colleague, by the structure SBAR. Each line is a sentence
 * made of what is known; what is not known is said as well.
 */
export const Sbar = z.object({
  patientId: PatientId,
  madeAt: Instant,
  situation: Lines,
  background: Lines,
  assessment: Lines,
  recommendation: Lines,
});
export type Sbar = z.infer<typeof Sbar>;
