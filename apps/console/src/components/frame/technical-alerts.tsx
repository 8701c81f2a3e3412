import { PatientId, type TechnicalAlert } from '#libs/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { technicalAlertsQuery } from '../../api/queries.ts';
import { useLive } from '../../live/use-live.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { technicalAlertWords } from '../words/technical-alert-words.ts';

/** Of these there is word in another way. */
const elsewhere: readonly TechnicalAlert['kind'][] = ['ward-near-capacity', 'device-refused', 'devices-disagree'];

/**
 * A band over every page while Homeward itself is not as it should be; that beds run short is for the pages of capacity, and
 * that one device is refused, or two disagree, is on their patient's row.
 */
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
  const open = known.filter(({ kind, resolvedAt }) => resolvedAt === null && !elsewhere.includes(kind));
  return open.map((alert) => (
    <div key={alert.id} className="hw-stale" role="alert">
      <strong>{technicalAlertWords(alert, now)}</strong> {alert.words}
      {alert.kind === 'call-without-stay' && alert.subjectId !== null && (
        <>
          {' '}
          <Link href={pathTo.patient(PatientId.parse(alert.subjectId))}>The patient</Link>
        </>
      )}
    </div>
  ));
}
