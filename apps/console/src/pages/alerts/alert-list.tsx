import { type Alert, compareAlerts, type WardId } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type AlertFilter, alertQuery, fetchAlerts, wardsQuery } from '../../api/queries.ts';
import { resolveAlertForm } from '../../components/alerts/resolve-form.tsx';
import { AlertGroupCard } from '../../components/alerts/alert-group-card.tsx';
import { useWithUnfinished } from '../../components/forms/use-with-unfinished.ts';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { useSteadyOrder } from '../../components/steady-list/use-steady-order.ts';
import { WhatIsNew } from '../../components/steady-list/what-is-new.tsx';
import { alertsAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { useNow } from '../../time/use-now.ts';
import { admits } from './alert-filter.ts';
import { alertGroups, groupKey } from './alert-groups.ts';

export interface AlertListProps {
  readonly filter: AlertFilter;
  /** What is said where there is none. */
  readonly empty: string;
}

/** Alerts by patient, the most urgent first: a list that stays as it is while a person points at it. */
export function AlertList({ filter, empty }: AlertListProps) {
  const now = useNow();
  const canRespond = useMay('act-on-alerts');
  const [pages, setPages] = useState(1);
  const { query, alerts, announcement } = useAlertList(filter, pages, now);
  const groups = useMemo(() => alertGroups(alerts), [alerts]);
  const { shown, newcomers, isReordered, takeUp, props } = useSteadyOrder(groups, groupKey, JSON.stringify(filter));
  const wards = useQuery(wardsQuery).data?.items ?? [];
  const nameOf = (wardId: WardId): string | undefined => wards.find(({ id }) => id === wardId)?.name;
  if (query.isPending) return <Loading what={t`the alerts`} />;
  if (query.data === undefined) {
    return (
      <ProblemSummary
        title={t`The alerts could not be fetched`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <>
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {announcement}
      </p>
      <WhatIsNew
        newcomers={newcomers.length}
        high={newcomers.filter(({ alerts: [first] }) => first.tier === 'high').length}
        isReordered={isReordered}
        onShow={takeUp}
      />
      {shown.length === 0 && <Empty>{empty}</Empty>}
      <div {...props}>
        {shown.map(({ patientId, alerts: ofPatient }) => (
          <AlertGroupCard
            key={patientId}
            patientId={patientId}
            alerts={ofPatient}
            ward={nameOf(ofPatient[0].wardId)}
            now={now}
            canRespond={canRespond}
          />
        ))}
      </div>
      {query.data.more && (
        <p>
          {t`The ${plural(alerts.length, { one: '# most urgent alert is', other: '# most urgent alerts are' })} shown.`}{' '}
          <button type="button" className="hw-link" onClick={() => setPages(pages + 1)}>
            {t`Show more`}
          </button>
        </p>
      )}
    </>
  );
}

function useAlertList(filter: AlertFilter, pages: number, now: number) {
  const [announcement, setAnnouncement] = useState('');
  const list = useLiveList({
    key: ['alerts', filter, pages],
    fetch: (signal) => fetchAlerts(filter, signal, pages),
    after: alertsAfter((alert) => admits(filter, alert)),
  });
  useLive({
    wardId: filter.wardId ?? null,
    onEvents: (events) => {
      list.hear(events);
      if (events.some(({ event }) => event === 'reset')) void list.query.refetch();
      const isUrgent = ({ tier, state, late }: Alert): boolean => tier === 'high' && state === 'raised' && !late;
      if (events.some((event) => event.event === 'alert' && isUrgent(event.data))) {
        setAnnouncement(t`A new high alert is on the list.`);
      }
    },
  });
  const listed = useWithUnfinished(list.query.data?.items ?? none, {
    list: 'alerts',
    form: resolveAlertForm,
    query: alertQuery,
    belongs: (alert) => admits({ ...filter, state: undefined }, alert),
    now,
  });
  const alerts = useMemo(() => listed.toSorted(compareAlerts), [listed]);
  return { query: list.query, alerts, announcement };
}

const none: readonly [] = [];
