import { z } from 'zod';
import { EventId, PatientId } from '../ids.ts';
import { Instant } from '../instant.ts';

/** Topic `dead-letters`: a record that a consumer group could not process, kept whole, with where it was and why. */
export const DeadLetter = z.object({
  /** Follows from group, topic, partition and position: see `deadLetterId`. */
  id: EventId,
  topic: z.string(),
  partition: z.number().int(),
  position: z.string(),
  group: z.string(),
  key: z.string(),
  value: z.string(),
  reason: z.string(),
  failedAt: Instant,
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** Topic `replays`, keyed as the record it carries: a dead letter that the group which failed on it is to try again. */
export const Replay = z.object({
  deadLetterId: EventId,
  group: z.string(),
  /** Where the record was, as the dead letter has it. */
  topic: z.string(),
  partition: z.number().int(),
  position: z.string(),
  key: z.string(),
  value: z.string(),
  requestedAt: Instant,
});
export type Replay = z.infer<typeof Replay>;

/**
 * Topic `intake-status`, compacted, one key: written every few seconds while messages can come in, which takes the
 * broker, the gateway service and the log. Its absence is an outage that lasts.
 */
export const IntakeStatus = z.object({
  at: Instant,
  /** Times during which nothing could come in, oldest first, as far back as a late reading may be accepted. */
  outages: z.array(z.object({ from: Instant, until: Instant })),
});
export type IntakeStatus = z.infer<typeof IntakeStatus>;

/**
 * Topic `scoring-status`, compacted, keyed by patient: whether the scoring service can process the patient's readings, and by
 * which plan. It comes with every plan that is taken, so a reader can tell a plan that is in force from one that is not.
 */
export const ScoringStatus = z.object({
  patientId: PatientId,
  /** Rises with every change. */
  revision: z.number().int().min(1),
  /** `parked`: readings are kept and not scored until the reason is gone. */
  state: z.enum(['scoring', 'parked']),
  /** Why, in words; null while the patient is scored. */
  reason: z.string().nullable(),
  /** Since when it is as said here. */
  since: Instant,
  /** The newest revision of the plan that readings are scored by; 0 where none has been taken. */
  planRevision: z.number().int().min(0),
});
export type ScoringStatus = z.infer<typeof ScoringStatus>;
