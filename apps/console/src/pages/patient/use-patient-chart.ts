import type { LiveEvent, Score } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  boardQuery,
  type ChartPart,
  fetchAlerts,
  fetchNewestScore,
  fetchObservations,
  fetchScores,
  fetchTasks,
  patientQuery,
  planQuery,
} from '../../api/queries.ts';
import { alertsAfter, observationsAfter, scoresAfter, tasksAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';

/** A chart can be ten thousand readings, and events bring what is new: the clock fetches it more seldom. */
const chartStaleMs = 5 * 60_000;

/** Everything a patient's page shows, kept up to date by the live stream of the patient's ward. */
export function usePatientChart(part: ChartPart) {
  const { patientId, hours, asOf } = part;
  const client = useQueryClient();
  const patient = useQuery(patientQuery(patientId));
  const plan = useQuery(planQuery(patientId, asOf));
  const wardId = patient.data?.stay?.wardId;
  // Only the board of the ward says why readings are not scored.
  const board = useQuery(boardQuery(wardId, asOf));
  const notScored = board.data?.rows.find((row) => row.patientId === patientId)?.notScored ?? null;
  const observations = useLiveList({
    key: ['observations', patientId, hours, asOf],
    fetch: (signal) => fetchObservations(part, signal),
    after: observationsAfter(patientId),
    staleTime: chartStaleMs,
  });
  const scores = useLiveList({
    key: ['scores', patientId, hours, asOf],
    fetch: (signal) => fetchScores(part, signal),
    after: scoresAfter(patientId),
    staleTime: chartStaleMs,
  });
  const newest = useLiveList({
    key: ['scores', patientId, 'newest', asOf],
    fetch: (signal) => fetchNewestScore(patientId, asOf, signal),
    after: scoresAfter(patientId),
  });
  const alerts = useLiveList({
    // Under a name of its own, so that what is done now does not show in the past.
    key: [asOf === null ? 'alerts' : 'past-alerts', { patientId, asOf }],
    fetch: (signal) => fetchAlerts({ patientId, ...(asOf === null ? {} : { asOf }) }, signal),
    after: alertsAfter((alert) => alert.patientId === patientId),
  });
  const tasks = useLiveList({
    key: ['tasks', { patientId }],
    fetch: (signal) => fetchTasks({ patientId }, signal),
    after: tasksAfter((task) => task.patientId === patientId),
    enabled: asOf === null,
  });
  const lists = [observations, scores, newest, alerts, tasks];

  const refetchAll = (): void => {
    void client.invalidateQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(patientId) });
  };

  useLive({
    // The past does not change.
    wardId: asOf === null ? null : undefined,
    onEvents: (events: readonly LiveEvent[]) => {
      for (const list of lists) list.hear(events);
      if (events.some((event) => event.event === 'reset')) refetchAll();
      // Which score counts when the newest is withdrawn only the service knows.
      const isWithdrawal = (event: LiveEvent): boolean =>
        event.event === 'score' && event.data.patientId === patientId && event.data.withdrawn;
      if (events.some(isWithdrawal)) void newest.query.refetch();
      const isOfPatient = (name: 'stay' | 'plan') =>
        events.some((event) => event.event === name && event.data.patientId === patientId);
      if (isOfPatient('stay')) void patient.refetch();
      if (isOfPatient('stay') || isOfPatient('plan')) void plan.refetch();
    },
  });

  return { patientId, patient, plan, notScored, observations, scores, newest, alerts, tasks };
}

export type PatientChart = ReturnType<typeof usePatientChart>;

/** A score that was withdrawn does not count: its readings were retracted. */
export const counts = ({ withdrawn }: Score): boolean => !withdrawn;

export const newestScore = (chart: PatientChart): Score | undefined =>
  chart.newest.query.data?.items.filter(counts).toSorted((one, other) => (one.at < other.at ? 1 : -1))[0];

/** The version of the pathway's rules that the patient's plan names: `heart-failure@1`; undefined before the plan has come. */
export function ruleSetKeyOf({ plan }: PatientChart): string | undefined {
  return plan.data === undefined ? undefined : `${plan.data.ruleSet.id}@${String(plan.data.ruleSet.version)}`;
}
