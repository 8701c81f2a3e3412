import type { Forecast, ForecastDay } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { type Column, RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import { none } from '../capacity-words.ts';
import { chanceWords, intervalWords, patientsWords } from './forecast-words.ts';

export interface ForecastTableProps {
  readonly forecast: Forecast;
  /** As it is, beside what is supposed; null where nothing is supposed. */
  readonly base: Forecast | null;
}

/** The forecast in numbers. */
export function ForecastTable({ forecast, base }: ForecastTableProps) {
  return (
    <RowsTable
      caption={t`Forecast by day`}
      of={t`Day`}
      rows={forecast.days}
      keyOf={({ date }) => date}
      nameOf={({ date }) => dateWords(date)}
      columns={base === null ? columns() : [...columns(), ...columnsOfBase(base)]}
    />
  );
}

const columns = (): readonly Column<ForecastDay>[] => [
  { title: t`Patients, median`, value: ({ patients }) => patientsWords(patients.median) },
  { title: t`80% interval`, value: ({ patients }) => intervalWords(patients) },
  { title: t`Beds`, value: ({ capacity }) => capacity },
  { title: t`Chance of being full`, value: ({ chanceFull }) => chanceWords(chanceFull) },
];

function columnsOfBase({ days }: Forecast): readonly Column<ForecastDay>[] {
  const ofBase = (words: (day: ForecastDay) => string | number) => (row: ForecastDay) => {
    const day = days.find(({ date }) => date === row.date);
    return day === undefined ? none : words(day);
  };
  return [
    { title: t`As it is: patients, median`, value: ofBase(({ patients }) => patientsWords(patients.median)) },
    { title: t`As it is: beds`, value: ofBase(({ capacity }) => capacity) },
    { title: t`As it is: chance of being full`, value: ofBase(({ chanceFull }) => chanceWords(chanceFull)) },
  ];
}
