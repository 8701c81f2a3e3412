import type { Referral, ReferralState, ReferralStep, ReferralUrgency } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { pathwayWords } from './identity-words.ts';
import { timeWords } from './time-words.ts';

export function referralStateWords(state: ReferralState): string {
  switch (state) {
    case 'received':
      return t`Received`;
    case 'triaged':
      return t`Triaged`;
    case 'waiting':
      return t`Waiting for a bed`;
    case 'reserved':
      return t`Bed reserved`;
    case 'admitted':
      return t`Admitted`;
    case 'declined':
      return t`Declined`;
    case 'withdrawn':
      return t`Withdrawn`;
  }
}

export function urgencyWords(urgency: ReferralUrgency): string {
  switch (urgency) {
    case 'emergency':
      return t`Emergency`;
    case 'urgent':
      return t`Urgent`;
    case 'routine':
      return t`Routine`;
  }
}

export function stepWords(step: ReferralStep): string {
  return step === 'up' ? t`From the community (step up)` : t`Early out of hospital (step down)`;
}

/** `Agreed`; null is `not asked yet`. */
export function consentWords(consent: boolean | null): string {
  if (consent === null) return t`Not asked yet`;
  return consent ? t`The patient has agreed` : t`The patient has refused`;
}

/** Those that are offered; any other is typed. */
export const knownSources = [
  'general-practice',
  'emergency-department',
  'hospital-ward',
  'community-team',
  'ambulance-service',
  'urgent-community-response',
  'care-home',
] as const;

/** `general-practice` as `General practice`; what was typed as it was typed. */
export const sourceWords = (source: string): string => (/^[a-z-]+$/.test(source) ? pathwayWords(source) : source);

/** Where a referral is on its way, and why it is there: `2nd on the waiting list. The ward is full.` */
export function whereReferralIs(referral: Referral, now: number): string {
  const { state, stateReason, waitingPosition, reservedUntil } = referral;
  const because = stateReason === null ? '' : ` ${stateReason}`;
  switch (state) {
    case 'waiting':
      return (
        (waitingPosition === null ? t`Waits for a bed.` : t`Number ${waitingPosition} on the waiting list.`) + because
      );
    case 'reserved':
      return (reservedUntil === null ? t`Reserved.` : t`Reserved until ${timeWords(reservedUntil, now)}.`) + because;
    case 'received':
    case 'triaged':
    case 'admitted':
    case 'declined':
    case 'withdrawn':
      return `${referralStateWords(state)}.${because}`;
  }
}
