import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import { DayChart } from '../../../../components/day-chart/day-chart.tsx';
import { Section } from '../../../../components/frame/section.tsx';
import { Empty } from '../../../../components/page-states/page-states.tsx';
import { RowsTable } from '../../../../components/rows-table/rows-table.tsx';
import { dateWords } from '../../../../components/words/time-words.ts';
import { type BackTest, coverageWords, errorWords, intervalWords, patientsWords } from './forecast-words.ts';

/** What the forecast would have said of the past weeks, beside what happened and what last week would have said. */
export function BackTestSection({ backTest }: { readonly backTest: BackTest | null }) {
  return (
    <Section title={t`How it did in the past weeks`}>
      {backTest === null ? (
        <Empty>{t`There is too little history to say. Take the forecast with caution.`}</Empty>
      ) : (
        <>
          <p>
            {errorWords(backTest)} {coverageWords(backTest)}
          </p>
          <BackTestPlot backTest={backTest} />
          <BackTestTable backTest={backTest} />
        </>
      )}
    </Section>
  );
}

function BackTestPlot({ backTest }: { readonly backTest: BackTest }) {
  const { points } = backTest;
  const dates = useMemo(() => points.map(({ date }) => date), [points]);
  const series = useMemo(
    () => [
      { name: t`What happened`, values: points.map(({ patients }) => patients) },
      { name: t`Forecast, median`, values: points.map(({ median }) => median) },
      { name: t`Same as last week`, values: points.map(({ lastWeek }) => lastWeek) },
    ],
    [points],
  );
  const interval = useMemo(
    () => ({ name: t`80% interval`, low: points.map(({ low }) => low), high: points.map(({ high }) => high) }),
    [points],
  );
  return (
    <DayChart
      title={t`Forecast beside what happened`}
      unit={t`patients at 08:00`}
      label={`${errorWords(backTest)} ${coverageWords(backTest)} ${t`The table "Forecast beside what happened, by day" has each day.`}`}
      days={dates}
      series={series}
      interval={interval}
    />
  );
}

function BackTestTable({ backTest: { points } }: { readonly backTest: BackTest }) {
  return (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">
          <Trans>Each day as a table</Trans>
        </span>
      </summary>
      <div className="nhsuk-details__text">
        <RowsTable
          caption={t`Forecast beside what happened, by day`}
          of={t`Day`}
          rows={points.toReversed()}
          keyOf={({ date }) => date}
          nameOf={({ date }) => dateWords(date)}
          columns={[
            { title: t`What happened`, value: ({ patients }) => patients },
            { title: t`Forecast, median`, value: ({ median }) => patientsWords(median) },
            { title: t`80% interval`, value: (point) => intervalWords(point) },
            {
              title: t`Within it`,
              value: ({ patients, low, high }) => (patients < low || patients > high ? t`no` : t`yes`),
            },
            { title: t`Same as last week`, value: ({ lastWeek }) => lastWeek },
          ]}
        />
      </div>
    </details>
  );
}
