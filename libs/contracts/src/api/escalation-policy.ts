import { z } from 'zod';
import { AlertTier } from '../events/condition.ts';
import { EscalationPolicyId, WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';
import { Role, TimeZone } from './people.ts';
import { LocalTime, NotificationTarget, StaffId } from './staff.ts';
import { updateOf } from './update.ts';

export const EscalationStep = z.strictObject({
  notify: z.array(NotificationTarget).min(1, 'expected at least one to notify').max(20),
  /** How long to wait for an acknowledgement before the step is repeated, or the next one follows. */
  waitMinutes: z.number().min(0.1).max(1440),
  /** How many times more the same people are notified. */
  repeat: z.number().int().min(0).max(20).default(0),
});
export type EscalationStep = z.infer<typeof EscalationStep>;

/** Notified after the last step, and again until a person has answered; and where a step finds no one. */
export const EscalationFallback = z.union([z.strictObject({ personId: StaffId }), z.strictObject({ role: Role })]);
export type EscalationFallback = z.infer<typeof EscalationFallback>;

/** Minutes after which the fallback is notified again, for as long as no person has answered. */
export const fallbackAgainMinutes = 15;

/** At which hours of the day, by the clocks of a time zone; `from` later than `until` passes midnight. */
export const PolicyHours = z
  .strictObject({ from: LocalTime, until: LocalTime, timeZone: TimeZone })
  .refine(({ from, until }) => from !== until, { path: ['until'], message: 'expected another time than "from"' });
export type PolicyHours = z.infer<typeof PolicyHours>;

/** Which alerts a policy is for, and whom it notifies when. */
export const EscalationPolicyContent = z.strictObject({
  name: z.string().trim().min(1).max(100),
  wardId: WardId,
  /** Left out: of any pathway. */
  pathway: z.string().min(1).optional(),
  /** Left out: of any tier. */
  tiers: z.array(AlertTier).min(1).optional(),
  /** Left out: at any hour. */
  hours: PolicyHours.optional(),
  /** Only for patients with a ceiling of care, whose alerts are answered differently. */
  ceilingOfCare: z.literal(true).optional(),
  steps: z.array(EscalationStep).min(1, 'expected at least one step').max(20),
  fallback: EscalationFallback,
});
export type EscalationPolicyContent = z.infer<typeof EscalationPolicyContent>;

/** One version of an escalation policy. A change makes the next one; alerts keep to the one they were raised under. */
export const EscalationPolicy = EscalationPolicyContent.extend({
  id: EscalationPolicyId,
  version: z.number().int().min(1),
  /** The version, as the revision that a command was based on. */
  revision: z.number().int().min(1),
  changedAt: Instant,
  changedBy: PersonReference,
  /** New alerts do not use it any more. */
  retiredAt: Instant.nullable(),
});
export type EscalationPolicy = z.infer<typeof EscalationPolicy>;

/** `PUT /escalation-policies/{id}`. */
export const EscalationPolicyUpdate = updateOf({ resource: EscalationPolicy, change: EscalationPolicyContent });

export const EscalationPolicyQuery = PageQuery.extend({ wardId: WardId.optional() });
export type EscalationPolicyQuery = z.infer<typeof EscalationPolicyQuery>;

/** `GET /escalation-policies/dry-run`: whom would an alert notify, if it were raised then? */
export const DryRunQuery = z.object({
  wardId: WardId,
  tier: AlertTier,
  pathway: z.string().min(1).optional(),
  ceilingOfCare: z.stringbool().optional(),
  /** Left out: now. */
  at: InstantWithOffset.optional(),
});
export type DryRunQuery = z.infer<typeof DryRunQuery>;

export const DryRun = z.object({
  policyId: EscalationPolicyId,
  policyVersion: z.number().int(),
  name: z.string(),
  /** The built-in policy, since the ward has none of its own that fits. */
  builtIn: z.boolean(),
  steps: z.array(
    z.object({
      /** The fallback comes after the last step. */
      step: z.number().int(),
      fallback: z.boolean(),
      at: Instant,
      people: z.array(PersonReference),
      /** Why a step finds no one, in words; its fallback is notified then. */
      faults: z.array(z.string()),
    }),
  ),
});
export type DryRun = z.infer<typeof DryRun>;
