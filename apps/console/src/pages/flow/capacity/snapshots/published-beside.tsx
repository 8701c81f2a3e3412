import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import { DayChart } from '../../../../components/day-chart/day-chart.tsx';
import { type Column, RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { monthAndYear } from '../../../../time/site-time.ts';
import { countWords, none } from '../capacity-words.ts';
import type { MonthBeside, SeriesName } from './snapshot-days.ts';

export interface PublishedBesideProps {
  readonly months: readonly MonthBeside[];
  /** Of what one's own figures are: `All wards`. */
  readonly of: string;
  readonly series: SeriesName;
}

/** Occupancy of one's own and as it was published, by month. */
export function PublishedBeside({ months, of, series: { name } }: PublishedBesideProps) {
  const days = useMemo(() => months.map(({ month }) => `${month}-01`), [months]);
  const series = useMemo(
    () => [
      { name: of, values: months.map(({ own }) => percentOf(own?.patients, own?.capacity)) },
      { name, values: months.map(({ published }) => percentOf(published?.patients, published?.capacity)) },
    ],
    [months, of, name],
  );
  const [own, published] = [latest(months.map((one) => one.own?.occupancyShown)), latestPublished(months)];
  return (
    <>
      <DayChart
        title={t`Occupancy beside the published series`}
        unit="%"
        label={t`Occupancy by month: ${of} at last ${own}, ${name} at last ${published}. The table below has each month.`}
        days={days}
        series={series}
      />
      <RowsTable
        caption={t`${of} beside the published series of ${name}`}
        of={t`Month`}
        rows={months.toReversed()}
        keyOf={({ month }) => month}
        nameOf={({ month }) => monthAndYear(month)}
        columns={columns()}
      />
      <p>
        <Trans>
          The published series is as NHS England published it, at 08:00 on the last Thursday of the month. One’s own is
          of the last day of the month that there is above.
        </Trans>
      </p>
    </>
  );
}

/** True above 100; null where there is no bed. */
const percentOf = (patients = 0, capacity = 0): number | null => (capacity === 0 ? null : (patients / capacity) * 100);

const latest = (shown: readonly (string | null | undefined)[]): string =>
  shown.findLast((one) => typeof one === 'string') ?? none;

const latestPublished = (months: readonly MonthBeside[]): string =>
  latest(months.map(({ published }) => published?.occupancyShown));

const per100k = (beds: number | null | undefined): string => beds?.toFixed(1) ?? none;

const columns = (): readonly Column<MonthBeside>[] => [
  { title: t`Patients`, value: ({ own }) => countWords(own?.patients ?? null) },
  { title: t`Beds`, value: ({ own }) => countWords(own?.capacity ?? null) },
  { title: t`Occupancy`, value: ({ own }) => own?.occupancyShown ?? none },
  { title: t`Beds per 100,000`, value: ({ own }) => per100k(own?.capacityPer100k) },
  { title: t`Published: patients`, value: ({ published }) => countWords(published?.patients ?? null) },
  { title: t`Published: beds`, value: ({ published }) => countWords(published?.capacity ?? null) },
  { title: t`Published: occupancy`, value: ({ published }) => published?.occupancyShown ?? none },
  { title: t`Published: beds per 100,000`, value: ({ published }) => per100k(published?.capacityPer100k) },
];
