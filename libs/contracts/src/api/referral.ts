import { z } from 'zod';
import { PatientId, ReferralId, StayId, WardId } from '../ids.ts';
import { DayWithinReach, Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';
import { PatientFlag } from './patient-flags.ts';

const reason = z.string().trim().min(1).max(1000);

/**
 * `received` → `triaged` → `waiting` ⇄ `reserved` → `admitted`, or `declined` or `withdrawn` on the way. Triage may be left
 * out. `waiting` and `reserved` are accepted: with a bed promised, or in the order of the waiting list.
 */
export const referralStates = [
  'received',
  'triaged',
  'waiting',
  'reserved',
  'admitted',
  'declined',
  'withdrawn',
] as const;
export const ReferralState = z.enum(referralStates);
export type ReferralState = z.infer<typeof ReferralState>;

/** Most urgent first: the order of the waiting list, before time. */
export const referralUrgencies = ['emergency', 'urgent', 'routine'] as const;
export const ReferralUrgency = z.enum(referralUrgencies);
export type ReferralUrgency = z.infer<typeof ReferralUrgency>;

/** Step-up: from the community, in place of hospital. Step-down: early out of hospital. */
export const ReferralStep = z.enum(['up', 'down']);
export type ReferralStep = z.infer<typeof ReferralStep>;

/** Of each criterion of the pathway by its id, whether the patient meets it. */
const Criteria = z.record(z.string().min(1).max(100), z.boolean());

const asked = {
  pathway: z.string().trim().min(1).max(100),
  /** The ward that is asked for; a triage may choose another. */
  wardId: WardId.optional(),
  /** Who refers: `general-practice`, `emergency-department`, `hospital-ward`, and whatever else a site has. */
  source: z.string().trim().min(1).max(200),
  step: ReferralStep,
  urgency: ReferralUrgency,
  reason,
  expectedDischargeDate: DayWithinReach.optional(),
  /** Whether the patient has agreed to be cared for on a virtual ward. */
  consent: z.boolean().optional(),
  criteria: Criteria.optional(),
  /** How to get into the home: key safe, stairs, animals. */
  homeAccess: z.string().trim().min(1).max(1000).optional(),
  /** What the patient needs to use devices, or that the patient can or will not. */
  digitalNeeds: z.string().trim().min(1).max(1000).optional(),
};

/** `POST /referrals`. */
export const NewReferral = z.object({ patientId: PatientId, ...asked });
export type NewReferral = z.infer<typeof NewReferral>;

/** `POST /referrals/{id}/triage`: what the triage found; what is left out stays as it was referred. */
export const TriageReferral = z.object({
  note: z.string().trim().min(1).max(4000).optional(),
  urgency: ReferralUrgency.optional(),
  pathway: asked.pathway.optional(),
  wardId: WardId.optional(),
  expectedDischargeDate: asked.expectedDischargeDate,
  consent: asked.consent,
  criteria: asked.criteria,
  homeAccess: asked.homeAccess,
  digitalNeeds: asked.digitalNeeds,
});
export type TriageReferral = z.infer<typeof TriageReferral>;

/** `POST /referrals/{id}/accept`: `reserved` where the ward has a free bed, otherwise `waiting`. */
export const AcceptReferral = z.object({
  /** The ward that the referral asks for, where it is left out. */
  wardId: WardId.optional(),
  /** Why the patient is accepted who does not meet every criterion. */
  reason: reason.optional(),
});
export type AcceptReferral = z.infer<typeof AcceptReferral>;

/** `POST /referrals/{id}/reserve`: a bed that has become free goes to a referral that waits. */
export const ReserveReferral = z.object({
  /** Why it goes before others that are more urgent or have waited for longer; needed only then. */
  reason: reason.optional(),
});
export type ReserveReferral = z.infer<typeof ReserveReferral>;

/** `POST /referrals/{id}/decline`, `…/withdraw`, `…/release` (gives a reserved bed back). */
export const ReferralReason = z.object({ reason });
export type ReferralReason = z.infer<typeof ReferralReason>;

export const Referral = z.object({
  id: ReferralId,
  patientId: PatientId,
  /** To read it by in a list. */
  patientName: z.string(),
  nhsNumber: z.string(),
  birthDate: z.string(),
  /** What has to be known of the patient wherever they are shown. */
  flags: z.array(PatientFlag),
  /** Other records with this name and birth date: see `/patients/{id}/possible-duplicates`. */
  possibleDuplicates: z.array(PatientId),
  pathway: z.string(),
  wardId: WardId.nullable(),
  wardName: z.string().nullable(),
  source: z.string(),
  step: ReferralStep,
  urgency: ReferralUrgency,
  reason: z.string(),
  expectedDischargeDate: z.string().nullable(),
  consent: z.boolean().nullable(),
  criteria: z.record(z.string(), z.boolean()),
  homeAccess: z.string().nullable(),
  digitalNeeds: z.string().nullable(),
  state: ReferralState,
  receivedAt: Instant,
  referredBy: PersonReference,
  triage: z.object({ at: Instant, by: PersonReference, note: z.string().nullable() }).nullable(),
  acceptedAt: Instant.nullable(),
  /** Criteria that were not met, or not answered, when it was accepted, and why it was all the same. */
  acceptedDespite: z.object({ criteria: z.array(z.string()), reason: z.string() }).nullable(),
  /** While a bed is reserved: until when. */
  reservedUntil: Instant.nullable(),
  /** While it waits: 1 is next on its ward. */
  waitingPosition: z.number().int().nullable(),
  /** Why it waits, was declined or withdrawn, in words. */
  stateReason: z.string().nullable(),
  stayId: StayId.nullable(),
  /** Rises with every change. */
  revision: z.number().int(),
});
export type Referral = z.infer<typeof Referral>;

/** A state of a referral: who made it so, when and why. */
export const ReferralHistoryEntry = z.object({
  at: Instant,
  by: PersonReference,
  text: z.string(),
  referral: Referral.omit({
    patientName: true,
    nhsNumber: true,
    birthDate: true,
    flags: true,
    possibleDuplicates: true,
    wardName: true,
    waitingPosition: true,
  }),
});
export type ReferralHistoryEntry = z.infer<typeof ReferralHistoryEntry>;

export const ReferralQuery = PageQuery.extend({
  /** One or several, separated by commas. */
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(ReferralState))
    .optional(),
  wardId: WardId.optional(),
  patientId: PatientId.optional(),
});
export type ReferralQuery = z.infer<typeof ReferralQuery>;

export const CriteriaQuery = z.object({ pathway: z.string().trim().min(1).max(100) });
export type CriteriaQuery = z.infer<typeof CriteriaQuery>;

/** `GET /referrals/criteria?pathway=`: what the pathway asks of who is referred to it. */
export const EligibilityCriterion = z.object({
  id: z.string(),
  text: z.string(),
  /** Where the criterion is from. */
  source: z.string(),
});
export type EligibilityCriterion = z.infer<typeof EligibilityCriterion>;
