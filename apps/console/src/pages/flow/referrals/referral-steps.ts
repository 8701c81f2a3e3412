import type { Referral, ReferralState } from '#libs/contracts';
import type { ReferralStepName } from '../../../api/referrals.ts';

/** In which states each step can be taken; the service decides again when it is taken. */
const statesOf: Readonly<Record<ReferralStepName | 'admit', readonly ReferralState[]>> = {
  triage: ['received', 'triaged', 'waiting'],
  accept: ['received', 'triaged'],
  reserve: ['waiting'],
  release: ['reserved'],
  decline: ['received', 'triaged'],
  withdraw: ['received', 'triaged', 'waiting', 'reserved'],
  admit: ['waiting', 'reserved'],
};

export const canTake = (step: ReferralStepName | 'admit', { state }: Referral): boolean =>
  statesOf[step].includes(state);

export const referralStepNames: readonly ReferralStepName[] = [
  'triage',
  'accept',
  'reserve',
  'release',
  'decline',
  'withdraw',
];
