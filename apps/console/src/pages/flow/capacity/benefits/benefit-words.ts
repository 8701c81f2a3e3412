import type { Benefits } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { pathwayWords } from '../../../../components/words/identity-words.ts';
import { none } from '../capacity-words.ts';

export type BenefitRow = Benefits['rows'][number];

/** From the widest to the narrowest. */
export const levels: readonly BenefitRow['level'][] = ['total', 'system', 'place', 'provider', 'ward'];

export function levelWords(level: BenefitRow['level']): string {
  switch (level) {
    case 'total':
      return t`All wards`;
    case 'system':
      return t`By system`;
    case 'place':
      return t`By place`;
    case 'provider':
      return t`By provider`;
    case 'ward':
      return t`By ward`;
  }
}

/** Where no pathway is named, all of them. */
export const ofWords = ({ pathway }: BenefitRow): string =>
  pathway === null ? t`All pathways` : pathwayWords(pathway);

/** Bed days to one decimal: more would look more certain than they are. */
export const bedDaysWords = (bedDays: number | null): string => (bedDays === null ? none : bedDays.toFixed(1));

/** `62% of what is claimed`; where one of the two is missing, what is. */
export function shareWords({ claimedBedDays, measuredBedDays }: BenefitRow): string {
  if (claimedBedDays === null) return t`nothing is claimed`;
  if (measuredBedDays === null) return t`not measured`;
  if (claimedBedDays === 0) return t`0 is claimed`;
  return t`${Math.round((measuredBedDays / claimedBedDays) * 100)}% of what is claimed`;
}
