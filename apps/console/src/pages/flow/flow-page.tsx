import type { Operations } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type OperationsHours, operationsHours, operationsQuery } from '../../api/operations.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { timeWords } from '../../components/words/time-words.ts';
import { Link, useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { useNow } from '../../time/use-now.ts';
import { DownloadFigures } from './download-figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { FlowTabs } from './flow-tabs.tsx';
import { capacityColumns, intakeColumns, responseColumns } from './figures.ts';
import { quarantineWords } from './quarantine-words.ts';

/** How the wards work: capacity, how fast alerts are answered, what comes in late. Numbers only, no patient. */
export function FlowPage() {
  const { search, go } = useNavigation();
  const hours = hoursIn(search);
  const figures = useQuery(operationsQuery(hours));
  return (
    <>
      <PageHeading title={t`Flow`} />
      <FlowTabs />
      <Period hours={hours} onChange={(chosen) => go(`${pathTo.flow}?hours=${String(chosen)}`, 'replace')} />
      {figures.isPending && <Loading what={t`the figures`} />}
      {figures.isError && figures.data === undefined && (
        <ProblemSummary
          title={t`The figures could not be fetched`}
          error={figures.error}
          onRetry={() => void figures.refetch()}
        />
      )}
      {figures.data !== undefined && <Figures operations={figures.data} />}
    </>
  );
}

function hoursIn(search: string): OperationsHours {
  const asked = Number(new URLSearchParams(search).get('hours'));
  return operationsHours.find((hours) => hours === asked) ?? 24;
}

function Period(props: { readonly hours: OperationsHours; readonly onChange: (hours: OperationsHours) => void }) {
  const { hours, onChange } = props;
  return (
    <div className="hw-filters">
      <div>
        <label className="nhsuk-label" htmlFor="flow-hours">
          <Trans>Period</Trans>
        </label>
        <select
          className="nhsuk-select"
          id="flow-hours"
          value={hours}
          onChange={(event) => onChange(hoursIn(`?hours=${event.target.value}`))}
        >
          <option value={24}>{t`The last 24 hours`}</option>
          <option value={168}>{t`The last 7 days`}</option>
        </select>
      </div>
    </div>
  );
}

function Figures({ operations }: { readonly operations: Operations }) {
  const now = useNow(60_000);
  const { from, until } = operations;
  return (
    <>
      <p>
        <Trans>
          From {timeWords(from, now)} until {timeWords(until, now)}. Capacity, unanswered alerts and silent devices are
          as of now.
        </Trans>{' '}
        <DownloadFigures operations={operations} />
      </p>
      <FiguresTable caption={t`Capacity`} operations={operations} columns={capacityColumns()} />
      <FiguresTable caption={t`How alerts were answered`} operations={operations} columns={responseColumns()} />
      <FiguresTable caption={t`What came in`} operations={operations} columns={intakeColumns()} />
      <h2 className="nhsuk-heading-s">
        <Trans>Why messages were quarantined</Trans>
      </h2>
      <p>{quarantineWords(operations.total.quarantinedByReason)}</p>
      <p>
        <Link href={pathTo.wards}>
          <Trans>How each ward does now</Trans>
        </Link>
      </p>
    </>
  );
}
