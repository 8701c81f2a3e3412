import type { LiveEvent, Score } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { type ChartPart, fetchObservations, fetchScores, planQuery } from '../../../api/queries.ts';
import { observationsAfter, scoresAfter } from '../../../live/list-changes.ts';
import { useLive } from '../../../live/use-live.ts';
import { useLiveList } from '../../../live/use-live-list.ts';

/** A chart can be ten thousand readings, and events bring what is new: the clock fetches it more seldom. */
const chartStaleMs = 5 * 60_000;

/** What was measured and scored within a window of time, kept up to date. */
export function usePatientChart(part: ChartPart) {
  const { patientId, hours, asOf } = part;
  const plan = useQuery(planQuery(patientId, asOf));
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
  useLive({
    // The past does not change.
    wardId: asOf === null ? null : undefined,
    onEvents: (events: readonly LiveEvent[]) => {
      observations.hear(events);
      scores.hear(events);
      if (!events.some(({ event }) => event === 'reset')) return;
      void observations.query.refetch();
      void scores.query.refetch();
    },
  });
  return { patientId, plan, observations, scores };
}

export type PatientChart = ReturnType<typeof usePatientChart>;

/** A score that was withdrawn does not count: its readings were retracted. */
export const counts = ({ withdrawn }: Score): boolean => !withdrawn;

/** The newest score that counts. */
export const newestOf = (scores: readonly Score[]): Score | undefined =>
  scores.filter(counts).toSorted((one, other) => (one.at < other.at ? 1 : -1))[0];

/** The version of the pathway's rules that the patient's plan names: `heart-failure@1`; undefined before the plan has come. */
export function ruleSetKeyOf({ plan }: PatientChart): string | undefined {
  return plan.data === undefined ? undefined : `${plan.data.ruleSet.id}@${String(plan.data.ruleSet.version)}`;
}
