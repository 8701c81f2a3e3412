import type { PatientId, Plan } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { planQuery } from '../../api/queries.ts';

/** Shows the plan that an answer holds, or fetches it again where the answer holds another thing. */
export function useShowPlan(patientId: PatientId): {
  readonly show: (plan: Plan) => void;
  readonly refresh: () => Promise<void>;
} {
  const client = useQueryClient();
  return {
    show: (plan) => {
      client.setQueryData(planQuery(patientId).queryKey, plan);
      void client.invalidateQueries({ queryKey: ['board'] });
    },
    refresh: () => client.invalidateQueries({ queryKey: ['plan', patientId] }),
  };
}
