import { useQuery } from '@tanstack/react-query';
import { technicalAlertsQuery } from '../../api/queries.ts';
import { useNow } from '../../time/use-now.ts';
import { technicalAlertWords } from '../words/technical-alert-words.ts';

/** A band over every page while Homeward itself is not as it should be. */
export function TechnicalAlerts() {
  const now = useNow();
  const open = useQuery(technicalAlertsQuery).data?.items.filter(({ resolvedAt }) => resolvedAt === null) ?? [];
  return open.map((alert) => (
    <div key={alert.id} className="hw-stale" role="alert">
      <strong>{technicalAlertWords(alert, now)}</strong> {alert.words}
    </div>
  ));
}
