import { z } from 'zod';
import { Tier } from '../events/score.ts';
import { AlertTier, Condition, ConditionKind } from '../events/condition.ts';
import { AlertId, PatientId, ScoreId, StayId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';

export const AlertState = z.enum(['raised', 'acknowledged', 'resolved']);
export type AlertState = z.infer<typeof AlertState>;

/** One open condition of one patient, from the tier that raised it until a person has resolved it. */
export const Alert = z.object({
  id: AlertId,
  patientId: PatientId,
  stayId: StayId,
  wardId: WardId,
  /** What it is about. One is open for each condition of a patient at most. */
  condition: Condition,
  conditionKind: ConditionKind,
  /** The highest tier reached while it was open. */
  tier: AlertTier,
  /** Where the patient stands now: below `tier` once the patient has got better. */
  currentTier: Tier,
  state: AlertState,
  raisedAt: Instant,
  /** When it last got worse, which made it `raised` again. */
  worsenedAt: Instant.nullable(),
  responseDueAt: Instant,
  /** Why, in words. */
  reason: z.string(),
  /** What the plan says about answering it: a ceiling of care, for instance. */
  instruction: z.string().nullable(),
  /** Only readings that came late show that it was ever so, and the patient is better by now: to be looked at, not run for. */
  late: z.boolean(),
  /** The score that caused it; null for what no score belongs to: a weight, a silence. */
  scoreId: ScoreId.nullable(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: PersonReference.nullable(),
  resolvedAt: Instant.nullable(),
  resolvedBy: PersonReference.nullable(),
  outcome: z.string().nullable(),
  /** Rises with every change. */
  revision: z.number().int(),
});
export type Alert = z.infer<typeof Alert>;

export const ResolveAlert = z.object({
  /** What was done or found. */
  outcome: z.string().trim().min(1).max(2000).optional(),
});
export type ResolveAlert = z.infer<typeof ResolveAlert>;

export const AlertQuery = PageQuery.extend({
  wardId: WardId.optional(),
  patientId: PatientId.optional(),
  /** `open` is raised or acknowledged. */
  state: z.enum(['raised', 'acknowledged', 'resolved', 'open']).optional(),
  conditionKind: ConditionKind.optional(),
  asOf: InstantWithOffset.optional(),
});
export type AlertQuery = z.infer<typeof AlertQuery>;
