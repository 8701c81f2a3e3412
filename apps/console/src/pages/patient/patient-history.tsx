import { news2Chart } from '#libs/clinical';
import type { Score } from '#libs/contracts';
import { useMemo } from 'react';
import { type ChartHours, chartHours, chartHoursWords } from '../../api/queries.ts';
import { Section } from '../../components/frame/section.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { useChartFile, useChartView, usePathwayFile } from '../../components/rule-sets/use-rule-sets.ts';
import { ScoreChart } from '../../components/score-chart/score-chart.tsx';
import { ObservationTable } from './observation-table.tsx';
import { PatientCharts } from './patient-charts.tsx';
import { counts, newestScore, type PatientChart, ruleSetKeyOf } from './use-patient-chart.ts';
import { ScoreTable } from './score-table.tsx';

export interface PatientHistoryProps {
  readonly chart: PatientChart;
  readonly now: number;
  readonly hours: ChartHours;
  readonly onHours: (hours: ChartHours) => void;
}

/** What has been measured and scored: a chart of each vital sign, and tables of the same. */
export function PatientHistory({ chart, now, hours, onHours }: PatientHistoryProps) {
  const { observations, scores } = chart;
  // A whole minute, so that the charts move on with time but are not drawn anew at every tick.
  const toSeconds = Math.ceil(now / 60_000) * 60;
  const fromSeconds = toSeconds - hours * 3600;
  // A little room at the right, so that the newest is not cut off at the edge.
  const untilSeconds = toSeconds + hours * 36;
  const shown = useMemo(() => observations.query.data?.items ?? [], [observations.query.data]);
  const shownScores = useMemo(() => scores.query.data?.items.filter(counts) ?? [], [scores.query.data]);
  const newest = newestScore(chart);
  const error = observations.query.error ?? scores.query.error;
  return (
    <Section title="Over time">
      <Hours hours={hours} onHours={onHours} />
      {observations.query.isPending && <Loading what="the readings" />}
      {error !== null && observations.query.data === undefined && (
        <ProblemSummary title="The readings could not be fetched" error={error} />
      )}
      {observations.query.isSuccess && shown.length === 0 && <Empty>No readings in this time.</Empty>}
      {(shown.length > 0 || shownScores.length > 0) && (
        <>
          <Plots
            chart={chart}
            scores={shownScores}
            newest={newest}
            fromSeconds={fromSeconds}
            toSeconds={untilSeconds}
          />
          {observations.query.data?.more === true && <p>Only the newest {shown.length} readings are charted.</p>}
          <Tables chart={chart} scores={shownScores} newest={newest} now={now} />
        </>
      )}
    </Section>
  );
}

function Hours({ hours, onHours }: Pick<PatientHistoryProps, 'hours' | 'onHours'>) {
  return (
    <fieldset className="hw-hours">
      <legend className="nhsuk-u-visually-hidden">How far back</legend>
      {chartHours.map((choice) => (
        <label key={choice} className="hw-hours__choice">
          <input type="radio" name="hours" checked={choice === hours} onChange={() => onHours(choice)} />
          <span>{chartHoursWords[choice]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface Window {
  readonly chart: PatientChart;
  readonly newest: Score | undefined;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** The scores and every vital sign over time, by the chart that the patient's pathway uses. */
function Plots({ chart, newest, scores, ...times }: Window & { readonly scores: readonly Score[] }) {
  const fetched = useChartFile(chart.plan.data?.ruleSet.chart ?? newest?.ruleSet);
  const file = fetched ?? news2Chart.file;
  return (
    <>
      <ScoreChart scores={scores} file={file} {...times} />
      <PatientCharts
        observations={chart.observations.query.data?.items ?? none}
        newest={newest}
        file={file}
        {...times}
      />
    </>
  );
}

const none: readonly [] = [];

function Tables(props: {
  readonly chart: PatientChart;
  readonly scores: readonly Score[];
  readonly newest: Score | undefined;
  readonly now: number;
}) {
  const { chart, scores, newest, now } = props;
  const view = useChartView(newest);
  const quality = usePathwayFile(ruleSetKeyOf(chart))?.quality;
  return (
    <>
      <ScoreTable scores={scores} chart={view} now={now} />
      <ObservationTable
        patientId={chart.patientId}
        observations={chart.observations.query.data?.items ?? none}
        quality={quality}
        now={now}
      />
    </>
  );
}
