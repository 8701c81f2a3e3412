import { compareAlerts, type Patient, type PatientId, type Score } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { type ChartHours, chartHours, chartHoursWords, quarantineQuery, wardsQuery } from '../../api/queries.ts';
import { AlertCard } from '../../components/alerts/alert-card.tsx';
import { useAlertActs } from '../../components/alerts/use-alert-acts.ts';
import { DischargeDialog } from '../../components/discharge/discharge.tsx';
import { EnterObservations } from '../../components/enter-observations/enter-observations.tsx';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { LiveState, StaleWarning } from '../../components/live-state/live-state.tsx';
import { Empty, Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { ScoreChart } from '../../components/score-chart/score-chart.tsx';
import { ScoreExplanation } from '../../components/score-explanation/score-explanation.tsx';
import { useChartView } from '../../components/rule-sets/use-rule-sets.ts';
import { nhsNumberWords, pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { ageInYears, dateWords, timeWords } from '../../components/words/time-words.ts';
import { useNow } from '../../live/use-now.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/routes.ts';
import { DeviceFacts, PlanFacts, QuarantineList } from './patient-aside.tsx';
import { PatientCharts } from './patient-charts.tsx';
import { ObservationTable, ScoreTable } from './patient-tables.tsx';
import { usePatientChart } from './use-patient-chart.ts';

/** One patient: who, how they are and why, what has been measured, what has been done. */
export function PatientPage({ patientId }: { readonly patientId: PatientId }) {
  const now = useNow();
  const [hours, setHours] = useState<ChartHours>(24);
  const chart = usePatientChart(patientId, hours);
  const { patient, connection } = chart;

  if (patient.data === undefined) {
    return (
      <>
        <PageHeading title="Patient" />
        {patient.isPending && <Loading what="the patient" />}
        {patient.isError && (
          <ProblemSummary
            title="The patient could not be fetched"
            error={patient.error}
            onRetry={() => void patient.refetch()}
          />
        )}
      </>
    );
  }
  return (
    <>
      <Top patient={patient.data} now={now}>
        {patient.data.stay !== null && <LiveState connection={connection} now={now} />}
      </Top>
      <StaleWarning connection={connection} now={now} />
      <div className="hw-patient">
        <div className="hw-patient__main">
          <Standing chart={chart} now={now} />
          <Charts chart={chart} now={now} hours={hours} onHours={setHours} />
        </div>
        <div className="hw-patient__side">
          <Alerts patient={patient.data} chart={chart} now={now} />
          <Section title="Plan">
            {chart.plan.data !== undefined && <PlanFacts plan={chart.plan.data} />}
            {chart.plan.isPending && <Loading what="the plan" />}
            {chart.plan.isError && <ProblemSummary title="The plan could not be fetched" error={chart.plan.error} />}
          </Section>
          <Section title="Devices">
            <DeviceFacts patient={patient.data} now={now} />
          </Section>
          <Quarantine patientId={patientId} now={now} />
        </div>
      </div>
    </>
  );
}

type Chart = ReturnType<typeof usePatientChart>;

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="hw-section">
      <h2 className="nhsuk-heading-s">{title}</h2>
      {children}
    </section>
  );
}

/** Who it is, where they stay, and what can be done here. */
function Top({
  patient,
  now,
  children,
}: {
  readonly patient: Patient;
  readonly now: number;
  readonly children: ReactNode;
}) {
  const wards = useQuery(wardsQuery);
  const mayRecord = useMay('record-observations');
  const mayDischarge = useMay('admit-and-discharge');
  const [doing, setDoing] = useState<'entering' | 'discharging' | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const { stay } = patient;
  const ward = wards.data?.items.find((one) => one.id === stay?.wardId);
  const name = patientName(patient);

  return (
    <>
      {stay !== null && (
        <Link className="nhsuk-back-link hw-back" href={pathTo.board(stay.wardId)}>
          {ward?.name ?? 'Ward board'}
        </Link>
      )}
      <div className="hw-page-top">
        <div>
          <PageHeading title={name} />
          <p className="hw-who">
            <span>{ageInYears(patient.birthDate, now)} years</span>
            <span>Born {dateWords(patient.birthDate)}</span>
            <span>
              NHS number <span className="hw-nhs-number">{nhsNumberWords(patient.nhsNumber)}</span>
            </span>
            {stay === null ? (
              <strong>Not on a ward</strong>
            ) : (
              <span>
                {pathwayWords(stay.pathway)}, admitted {timeWords(stay.admittedAt, now)}
              </span>
            )}
          </p>
        </div>
        {children}
        <div className="hw-actions">
          {mayRecord && doing !== 'entering' && (
            <button
              type="button"
              className="nhsuk-button hw-button--small"
              onClick={() => {
                setSent(null);
                setDoing('entering');
              }}
            >
              Enter observations
            </button>
          )}
          {mayDischarge && stay !== null && (
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary hw-button--small"
              onClick={() => setDoing('discharging')}
            >
              Discharge…
            </button>
          )}
        </div>
      </div>
      <div role="status">
        {sent !== null && (
          <p className="hw-sent">
            {sent === 1 ? '1 observation was' : `${String(sent)} observations were`} sent. The score follows in a
            moment.
          </p>
        )}
      </div>
      {doing === 'entering' && (
        <EnterObservations
          patientId={patient.id}
          onCancel={() => setDoing(null)}
          onDone={(howMany) => {
            setDoing(null);
            setSent(howMany);
          }}
        />
      )}
      {doing === 'discharging' && stay !== null && (
        <DischargeDialog stayId={stay.id} patientId={patient.id} patientLabel={name} onClose={() => setDoing(null)} />
      )}
    </>
  );
}

/** The newest score in words. */
function Standing({ chart, now }: { readonly chart: Chart; readonly now: number }) {
  const newest = newestScore(chart);
  const view = useChartView(newest);
  return (
    <Section title="Now">
      {chart.newest.query.isPending && <Loading what="the newest score" />}
      {chart.newest.query.isError && chart.newest.query.data === undefined && (
        <ProblemSummary
          title="The newest score could not be fetched"
          error={chart.newest.query.error}
          onRetry={() => void chart.newest.query.refetch()}
        />
      )}
      {chart.newest.query.data !== undefined && (
        <ScoreExplanation
          score={newest ?? null}
          exclusion={chart.plan.data?.exclusion ?? null}
          chart={view}
          now={now}
        />
      )}
    </Section>
  );
}

/** A score that was withdrawn is of a moment that never was. */
const stands = ({ withdrawn }: Score): boolean => !withdrawn;

const newestScore = (chart: Chart) =>
  chart.newest.query.data?.items.filter(stands).toSorted((one, other) => (one.at < other.at ? 1 : -1))[0];

function Charts(props: {
  readonly chart: Chart;
  readonly now: number;
  readonly hours: ChartHours;
  readonly onHours: (hours: ChartHours) => void;
}) {
  const { chart, now, hours, onHours } = props;
  const { observations, scores } = chart;
  const view = useChartView(newestScore(chart));
  // A whole minute, so that the charts move on with time but are not drawn anew at every tick.
  const toSeconds = Math.ceil(now / 60_000) * 60;
  const fromSeconds = toSeconds - hours * 3600;
  // A little room at the right, so that the newest is not cut off at the edge.
  const untilSeconds = toSeconds + hours * 36;
  const shown = useMemo(() => observations.query.data?.items ?? [], [observations.query.data]);
  const shownScores = useMemo(() => scores.query.data?.items.filter(stands) ?? [], [scores.query.data]);
  const error = observations.query.error ?? scores.query.error;
  return (
    <Section title="Over time">
      <fieldset className="hw-hours">
        <legend className="nhsuk-u-visually-hidden">How far back</legend>
        {chartHours.map((choice) => (
          <label key={choice} className="hw-hours__choice">
            <input type="radio" name="hours" checked={choice === hours} onChange={() => onHours(choice)} />
            <span>{chartHoursWords[choice]}</span>
          </label>
        ))}
      </fieldset>
      {observations.query.isPending && <Loading what="the readings" />}
      {error !== null && observations.query.data === undefined && (
        <ProblemSummary title="The readings could not be fetched" error={error} />
      )}
      {observations.query.isSuccess && shown.length === 0 && <Empty>No readings in this time.</Empty>}
      {(shown.length > 0 || shownScores.length > 0) && (
        <>
          <ScoreChart scores={shownScores} fromSeconds={fromSeconds} toSeconds={untilSeconds} />
          <PatientCharts
            observations={shown}
            newest={newestScore(chart)}
            fromSeconds={fromSeconds}
            toSeconds={untilSeconds}
          />
          {observations.query.data?.more === true && <p>Only the newest {shown.length} readings are charted.</p>}
          <ScoreTable scores={shownScores} chart={view} now={now} />
          <ObservationTable observations={shown} now={now} />
        </>
      )}
    </Section>
  );
}

function Alerts({ patient, chart, now }: { readonly patient: Patient; readonly chart: Chart; readonly now: number }) {
  const acts = useAlertActs();
  const mayAct = useMay('act-on-alerts');
  const alerts = chart.alerts.query.data?.items.toSorted(compareAlerts) ?? [];
  return (
    <Section title="Alerts">
      {chart.alerts.query.isPending && <Loading what="the alerts" />}
      {chart.alerts.query.isError && chart.alerts.query.data === undefined && (
        <ProblemSummary title="The alerts could not be fetched" error={chart.alerts.query.error} />
      )}
      {chart.alerts.query.isSuccess && alerts.length === 0 && <p>There has been no alert for this patient.</p>}
      <ol className="hw-alerts">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertCard alert={alert} patientLabel={patientName(patient)} now={now} acts={mayAct ? acts : undefined} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Quarantine({ patientId, now }: { readonly patientId: PatientId; readonly now: number }) {
  const may = useMay('view-quarantine');
  const kept = useQuery({ ...quarantineQuery(patientId), enabled: may, refetchInterval: 60_000 });
  if (!may) return null;
  return (
    <Section title="Quarantine">
      {kept.isPending && <Loading what="what was kept aside" />}
      {kept.isError && <ProblemSummary title="The quarantine could not be fetched" error={kept.error} />}
      {kept.isSuccess && <QuarantineList kept={kept.data.items} now={now} />}
    </Section>
  );
}
