import { type Alert, type AlertId, AlertTimeline } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ask } from '../../../api/http.ts';
import { alertQuery } from '../../../api/queries.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { AlertCard } from '../../../components/alerts/alert-card.tsx';
import { labelOf, Who } from '../../../components/alerts/who.tsx';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { conditionWords, eventWords } from '../../../components/words/alert-words.ts';
import { timeWords, withTimes } from '../../../components/words/time-words.ts';
import { newerRevision, withScore } from '../../../live/newest.ts';
import { useLive } from '../../../live/use-live.ts';
import { useNow } from '../../../time/use-now.ts';
import { NotificationLedger } from './notification-ledger.tsx';

const timelineQuery = (id: AlertId) =>
  queryOptions({
    queryKey: queryKeys.alertTimeline(id),
    queryFn: ({ signal }) => ask({ path: `/alerts/${id}/timeline`, schema: AlertTimeline, signal }),
  });

/** One alert: whose, why, what can be done, and its whole life in words. */
export function AlertPage({ alertId }: { readonly alertId: AlertId }) {
  const client = useQueryClient();
  const alert = useQuery(alertQuery(alertId));
  const timeline = useQuery(timelineQuery(alertId));
  useLive({
    wardId: null,
    onEvents: (events) => {
      const heard = events.flatMap((event) =>
        event.event === 'alert' && event.data.id === alertId ? [event.data] : [],
      );
      for (const data of heard) {
        client.setQueryData<Alert>(alertQuery(alertId).queryKey, (held) => newerRevision(held, data));
      }
      const scores = events.flatMap((event) => (event.event === 'score' ? [event.data] : []));
      if (scores.length > 0)
        client.setQueryData<Alert>(alertQuery(alertId).queryKey, (held) => held && scores.reduce(withScore, held));
      if (events.some(({ event }) => event === 'reset')) void timeline.refetch();
    },
  });
  useRefetchAfterChange(alertId, alert.data?.revision);
  if (alert.data === undefined) {
    return (
      <>
        <PageHeading title={t`Alert`} />
        {alert.isPending && <Loading what={t`the alert`} />}
        {alert.isError && (
          <ProblemSummary
            title={t`The alert could not be fetched`}
            error={alert.error}
            onRetry={() => void alert.refetch()}
          />
        )}
      </>
    );
  }
  return <Shown alert={alert.data} timeline={timeline.data} />;
}

/** Whatever has changed the alert, its timeline says so, and people may have been notified. */
function useRefetchAfterChange(alertId: AlertId, revision: number | undefined): void {
  const client = useQueryClient();
  const seen = useRef(revision);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== revision) {
      void client.invalidateQueries({ queryKey: queryKeys.alertTimeline(alertId) });
      void client.invalidateQueries({ queryKey: queryKeys.notificationsOf(alertId) });
    }
    seen.current = revision;
  }, [client, alertId, revision]);
}

interface ShownProps {
  readonly alert: Alert;
  readonly timeline: AlertTimeline | undefined;
}

function Shown({ alert, timeline }: ShownProps) {
  const now = useNow();
  const canRespond = useMay('act-on-alerts');
  const label = labelOf(alert.patient);
  return (
    <>
      <PageHeading title={t`${conditionWords[alert.conditionKind]} alert: ${label}`} />
      <p className="hw-alert-group__who">
        <Who patientId={alert.patientId} patient={alert.patient} ward={alert.wardName} now={now} />
      </p>
      <AlertCard alert={alert} now={now} canRespond={canRespond} patientLabel={label} isPage />
      <Section title={t`What has happened`}>
        {timeline === undefined ? (
          <Loading what={t`the timeline`} />
        ) : (
          <ol className="hw-timeline">
            {timeline.items.map(({ at, kind, by, text }) => (
              <li key={`${at} ${kind} ${text}`}>
                <span className="hw-note__who">
                  {timeWords(at, now)}, {by.name}: <strong>{eventWords(kind)}</strong>
                </span>
                <span className="hw-note__text">{withTimes(text, now)}</span>
              </li>
            ))}
          </ol>
        )}
      </Section>
      <NotificationLedger alertId={alert.id} now={now} />
    </>
  );
}
