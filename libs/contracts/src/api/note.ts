import { z } from 'zod';
import { AlertId, ContactId, NoteId, PatientId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';

export const CallOutcome = z.enum(['reached', 'no-answer', 'left-message', 'wrong-number', 'declined']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** An attempt to speak with a person by phone. */
const Call = z.object({
  /** The contact who was called; null where it was another number. */
  contactId: ContactId.nullable().default(null),
  outcome: CallOutcome,
});

/** `POST /patients/{id}/notes`. */
export const NewNote = z
  .object({
    kind: z.enum(['note', 'call']),
    /** What is to be known; of a call it may be empty, for the outcome says enough. */
    text: z.string().trim().max(4000),
    /** For `call`; required there. */
    call: Call.optional(),
    /** The alert that it is about. */
    alertId: AlertId.optional(),
  })
  .refine(({ kind, call }) => (kind === 'call') === (call !== undefined), {
    path: ['call'],
    message: 'expected with kind "call", and only there',
  })
  .refine(({ kind, text }) => kind === 'call' || text !== '', { path: ['text'], message: 'expected a text' });
export type NewNote = z.infer<typeof NewNote>;

/** A note or a call attempt. It is never changed: a wrong one is retracted, and stays to be read. */
export const Note = z.object({
  id: NoteId,
  patientId: PatientId,
  kind: z.enum(['note', 'call']),
  text: z.string(),
  call: z.object({ contactId: ContactId.nullable(), outcome: CallOutcome }).nullable(),
  alertId: AlertId.nullable(),
  by: PersonReference,
  at: Instant,
  /** It does not count: who says so, why and since when. */
  retracted: z.object({ by: PersonReference, reason: z.string(), at: Instant }).nullable(),
});
export type Note = z.infer<typeof Note>;

/** `POST /patients/{id}/notes/{noteId}/retract`. */
export const RetractNote = z.object({ reason: z.string().trim().min(1).max(1000) });
export type RetractNote = z.infer<typeof RetractNote>;

export const NoteQuery = PageQuery.extend({ asOf: InstantWithOffset.optional() });
export type NoteQuery = z.infer<typeof NoteQuery>;
