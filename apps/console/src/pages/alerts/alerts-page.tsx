import { AlertState, compareAlerts, ConditionKind, type WardId } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type AlertFilter, alertQuery, fetchAlerts, wardsQuery } from '../../api/queries.ts';
import { AlertCard, resolveAlertForm } from '../../components/alerts/alert-card.tsx';
import { usePatients } from '../../components/alerts/use-patients.ts';
import { Who } from '../../components/alerts/who.tsx';
import { useWithOpenForms } from '../../components/forms/use-with-open-forms.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { conditionWords } from '../../components/words/alert-words.ts';
import { patientName } from '../../components/words/identity-words.ts';
import { WardFilter } from '../../components/ward-filter/ward-filter.tsx';
import { alertsAfter } from '../../live/list-changes.ts';
import { useLive } from '../../live/use-live.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { useNow } from '../../time/use-now.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { admits, filterOf, searchOf } from './alert-filter.ts';

/** The alert list: most urgent and longest waiting first. */
export function AlertsPage() {
  const now = useNow();
  const { search, go } = useNavigation();
  const filter = useMemo(() => filterOf(search), [search]);
  const canRespond = useMay('act-on-alerts');
  const [announcement, setAnnouncement] = useState('');
  const wards = useQuery(wardsQuery);
  const list = useLiveList({
    key: ['alerts', filter],
    fetch: (signal) => fetchAlerts(filter, signal),
    after: alertsAfter((alert) => admits(filter, alert)),
  });
  useLive({
    wardId: filter.wardId ?? null,
    onEvents: (events) => {
      list.hear(events);
      if (events.some(({ event }) => event === 'reset')) void list.query.refetch();
      if (
        events.some(
          ({ event, data }) => event === 'alert' && data.tier === 'high' && data.state === 'raised' && !data.late,
        )
      ) {
        setAnnouncement('A new high alert is on the list.');
      }
    },
  });
  const listed = useWithOpenForms(list.query.data?.items ?? none, {
    form: resolveAlertForm,
    query: alertQuery,
    belongs: (alert) => admits({ ...filter, state: undefined }, alert),
  });
  const alerts = useMemo(() => listed.toSorted(compareAlerts), [listed]);
  const patients = usePatients(alerts);
  const wardNames = new Map(wards.data?.items.map((ward) => [ward.id, ward.name]));

  return (
    <>
      <div className="hw-page-top">
        <PageHeading title="Alerts" />
      </div>
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {announcement}
      </p>
      <Filters
        filter={filter}
        wards={wards.data?.items ?? []}
        onChange={(changed) => go(`${pathTo.alerts}${searchOf(changed)}`, 'replace')}
      />
      {list.query.isPending && <Loading what="the alerts" />}
      {list.query.isError && list.query.data === undefined && (
        <ProblemSummary
          title="The alerts could not be fetched"
          error={list.query.error}
          onRetry={() => void list.query.refetch()}
        />
      )}
      {list.query.isSuccess && alerts.length === 0 && (
        <Empty>{filter.state === 'open' ? 'No open alerts.' : 'No alerts like these.'}</Empty>
      )}
      <ol className="hw-alerts">
        {alerts.map((alert) => {
          const patient = patients.get(alert.patientId);
          return (
            <li key={alert.id}>
              <AlertCard
                alert={alert}
                now={now}
                canRespond={canRespond}
                patientLabel={patient === undefined ? 'this patient' : patientName(patient)}
                patient={
                  <Who patientId={alert.patientId} patient={patient} ward={wardNames.get(alert.wardId)} now={now} />
                }
              />
            </li>
          );
        })}
      </ol>
      {list.query.data?.more === true && <p>Only the first {alerts.length} alerts are shown. Filter to see others.</p>}
    </>
  );
}

const none: readonly [] = [];

const stateChoices = {
  open: 'Open',
  raised: 'Raised',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  all: 'All',
} as const;

function Filters(props: {
  readonly filter: AlertFilter;
  readonly wards: readonly { readonly id: WardId; readonly name: string }[];
  readonly onChange: (filter: AlertFilter) => void;
}) {
  const { filter, wards, onChange } = props;
  return (
    <form className="hw-filters" aria-label="Which alerts" onSubmit={(event) => event.preventDefault()}>
      <WardFilter
        id="ward-filter"
        wards={wards}
        chosen={filter.wardId}
        onChange={(wardId) => onChange({ ...filter, wardId })}
      />
      <div>
        <label className="nhsuk-label" htmlFor="condition-filter">
          About
        </label>
        <select
          className="nhsuk-select"
          id="condition-filter"
          value={filter.conditionKind ?? ''}
          onChange={(event) => {
            const chosen = ConditionKind.safeParse(event.target.value);
            onChange({ ...filter, conditionKind: chosen.success ? chosen.data : undefined });
          }}
        >
          <option value="">Everything</option>
          {Object.entries(conditionWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label className="nhsuk-label" htmlFor="state-filter">
          State
        </label>
        <select
          className="nhsuk-select"
          id="state-filter"
          value={filter.state ?? 'all'}
          onChange={(event) => {
            const chosen = AlertState.safeParse(event.target.value);
            const state = event.target.value === 'open' ? 'open' : chosen.success ? chosen.data : undefined;
            onChange({ ...filter, state });
          }}
        >
          {Object.entries(stateChoices).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </div>
    </form>
  );
}
