import {
  type EligibilityCriterion,
  type NewReferral,
  type PatientId,
  type Referral,
  ReferralStep,
  ReferralUrgency,
  type TriageReferral,
  WardId,
} from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { dayFaults, type FormFault, required } from '../../../components/forms/faults.ts';
import { readDay } from '../../../time/typed-text.ts';

/** Whether the patient has agreed; not asked yet where it is blank. */
export const Consent = z.enum(['', 'yes', 'no']);

/** What is known of what is asked of a referral, as it is typed. */
export const TypedAsked = z.object({
  pathway: z.string(),
  wardId: z.string(),
  urgency: ReferralUrgency,
  expectedDischargeDate: z.string(),
  consent: Consent,
  /** The ids of those that are met. */
  criteria: z.array(z.string()),
  homeAccess: z.string(),
  digitalNeeds: z.string(),
});
export type TypedAsked = z.infer<typeof TypedAsked>;

export const TypedReferral = TypedAsked.extend({
  /** One of those that are offered, or `other`. */
  source: z.string(),
  otherSource: z.string(),
  step: ReferralStep,
  reason: z.string(),
});
export type TypedReferral = z.infer<typeof TypedReferral>;

export const TypedTriage = TypedAsked.extend({ note: z.string() });
export type TypedTriage = z.infer<typeof TypedTriage>;

export const emptyReferral: TypedReferral = {
  pathway: '',
  wardId: '',
  urgency: 'routine',
  expectedDischargeDate: '',
  consent: '',
  criteria: [],
  homeAccess: '',
  digitalNeeds: '',
  source: 'general-practice',
  otherSource: '',
  step: 'up',
  reason: '',
};

/** The triage begins from what was referred. */
export function triageOf(referral: Referral): TypedTriage {
  const { consent } = referral;
  return {
    pathway: referral.pathway,
    wardId: referral.wardId ?? '',
    urgency: referral.urgency,
    expectedDischargeDate: referral.expectedDischargeDate ?? '',
    consent: consent === null ? '' : consent ? 'yes' : 'no',
    criteria: Object.entries(referral.criteria).flatMap(([id, isMet]) => (isMet ? [id] : [])),
    homeAccess: referral.homeAccess ?? '',
    digitalNeeds: referral.digitalNeeds ?? '',
    note: '',
  };
}

/**
 * What is sent of it. What is blank is left out; of each criterion that the pathway has it is said whether it is met.
 *
 * @param asks the criteria of the pathway that was chosen.
 */
function bodyOfAsked(typed: TypedAsked, asks: readonly EligibilityCriterion[]) {
  const ward = WardId.safeParse(typed.wardId).data;
  return {
    pathway: typed.pathway,
    ...(ward === undefined ? {} : { wardId: ward }),
    urgency: typed.urgency,
    ...(typed.consent === '' ? {} : { consent: typed.consent === 'yes' }),
    criteria: Object.fromEntries(asks.map(({ id }) => [id, typed.criteria.includes(id)])),
    ...said('expectedDischargeDate', readDay(typed.expectedDischargeDate) ?? ''),
    ...said('homeAccess', typed.homeAccess),
    ...said('digitalNeeds', typed.digitalNeeds),
  };
}

const said = <Name extends string>(name: Name, text: string): Partial<Record<Name, string>> =>
  // The name is the one property that there is: TypeScript takes a computed name for any text.
  text.trim() === '' ? {} : ({ [name]: text.trim() } as Record<Name, string>);

export function referralBody(
  patientId: PatientId,
  typed: TypedReferral,
  asks: readonly EligibilityCriterion[],
): NewReferral {
  return {
    patientId,
    ...bodyOfAsked(typed, asks),
    source: typed.source === 'other' ? typed.otherSource.trim() : typed.source,
    step: typed.step,
    reason: typed.reason.trim(),
  };
}

export const triageBody = (typed: TypedTriage, asks: readonly EligibilityCriterion[]): TriageReferral => ({
  ...bodyOfAsked(typed, asks),
  ...said('note', typed.note),
});

const faultsOfAsked = ({ pathway, expectedDischargeDate }: TypedAsked): readonly FormFault[] => [
  ...required('pathway', pathway, t`Choose the pathway`),
  ...dayFaults('expectedDischargeDate', expectedDischargeDate),
];

export const faultsOfTriage = (typed: TypedTriage): readonly FormFault[] => faultsOfAsked(typed);

export const faultsOfReferral = (typed: TypedReferral): readonly FormFault[] => [
  ...faultsOfAsked(typed),
  ...(typed.source === 'other' ? required('source', typed.otherSource, t`Enter who refers`) : []),
  ...required('reason', typed.reason, t`Enter why the patient is referred`),
];

/** The paths that have a field on both forms. */
export const fieldsOfAsked = [
  'pathway',
  'wardId',
  'urgency',
  'expectedDischargeDate',
  'consent',
  'criteria',
  'homeAccess',
  'digitalNeeds',
] as const;
