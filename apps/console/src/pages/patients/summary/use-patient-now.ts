import type { LiveEvent, Score } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { boardQuery, fetchNewestScore, fetchTasks, planQuery } from '../../../api/queries.ts';
import type { Patient } from '#libs/contracts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { scoresAfter, tasksAfter } from '../../../live/list-changes.ts';
import { useLive } from '../../../live/use-live.ts';
import { useLiveList } from '../../../live/use-live-list.ts';
import { newestOf } from '../charts/use-patient-chart.ts';

/** How a patient is now, or was known to be then: the newest score, the plan, and the tasks that are open. */
export function usePatientNow({ id: patientId, stay }: Patient) {
  const { asOf } = useAsOf();
  const plan = useQuery(planQuery(patientId, asOf));
  // Only the board of the ward says why readings are not scored.
  const board = useQuery(boardQuery(stay?.wardId, asOf));
  const notScored = board.data?.rows.find((row) => row.patientId === patientId)?.notScored ?? null;
  const newest = useLiveList({
    key: ['scores', patientId, 'newest', asOf],
    fetch: (signal) => fetchNewestScore(patientId, asOf, signal),
    after: scoresAfter(patientId),
  });
  const tasks = useLiveList({
    key: ['tasks', { patientId }],
    fetch: (signal) => fetchTasks({ patientId }, signal),
    after: tasksAfter((task) => task.patientId === patientId),
    enabled: asOf === null,
  });
  useLive({
    wardId: asOf === null ? null : undefined,
    onEvents: (events: readonly LiveEvent[]) => {
      newest.hear(events);
      tasks.hear(events);
      const isLost = events.some(({ event }) => event === 'reset');
      // Which score counts when the newest is withdrawn only the service knows.
      if (isLost || events.some((event) => isWithdrawalOf(patientId, event))) void newest.query.refetch();
      if (isLost || events.some((event) => isOfPlan(patientId, event))) void plan.refetch();
      if (isLost) void tasks.query.refetch();
    },
  });
  const score: Score | undefined = newestOf(newest.query.data?.items ?? []);
  return { plan, notScored, newest: newest.query, score, tasks: tasks.query };
}

export type PatientNow = ReturnType<typeof usePatientNow>;

const isWithdrawalOf = (patientId: string, event: LiveEvent): boolean =>
  event.event === 'score' && event.data.patientId === patientId && event.data.withdrawn;

const isOfPlan = (patientId: string, event: LiveEvent): boolean =>
  (event.event === 'plan' || event.event === 'stay') && event.data.patientId === patientId;
