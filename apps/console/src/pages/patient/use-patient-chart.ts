import type { LiveEvent, PatientId } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type ChartHours,
  fetchAlerts,
  fetchNewestScore,
  fetchObservations,
  fetchScores,
  patientQuery,
  planQuery,
} from '../../api/queries.ts';
import { alertsAfter, observationsAfter, scoresAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';

/** Everything a patient's page shows, kept up to date by the live stream of the patient's ward. */
export function usePatientChart(patientId: PatientId, hours: ChartHours) {
  const client = useQueryClient();
  const patient = useQuery(patientQuery(patientId));
  const plan = useQuery(planQuery(patientId));
  const observations = useLiveList({
    key: ['observations', patientId, hours],
    fetch: (signal) => fetchObservations(patientId, hours, signal),
    after: observationsAfter(patientId),
  });
  const scores = useLiveList({
    key: ['scores', patientId, hours],
    fetch: (signal) => fetchScores(patientId, hours, signal),
    after: scoresAfter(patientId),
  });
  const newest = useLiveList({
    key: ['scores', patientId, 'newest'],
    fetch: (signal) => fetchNewestScore(patientId, signal),
    after: scoresAfter(patientId),
  });
  const alerts = useLiveList({
    key: ['alerts', { patientId }],
    fetch: (signal) => fetchAlerts({ patientId }, signal),
    after: alertsAfter((alert) => alert.patientId === patientId),
  });
  const lists = [observations, scores, newest, alerts];

  const refetchAll = (): void => {
    void client.invalidateQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(patientId) });
  };

  const connection = useLive({
    // Nobody is watched over without a stay; then there is no stream to listen to either.
    wardId: patient.data?.stay?.wardId,
    onEvents: (events: readonly LiveEvent[]) => {
      for (const list of lists) list.hear(events);
      if (events.some((event) => event.event === 'reset')) refetchAll();
      const moved = events.some((event) => event.event === 'stay' && event.data.patientId === patientId);
      if (moved) {
        void patient.refetch();
        void plan.refetch();
      }
    },
    onReopened: refetchAll,
  });

  return { patient, plan, observations, scores, newest, alerts, connection };
}
