import { type Alert, compareAlerts } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useMemo, useState } from 'react';
import { type AlertFilter, alertQuery, fetchAlerts, fetchOwnAlerts } from '../../api/queries.ts';
import { type AlertPart, partOf } from '../../components/alerts/alert-part.ts';
import { answerForms } from '../../components/alerts/answer-form.ts';
import { useWithUnfinished } from '../../components/forms/use-with-unfinished.ts';
import { Section } from '../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { useSteadyOrder } from '../../components/steady-list/use-steady-order.ts';
import { WhatIsNew } from '../../components/steady-list/what-is-new.tsx';
import { alertsAfter } from '../../live/list-changes.ts';
import { useUndoable } from '../../live/undoable-answers.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { useNow } from '../../time/use-now.ts';
import { admits } from './alert-filter.ts';
import { AlertGroupList } from './alert-group-list.tsx';
import { alertGroups, compareByChange, groupKey } from './alert-groups.ts';
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

/** Alerts by patient, the most urgent first; apart from them what has cleared and is to be reviewed, and what is put off. */
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
  return (
    <>
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {announcement}
      </p>
      <AlertParts
        alerts={alerts}
        now={now}
        question={JSON.stringify([filter, isMine])}
        onlyCalling={onlyCalling}
        empty={empty}
      />
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

interface AlertPartsProps extends Required<Pick<AlertListProps, 'onlyCalling' | 'empty'>> {
  readonly alerts: readonly Alert[];
  readonly now: number;
  /** What the list answers: the answer to another question is never held back. */
  readonly question: string;
}

/** The list stays as it is while a person points at any part of it: what is below must not move between press and release. */
function AlertParts({ alerts, now, question, onlyCalling, empty }: AlertPartsProps) {
  const inPart = (part: AlertPart): readonly Alert[] => alerts.filter((alert) => partOf(alert) === part);
  const waiting = useMemo(() => alertGroups(alerts.filter((alert) => !isApart(alert))), [alerts]);
  const { shown, newcomers, isReordered, takeUp, props } = useSteadyOrder(waiting, groupKey, question);
  const cleared = alertGroups(inPart('cleared'), compareByChange);
  const snoozed = alertGroups(inPart('snoozed'), compareByChange);
  return (
    <div {...props}>
      <WhatIsNew
        newcomers={newcomers.length}
        high={newcomers.filter(({ alerts: [first] }) => first.tier === 'high').length}
        isReordered={isReordered}
        onShow={takeUp}
      />
      {shown.length === 0 && <Empty>{empty}</Empty>}
      <AlertGroupList groups={shown} now={now} />
      {!onlyCalling && cleared.length > 0 && (
        <Section title={t`Cleared, to be reviewed`}>
          <AlertGroupList groups={cleared} now={now} under={t`Cleared`} />
        </Section>
      )}
      {!onlyCalling && snoozed.length > 0 && (
        <Section title={t`Snoozed`}>
          <AlertGroupList groups={snoozed} now={now} under={t`Snoozed`} />
        </Section>
      )}
    </div>
  );
}

const isApart = (alert: Alert): boolean => ['cleared', 'snoozed'].includes(partOf(alert));

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
  const kept = listed.filter((alert) => isAdmitted(alert) || undoable.includes(alert.id));
  const alerts = kept.toSorted(compareAlerts);
  return { query: list.query, alerts, announcement };
}

const none: readonly [] = [];
