import type { Forecast } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { DayChart } from '../../../../components/day-chart/day-chart.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import { chanceWords, patientsWords } from './forecast-words.ts';

export interface ForecastPlotProps {
  readonly forecast: Forecast;
  /** As it is, beside what is supposed; null where nothing is supposed. */
  readonly base: Forecast | null;
  /** What is supposed, in words. */
  readonly words: string;
}

/** Patients to come, between what they lie, and the beds for them. */
export function ForecastPlot({ forecast, base, words }: ForecastPlotProps) {
  const { days } = forecast;
  const dates = useMemo(() => days.map(({ date }) => date), [days]);
  const series = useMemo(
    () => [
      { name: t`Patients, median`, values: days.map(({ patients }) => patients.median) },
      { name: t`Beds`, values: days.map(({ capacity }) => capacity), isStepped: true },
      ...(base === null ? [] : [{ name: t`Patients as it is, median`, values: medianOn(dates, base) }]),
    ],
    [days, dates, base],
  );
  const interval = useMemo(
    () => ({
      name: t`80% interval`,
      low: days.map(({ patients }) => patients.low),
      high: days.map(({ patients }) => patients.high),
    }),
    [days],
  );
  const last = days.at(-1);
  if (last === undefined) return null;
  const fullest = days.reduce((most, day) => (day.chanceFull > most.chanceFull ? day : most), last);
  const { median, low, high } = last.patients;
  const [until, mid, from, to] = [dateWords(last.date), patientsWords(median), patientsWords(low), patientsWords(high)];
  const [chance, fullDay] = [chanceWords(fullest.chanceFull), dateWords(fullest.date)];
  return (
    <DayChart
      title={t`Patients to come at 08:00`}
      unit={words}
      label={t`Forecast of patients until ${until}: ${mid} on that day, with a chance of 80% from ${from} to ${to}, for ${last.capacity} beds. Most likely full on ${fullDay}: ${chance}. The table "Forecast by day" has each day.`}
      days={dates}
      series={series}
      interval={interval}
    />
  );
}

const medianOn = (dates: readonly string[], { days }: Forecast): readonly (number | null)[] =>
  dates.map((date) => days.find((day) => day.date === date)?.patients.median ?? null);
