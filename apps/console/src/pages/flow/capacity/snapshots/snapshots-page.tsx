import type { CapacitySnapshots } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { publishedQuery, snapshotsQuery } from '../../../../api/capacity.ts';
import { PageHeading } from '../../../../components/frame/page-heading.tsx';
import { Empty, Loading, ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { useNavigation } from '../../../../navigation/navigation.tsx';
import { CapacityTabs } from '../capacity-tabs.tsx';
import { DownloadSnapshots } from './download-snapshots.tsx';
import { ImportPublished } from './import-published.tsx';
import { PublishedBeside } from './published-beside.tsx';
import { dayFigures, monthsBeside, seriesNames } from './snapshot-days.ts';
import { addressOfSnapshots, type SnapshotView, snapshotViewIn } from './snapshot-filter.ts';
import { SnapshotFilters } from './snapshot-filters.tsx';
import { SnapshotPlot } from './snapshot-plot.tsx';
import { SnapshotTables } from './snapshot-tables.tsx';

/** How full wards were at 08:00, by day, week or month, beside what was published. */
export function SnapshotsPage() {
  const { search, go } = useNavigation();
  const view = snapshotViewIn(search);
  const { wardId, every, days } = view;
  const snapshots = useQuery(snapshotsQuery({ wardId, every, days }));
  const published = useQuery(publishedQuery);
  const names = useMemo(() => seriesNames(published.data?.items ?? []), [published.data]);
  return (
    <>
      <PageHeading title={t`Snapshots`} />
      <CapacityTabs />
      <SnapshotFilters view={view} names={names} onChange={(chosen) => go(addressOfSnapshots(chosen), 'replace')} />
      {published.isError && (
        <ProblemSummary
          title={t`The published series could not be fetched`}
          error={published.error}
          onRetry={() => void published.refetch()}
        />
      )}
      {snapshots.isPending && <Loading what={t`the snapshots`} />}
      {snapshots.isError && snapshots.data === undefined && (
        <ProblemSummary
          title={t`The snapshots could not be fetched`}
          error={snapshots.error}
          onRetry={() => void snapshots.refetch()}
        />
      )}
      {snapshots.data !== undefined && <Snapshots snapshots={snapshots.data} view={view} />}
      {snapshots.data !== undefined && <Beside snapshots={snapshots.data} view={view} />}
      <ImportPublished />
    </>
  );
}

interface SnapshotsProps {
  readonly snapshots: CapacitySnapshots;
  readonly view: SnapshotView;
}

const ofWords = ({ snapshots, view }: SnapshotsProps): string =>
  view.wardId === null ? t`All wards` : (snapshots.items[0]?.wardName ?? t`This ward`);

function Snapshots({ snapshots, view }: SnapshotsProps) {
  const days = useMemo(() => dayFigures(snapshots.items), [snapshots]);
  const last = days.at(-1);
  if (last === undefined) return <Empty>{t`There is no snapshot in this time: one is made each day at 08:00.`}</Empty>;
  const of = ofWords({ snapshots, view });
  return (
    <>
      <DownloadSnapshots filter={{ wardId: view.wardId, every: view.every, days: view.days }} until={last.date} />
      <SnapshotPlot days={days} of={of} />
      <SnapshotTables snapshots={snapshots.items} days={days} of={of} />
    </>
  );
}

/** What is chosen of the published series, if anything is. */
function Beside({ snapshots, view }: SnapshotsProps) {
  const published = useQuery(publishedQuery).data;
  const items = useMemo(() => published?.items ?? [], [published]);
  const series = seriesNames(items).find(({ key }) => key === view.beside);
  const months = useMemo(
    () => (view.beside === null ? [] : monthsBeside(dayFigures(snapshots.items), items, view.beside)),
    [snapshots, items, view.beside],
  );
  if (series === undefined) return null;
  return <PublishedBeside months={months} of={ofWords({ snapshots, view })} series={series} />;
}
