import { type Alert, compareAlerts } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useState } from 'react';
import { type AlertFilter, alertQuery, fetchAlerts, fetchOwnAlerts } from '../../api/queries.ts';
import { partOf } from '../../components/alerts/alert-part.ts';
import { answerForms } from '../../components/alerts/answer-form.ts';
import { useWithUnfinished } from '../../components/forms/use-with-unfinished.ts';
import { Section } from '../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { alertsAfter } from '../../live/list-changes.ts';
import { useUndoable } from '../../live/undoable-answers.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { useNow } from '../../time/use-now.ts';
import { admits } from './alert-filter.ts';
import { AlertGroups } from './alert-group-list.tsx';
import { useIsMine } from './use-is-mine.ts';

export interface AlertListProps {
  readonly filter: AlertFilter;
  /** Only the person's own. */
  readonly isMine?: boolean;
  /** Only those that wait for a person: neither what is snoozed nor what has cleared. */
  readonly onlyCalling?: boolean;
  /** What is said where there is none. */
  readonly empty: string;
}

/** Alerts by patient, the most urgent first; apart from them what is put off, and what has cleared and is to be reviewed. */
export function AlertList({ filter, isMine = false, onlyCalling = false, empty }: AlertListProps) {
  const now = useNow();
  const [pages, setPages] = useState(1);
  const { query, alerts, announcement } = useAlertList({ filter, isMine, pages, now });
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
  const snoozed = alerts.filter((alert) => partOf(alert) === 'snoozed');
  const cleared = alerts.filter((alert) => partOf(alert) === 'cleared');
  const others = alerts.filter((alert) => !snoozed.includes(alert) && !cleared.includes(alert));
  const question = JSON.stringify([filter, isMine]);
  return (
    <>
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {announcement}
      </p>
      {others.length === 0 && <Empty>{empty}</Empty>}
      <AlertGroups alerts={others} now={now} question={question} />
      {!onlyCalling && cleared.length > 0 && (
        <Section title={t`Cleared, to be reviewed`}>
          <AlertGroups alerts={cleared} now={now} question={question} under={t`Cleared`} />
        </Section>
      )}
      {!onlyCalling && snoozed.length > 0 && (
        <Section title={t`Snoozed`}>
          <AlertGroups alerts={snoozed} now={now} question={question} under={t`Snoozed`} />
        </Section>
      )}
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

interface AlertListUse {
  readonly filter: AlertFilter;
  readonly isMine: boolean;
  readonly pages: number;
  readonly now: number;
}

function useAlertList({ filter, isMine, pages, now }: AlertListUse) {
  const [announcement, setAnnouncement] = useState('');
  const isAdmitted = useIsMine(isMine);
  const list = useLiveList({
    key: ['alerts', filter, pages, isMine],
    fetch: (signal) => (isMine ? fetchOwnAlerts : fetchAlerts)(filter, signal, pages),
    after: alertsAfter((alert) => admits(filter, alert)),
  });
  useLive({
    wardId: filter.wardId ?? null,
    onEvents: (events) => {
      list.hear(events);
      if (events.some(({ event }) => event === 'reset')) void list.query.refetch();
      const isUrgent = (alert: Alert): boolean =>
        alert.tier === 'high' && alert.state === 'raised' && !alert.late && partOf(alert) === 'calling';
      if (events.some(({ event, data }) => event === 'alert' && isUrgent(data) && isAdmitted(data))) {
        setAnnouncement(t`A new high alert is on the list.`);
      }
    },
  });
  const listed = useWithUnfinished(list.query.data?.items ?? none, {
    list: 'alerts',
    form: answerForms,
    query: alertQuery,
    belongs: (alert) => admits({ ...filter, state: undefined }, alert),
    now,
  });
  // What was handed on a moment ago is another's by now, and can be taken back here.
  const undoable = useUndoable('alerts', now);
  const alerts = listed.filter((alert) => isAdmitted(alert) || undoable.includes(alert.id)).toSorted(compareAlerts);
  return { query: list.query, alerts, announcement };
}

const none: readonly [] = [];
