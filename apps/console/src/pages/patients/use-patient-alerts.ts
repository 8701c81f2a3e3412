import type { Alert, Instant, PatientId } from '#libs/contracts';
import { fetchAlerts } from '../../api/queries.ts';
import { alertsAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Listed } from '../../api/lists.ts';

/** The patient's alerts, open and resolved, kept up to date; as they stood then, where an earlier time is asked for. */
export function usePatientAlerts(
  patientId: PatientId,
  asOf: Instant | null,
): { readonly items: readonly Alert[]; readonly query: UseQueryResult<Listed<Alert>> } {
  const list = useLiveList({
    // Under a name of its own, so that what is done now does not show in the past.
    key: [asOf === null ? 'alerts' : 'past-alerts', { patientId, asOf }],
    fetch: (signal) => fetchAlerts({ patientId, ...(asOf === null ? {} : { asOf }) }, signal),
    after: alertsAfter((alert) => alert.patientId === patientId),
  });
  useLive({
    wardId: asOf === null ? null : undefined,
    onEvents: (events) => {
      list.hear(events);
      if (events.some(({ event }) => event === 'reset')) void list.query.refetch();
    },
  });
  return { items: list.query.data?.items ?? [], query: list.query };
}
