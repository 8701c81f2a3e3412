import { z } from 'zod';
import { Tier } from '../events/score.ts';
import { AlertTier, Condition, ConditionKind } from '../events/condition.ts';
import { AlertId, PatientId, ScoreId, StayId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';
import { PatientName } from './patient-name.ts';

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
  /** The level now: below `tier` once the patient has got better. */
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
  /** Until when the person who acknowledged or resolved it last can take that back; null where anything else came after. */
  undoableUntil: Instant.nullable(),
  /** Rises with every change. */
  revision: z.number().int(),
  /** Whose alert it is; left out where the alert stands beside its patient already, such as on the board. */
  patient: PatientName.optional(),
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
  /** `newest` raised first, unless `urgency` is asked for: open first, then the most urgent, then the longest waiting. */
  order: z.enum(['newest', 'urgency']).default('newest'),
});
export type AlertQuery = z.infer<typeof AlertQuery>;

export const AlertEventKind = z.enum([
  'raised',
  'worsened',
  'corrected',
  'improved',
  /** To a tier that it had reached before, without low risk in between. */
  'rose-again',
  'withdrawn',
  'acknowledged',
  'resolved',
  /** A person took back the answer that was given last. */
  'undone',
  'stay-ended',
]);
export type AlertEventKind = z.infer<typeof AlertEventKind>;

/** One event in the life of an alert. */
export const AlertEvent = z.object({
  at: Instant,
  kind: AlertEventKind,
  by: PersonReference,
  /** What happened, in words. */
  text: z.string(),
  /** Ids, numbers and codes. */
  facts: z.record(z.string(), z.unknown()),
});
export type AlertEvent = z.infer<typeof AlertEvent>;

/** `GET /alerts/{id}/timeline`: oldest first. */
export const AlertTimeline = z.object({ items: z.array(AlertEvent) });
export type AlertTimeline = z.infer<typeof AlertTimeline>;
