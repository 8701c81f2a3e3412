import { alertOutcomes } from '#libs/clinical';
import { z } from 'zod';
import { Tier } from '../events/score.ts';
import { AlertTier, Condition, ConditionKind } from '../events/condition.ts';
import { AlertId, EscalationPolicyId, EventId, PatientId, ScoreId, StayId, TeamId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';
import { PatientName } from './patient-name.ts';

export const AlertState = z.enum(['raised', 'acknowledged', 'resolved']);
export type AlertState = z.infer<typeof AlertState>;

/** What was done about an alert, or found: `other` needs a note. `discharged` and `withdrawn` are put down by Homeward: the stay ended, or a correction left nothing to alert for. */
export const AlertOutcome = z.enum([...alertOutcomes, 'discharged', 'withdrawn']);
export type AlertOutcome = z.infer<typeof AlertOutcome>;

/** Why people are not notified of an alert any more; of one that is `late` they never were, unless by hand. */
export const EscalationEnd = z.enum(['acknowledged', 'resolved', 'snoozed', 'cleared', 'late']);
export type EscalationEnd = z.infer<typeof EscalationEnd>;

/** How far an alert has escalated. */
export const AlertEscalation = z.object({
  /** The policy as it was when the alert was raised: a version never changes. */
  policyId: EscalationPolicyId,
  policyVersion: z.number().int(),
  /** The step whose people were notified last, from 1; 0 before the first. The fallback comes after the last step. */
  step: z.number().int().min(0),
  /** How many times the people of this step have been notified again. */
  round: z.number().int().min(0),
  /** When the next people are notified; null once it has ended. */
  nextStepAt: Instant.nullable(),
  ended: EscalationEnd.nullable(),
});
export type AlertEscalation = z.infer<typeof AlertEscalation>;

/** An alert is put off: by whom, why, and until when. */
export const Snooze = z.object({ by: PersonReference, at: Instant, reason: z.string(), until: Instant });
export type Snooze = z.infer<typeof Snooze>;

/** An alert that was handed to a team, which has yet to accept or decline it. */
export const HandedTo = z.object({ teamId: TeamId, name: z.string(), by: PersonReference, at: Instant });
export type HandedTo = z.infer<typeof HandedTo>;

/** A patient's newest score: a range while a parameter is missing. */
export const NewestScore = z.object({ id: ScoreId, at: Instant, min: z.number().int(), max: z.number().int() });
export type NewestScore = z.infer<typeof NewestScore>;

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
  /**
   * Of an open alert about the score: the patient's newest, which may be higher than the one that `reason` is about, since an
   * alert is raised anew by a higher tier alone.
   */
  newestScore: NewestScore.optional(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: PersonReference.nullable(),
  acknowledgementNote: z.string().nullable(),
  /** When it is raised again, unless something is done about it before; null unless it is acknowledged. */
  acknowledgementLapsesAt: Instant.nullable(),
  /** Who sees to it. */
  owner: PersonReference.nullable(),
  handedTo: HandedTo.nullable(),
  snoozedUntil: Instant.nullable(),
  snooze: Snooze.nullable(),
  /** Since when the level has been down for as long as the rules ask, so that no one is notified: it is to be reviewed. */
  clearedAt: Instant.nullable(),
  resolvedAt: Instant.nullable(),
  resolvedBy: PersonReference.nullable(),
  outcome: AlertOutcome.nullable(),
  outcomeNote: z.string().nullable(),
  /** Null for what notifies no one: what only late readings tell. */
  escalation: AlertEscalation.nullable(),
  /** The technical alert that explains it and mutes it meanwhile: a gateway is down. Null where people are notified. */
  mutedBy: EventId.nullable(),
  /** Of a resolved one: when it is raised again, if its level stands until then, by the outcome; null where it is not. */
  returnsAt: Instant.nullable(),
  /** Until when the person who acknowledged or resolved it last can take that back; null where anything else came after. */
  undoableUntil: Instant.nullable(),
  /** Rises with every change. */
  revision: z.number().int(),
  /** Whose alert it is; left out where the alert stands beside its patient already, such as on the board. */
  patient: PatientName.optional(),
  /** What its ward is called today; left out where the patient's name is. */
  wardName: z.string().optional(),
});
export type Alert = z.infer<typeof Alert>;

const note = z.string().trim().min(1).max(2000);

export const AcknowledgeAlert = z.object({ note: note.optional() });
export type AcknowledgeAlert = z.infer<typeof AcknowledgeAlert>;

/**
 * What was done or found, by its code. Words in place of a code are taken as `other` with those words as the note, as
 * clients of the first versions send them.
 */
export const ResolveAlert = z
  .object({ outcome: z.union([z.enum(alertOutcomes), note.regex(/\s/, outcomesExpected())]), note: note.optional() })
  .transform(({ outcome, note: words }) =>
    isOutcome(outcome)
      ? { outcome, note: words }
      : { outcome: 'other' as const, note: words === undefined ? outcome : `${outcome} ${words}` },
  )
  .refine(({ outcome, note: words }) => outcome !== 'other' || words !== undefined, {
    path: ['note'],
    message: 'expected a note that says what was done, since the outcome is "other"',
  });
export type ResolveAlert = z.infer<typeof ResolveAlert>;

function outcomesExpected(): string {
  return `expected one of ${alertOutcomes.join(', ')}`;
}

function isOutcome(outcome: string): outcome is (typeof alertOutcomes)[number] {
  // The cast widens the list to what it is asked about.
  return (alertOutcomes as readonly string[]).includes(outcome);
}

/** To a person, or to a team, which accepts or declines. */
export const ReassignAlert = z.union([
  z.strictObject({ personId: z.string().min(1), note: note.optional() }),
  z.strictObject({ teamId: TeamId, note: note.optional() }),
]);
export type ReassignAlert = z.infer<typeof ReassignAlert>;

/** `until` is bounded by the tier: see the limits in the refusal. */
export const SnoozeAlert = z.object({ until: InstantWithOffset, reason: note });
export type SnoozeAlert = z.infer<typeof SnoozeAlert>;

export const EscalateAlert = z.object({ note });
export type EscalateAlert = z.infer<typeof EscalateAlert>;

export const DeclineAlert = z.object({ reason: note });
export type DeclineAlert = z.infer<typeof DeclineAlert>;

export const AlertQuery = PageQuery.extend({
  wardId: WardId.optional(),
  patientId: PatientId.optional(),
  /** `open` is raised or acknowledged. */
  state: z.enum(['raised', 'acknowledged', 'resolved', 'open']).optional(),
  conditionKind: ConditionKind.optional(),
  /** Those that this person sees to; `me`: the caller. */
  owner: z.string().min(1).optional(),
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
  /** Nothing followed the acknowledgement in time. */
  'lapsed',
  'reassigned',
  /** A team took what was handed to it. */
  'accepted',
  'declined',
  'taken-over',
  'snoozed',
  'snooze-ended',
  /** The level has been down for as long as the rules ask. */
  'cleared',
  /** The people of a step were notified. */
  'escalated',
  /** Its people are not notified, since those of a related alert of the patient are. */
  'joined',
  /** Its people are not notified for a while, since a technical alert explains it. */
  'muted',
  'unmuted',
  'resolved',
  /** A person took back the answer that was given last. */
  'undone',
  'stay-ended',
  /** Its level still stood after the time that its outcome gives: another alert was raised for it. */
  'raised-again',
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
