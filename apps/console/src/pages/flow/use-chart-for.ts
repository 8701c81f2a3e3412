import type { Exclusion } from '#libs/clinical';
import type { Patient } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { planQuery } from '../../api/queries.ts';
import { useChartFile, usePathwayFile } from '../../components/rule-sets/use-rule-sets.ts';
import { ageInYears } from '../../components/words/time-words.ts';

/**
 * Why no early-warning chart would be for a patient on a pathway, as far as is known before they are admitted; null where one
 * is. The service decides.
 */
export function useExclusionOn(pathway: string, patient: Patient, now: number): Exclusion | null {
  const file = usePathwayFile(pathway === '' ? null : pathway);
  const chart = useChartFile(file?.chart);
  const plan = useQuery(planQuery(patient.id)).data;
  const isChild = ageInYears(patient.birthDate, now) < 16;
  const isPregnant = (plan?.pregnancy ?? null) !== null || file?.exclusion === 'pregnant';
  return isChild && !isPregnant && chart?.notFor.includes('under-16') === true ? 'under-16' : null;
}
