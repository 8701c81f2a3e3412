import { z } from 'zod';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';

/** What a command did to a patient, or to something of the patient's. */
export const PatientHistoryEntry = z.object({
  at: Instant,
  by: PersonReference,
  /** The command's name: `admit`, `acknowledge-alert`. */
  command: z.string(),
  /** What it was done to. */
  subject: z.object({ kind: z.string(), id: z.string() }),
  /** That the subject has since; null for one without revisions. */
  revision: z.number().int().nullable(),
  /** In one sentence. */
  text: z.string(),
  /** Ids, numbers and codes. */
  facts: z.record(z.string(), z.unknown()),
});
export type PatientHistoryEntry = z.infer<typeof PatientHistoryEntry>;

/** `GET /patients/{id}/audit`. */
export const PatientHistoryQuery = PageQuery.extend({ asOf: InstantWithOffset.optional() });
export type PatientHistoryQuery = z.infer<typeof PatientHistoryQuery>;
