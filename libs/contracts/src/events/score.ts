import { news2Parameters, tiers } from '#libs/clinical';
import { z } from 'zod';
import { EventId, ObservationId, PatientId, ScoreId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { ObservationValue } from './observation.ts';

export const Tier = z.enum(tiers);
export const News2Parameter = z.enum(news2Parameters);

const points = z.literal([0, 1, 2, 3]);

/**
 * Points of each parameter; null where it is missing, which is never 0. A saturation on scale 2 is null, too, while it is
 * not known whether oxygen is given and its points depend on that: it is then not in `missing`.
 */
export const News2Components = z.object({
  respirationRate: points.nullable(),
  oxygenSaturation: points.nullable(),
  supplementalOxygen: points.nullable(),
  systolicPressure: points.nullable(),
  pulseRate: points.nullable(),
  consciousness: points.nullable(),
  temperature: points.nullable(),
});
export type News2Components = z.infer<typeof News2Components>;

/** A reading that a score was made of. Its age is the score's `at` less `takenAt`. */
export const ScoreInput = z.object({
  parameter: News2Parameter,
  observationId: ObservationId,
  value: ObservationValue,
  takenAt: Instant,
});
export type ScoreInput = z.infer<typeof ScoreInput>;

/**
 * Topic `scores`, keyed by patient: the NEWS2 of one patient at one moment. A later event with the same id and a
 * higher revision corrects it.
 */
export const Score = z.object({
  /** Follows from patient and moment: see `scoreId`. */
  id: ScoreId,
  /** 1 at first; one higher with each correction by a late reading. */
  revision: z.number().int().min(1),
  patientId: PatientId,
  /** The moment it belongs to: when its newest reading was taken. */
  at: Instant,
  /** Null while a parameter is missing: then only `min` and `max` are known. */
  total: z.number().int().min(0).max(20).nullable(),
  min: z.number().int().min(0).max(20),
  max: z.number().int().min(0).max(20),
  complete: z.boolean(),
  missing: z.array(News2Parameter),
  /** What `min` and the known components already prove. */
  tier: Tier,
  /** What the missing parameters could still make of it. */
  highestTier: Tier,
  scale: z.union([z.literal(1), z.literal(2)]),
  components: News2Components,
  /** The reading that made it came after a newer one. */
  late: z.boolean(),
  /** Words for how often to measure, as the chart says: `every 1 h`. */
  monitoring: z.string(),
  /** Null where the chart asks for no assessment within a stated time. */
  responseWithinMinutes: z.number().int().nullable(),
  ruleSet: z.string(),
  inputs: z.array(ScoreInput),
  /** The observation set that made or corrected it, and when that reached us. */
  causedBy: EventId,
  receivedAt: Instant,
});
export type Score = z.infer<typeof Score>;

/** Topic `signals`, keyed by patient: the patient's standing changed tier. */
export const Signal = z.object({
  /** Follows from patient, cause and tiers, so that a repeat raises nothing twice. */
  id: EventId,
  kind: z.enum(['tier-reached', 'tier-left']),
  patientId: PatientId,
  /** The standing from now on. For `tier-left` it is lower than `previousTier`. */
  tier: Tier,
  previousTier: Tier,
  /** When the reading that changed it was taken. */
  at: Instant,
  score: Score,
  /** When that reading reached us: reading-to-alert time is counted from here. */
  receivedAt: Instant,
});
export type Signal = z.infer<typeof Signal>;
