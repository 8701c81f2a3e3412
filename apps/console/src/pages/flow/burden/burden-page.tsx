import { type AlertBurden, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type BurdenDays, burdenDays, type BurdenFilter, burdenQuery } from '../../../api/burden.ts';
import { wardsQuery } from '../../../api/queries.ts';
import { PageHeading } from '../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { timeWords } from '../../../components/words/time-words.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useNow } from '../../../time/use-now.ts';
import { FlowTabs } from '../flow-tabs.tsx';
import { BurdenPlots } from './burden-plots.tsx';
import { BurdenTables } from './burden-tables.tsx';
import { DownloadBurden } from './download-burden.tsx';

/** What alerts ask of people, so that rules which call for nothing are found. Numbers only, no patient. */
export function BurdenPage() {
  const { search, go } = useNavigation();
  const filter = filterIn(search);
  const burden = useQuery(burdenQuery(filter));
  return (
    <>
      <PageHeading title={t`Alert burden`} />
      <FlowTabs />
      <Filters filter={filter} onChange={(chosen) => go(addressOf(chosen), 'replace')} />
      {burden.isPending && <Loading what={t`the figures`} />}
      {burden.isError && (
        <ProblemSummary
          title={t`The figures could not be fetched`}
          error={burden.error}
          onRetry={() => void burden.refetch()}
        />
      )}
      {burden.data !== undefined && <Burden burden={burden.data} />}
    </>
  );
}

function filterIn(search: string): BurdenFilter {
  const asked = new URLSearchParams(search);
  return {
    days: burdenDays.find((days) => days === Number(asked.get('days'))) ?? 28,
    wardId: WardId.safeParse(asked.get('ward')).data ?? null,
  };
}

function addressOf({ days, wardId }: BurdenFilter): string {
  return `${pathTo.alertBurden}?days=${String(days)}${wardId === null ? '' : `&ward=${wardId}`}`;
}

function periodWords(days: BurdenDays): string {
  switch (days) {
    case 7:
      return t`The last 7 days`;
    case 28:
      return t`The last 28 days`;
    case 91:
      return t`The last 13 weeks`;
    case 365:
      return t`The last year`;
  }
}

interface FiltersProps {
  readonly filter: BurdenFilter;
  readonly onChange: (filter: BurdenFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const wards = useQuery(wardsQuery).data?.items ?? [];
  return (
    <div className="hw-filters">
      <div>
        <label className="nhsuk-label" htmlFor="burden-days">
          <Trans>Period</Trans>
        </label>
        <select
          className="nhsuk-select"
          id="burden-days"
          value={filter.days}
          onChange={(event) => onChange({ ...filter, days: filterIn(`?days=${event.target.value}`).days })}
        >
          {burdenDays.map((days) => (
            <option key={days} value={days}>
              {periodWords(days)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label className="nhsuk-label" htmlFor="burden-ward">
          <Trans>Figures of</Trans>
        </label>
        <select
          className="nhsuk-select"
          id="burden-ward"
          value={filter.wardId ?? ''}
          onChange={(event) => onChange({ ...filter, wardId: filterIn(`?ward=${event.target.value}`).wardId })}
        >
          <option value="">{t`All wards`}</option>
          {wards.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function Burden({ burden }: { readonly burden: AlertBurden }) {
  const now = useNow(60_000);
  const { from, until } = burden;
  return (
    <>
      <p>
        <Trans>
          Alerts raised from {timeWords(from, now)} until {timeWords(until, now)}, and what has become of them since. A
          patient-day is 24 hours of one patient on a ward.
        </Trans>{' '}
        <DownloadBurden burden={burden} />
      </p>
      {burden.total.alerts === 0 && <Empty>{t`No alert was raised in this time.`}</Empty>}
      <BurdenPlots burden={burden} />
      <BurdenTables burden={burden} />
    </>
  );
}
