import type { Patient, PatientId } from '#libs/contracts';
import { useQueries } from '@tanstack/react-query';
import { patientQuery } from '../../api/queries.ts';

/** The patients that a list is about; those who have not been fetched yet are missing. */
export function usePatients(list: readonly { readonly patientId: PatientId }[]): ReadonlyMap<string, Patient> {
  const ids = [...new Set(list.map(({ patientId }) => patientId))];
  const answers = useQueries({ queries: ids.map((id) => ({ ...patientQuery(id), staleTime: 5 * 60_000 })) });
  return new Map(answers.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data]])));
}
