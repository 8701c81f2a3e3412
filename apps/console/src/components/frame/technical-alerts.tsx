import { useQuery, useQueryClient } from '@tanstack/react-query';
import { technicalAlertsQuery } from '../../api/queries.ts';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../time/use-now.ts';
import { technicalAlertWords } from '../words/technical-alert-words.ts';

/** A band over every page while Homeward itself is not as it should be; that beds run short is for the pages of capacity. */
export function TechnicalAlerts() {
  const now = useNow();
  const client = useQueryClient();
  useLive({
    wardId: null,
    onEvents: (events) => {
      if (events.some(({ event }) => event === 'technical-alert' || event === 'reset')) {
        void client.invalidateQueries({ queryKey: technicalAlertsQuery.queryKey });
      }
    },
  });
  const known = useQuery(technicalAlertsQuery).data?.items ?? [];
  const open = known.filter(({ kind, resolvedAt }) => resolvedAt === null && kind !== 'ward-near-capacity');
  return open.map((alert) => (
    <div key={alert.id} className="hw-stale" role="alert">
      <strong>{technicalAlertWords(alert, now)}</strong> {alert.words}
    </div>
  ));
}
