import {
  type AcceptReferral,
  EligibilityCriterion,
  type NewReferral,
  type PatientId,
  Referral,
  ReferralHistoryEntry,
  type ReferralId,
  type ReferralReason,
  type ReferralState,
  type ReserveReferral,
  type TriageReferral,
  type WardId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** Which referrals; what is left out is not asked. */
export interface ReferralFilter {
  readonly states: readonly ReferralState[];
  readonly wardId?: WardId | undefined;
  readonly patientId?: PatientId | undefined;
}

/** Those that are still to be decided, or wait for a bed. */
export const openReferralStates: readonly ReferralState[] = ['received', 'triaged', 'waiting', 'reserved'];

/** Those that wait in the order of the waiting list; the others newest first. */
export const referralsQuery = ({ states, wardId, patientId }: ReferralFilter) =>
  queryOptions({
    queryKey: queryKeys.referrals({ states, wardId, patientId }),
    queryFn: ({ signal }) =>
      listOf({
        path: '/referrals',
        query: { state: states.join(','), wardId, patientId, limit: '200' },
        schema: Referral,
        signal,
        mostPages: 3,
      }),
  });

export const referralQuery = (id: ReferralId) =>
  queryOptions({
    queryKey: queryKeys.referral(id),
    queryFn: ({ signal }) => ask({ path: `/referrals/${id}`, schema: Referral, signal }),
  });

/** Every state that the referral has had, with who made it so, when and why. */
export const referralHistoryQuery = (id: ReferralId) =>
  queryOptions({
    queryKey: queryKeys.referralHistory(id),
    queryFn: ({ signal }) =>
      listOf({ path: `/referrals/${id}/history`, query: {}, schema: ReferralHistoryEntry, signal, mostPages: 1 }),
  });

/** What a pathway asks of who is referred to it; nothing where no pathway is chosen. It changes with a release alone. */
export const criteriaQuery = (pathway: string) =>
  queryOptions({
    queryKey: queryKeys.referralCriteria(pathway),
    queryFn: ({ signal }) =>
      listOf({ path: '/referrals/criteria', query: { pathway }, schema: EligibilityCriterion, signal, mostPages: 1 }),
    enabled: pathway !== '',
    staleTime: 30 * 60_000,
  });

type ReferralOutcome = Promise<CommandOutcome<Referral, Referral>>;

export const refer = (body: z.input<typeof NewReferral>, press: Press): Promise<CommandOutcome<Referral, null>> =>
  command({ path: '/referrals', body, press, answer: Referral, seen: z.null() });

/** What each step of a referral is sent with. */
export interface ReferralStepBodies {
  readonly triage: TriageReferral;
  readonly accept: AcceptReferral;
  readonly reserve: ReserveReferral;
  readonly release: ReferralReason;
  readonly decline: ReferralReason;
  readonly withdraw: ReferralReason;
}

export type ReferralStepName = keyof ReferralStepBodies;

/** A step of a referral, from the version that the person saw. */
export const takeStep = <Step extends ReferralStepName>(
  { id, step }: { readonly id: ReferralId; readonly step: Step },
  body: ReferralStepBodies[Step],
  press: Press,
): ReferralOutcome => command({ path: `/referrals/${id}/${step}`, body, press, answer: Referral, seen: Referral });
