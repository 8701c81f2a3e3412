import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { DayChart } from '../../../../components/day-chart/day-chart.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import type { DayFigures } from './snapshot-days.ts';

/** How many patients there were, and how many there could have been. */
export function SnapshotPlot({ days, of }: { readonly days: readonly DayFigures[]; readonly of: string }) {
  const [first, last] = [days[0], days.at(-1)];
  const dates = useMemo(() => days.map(({ date }) => date), [days]);
  const series = useMemo(
    () => [
      { name: t`Patients`, values: days.map(({ patients }) => patients) },
      { name: t`Beds that were not closed`, values: days.map(({ capacity }) => capacity), isStepped: true },
    ],
    [days],
  );
  if (first === undefined || last === undefined) return null;
  const numbers = days.map(({ patients }) => patients);
  const [from, until, newest] = [dateWords(first.date), dateWords(last.date), last.occupancyShown];
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return (
    <DayChart
      title={t`Patients and beds at 08:00`}
      unit={of}
      label={t`Patients and beds of ${of} from ${from} to ${until}: from ${least} to ${most} patients, at last ${newest} occupied. The table of snapshots has each day.`}
      days={dates}
      series={series}
    />
  );
}
