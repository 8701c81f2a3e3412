import { compareAlerts, type Patient, type PatientId } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ChartHours, quarantineQuery } from '../../api/queries.ts';
import { AlertCard } from '../../components/alerts/alert-card.tsx';
import { useAsOf } from '../../components/as-of/use-as-of.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { useMay } from '../../components/frame/person.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { Pauses } from '../../components/pauses/pauses.tsx';
import { QuarantineList } from '../../components/quarantine/quarantine-list.tsx';
import { useChartView } from '../../components/rule-sets/use-rule-sets.ts';
import { ScoreExplanation } from '../../components/score-explanation/score-explanation.tsx';
import { TaskCard } from '../../components/tasks/task-card.tsx';
import { patientName } from '../../components/words/identity-words.ts';
import { compareTasks } from '../../components/words/task-words.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { DeviceFacts, PlanFacts } from './patient-aside.tsx';
import { PatientHistory } from './patient-history.tsx';
import { PatientTop } from './patient-top.tsx';
import { newestScore, type PatientChart, usePatientChart } from './use-patient-chart.ts';

/** One patient: who, how they are and why, what has been measured, what has been done; now, or as it was known before. */
export function PatientPage({ patientId }: { readonly patientId: PatientId }) {
  const past = useAsOf();
  const { asOf, now } = past;
  const [hours, setHours] = useState<ChartHours>(24);
  const chart = usePatientChart({ patientId, hours, asOf });
  const { patient } = chart;

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
      <PatientTop patient={patient.data} now={now} keeping={past.keeping} />
      <div className="hw-patient">
        <div className="hw-patient__main">
          <Newest chart={chart} title={asOf === null ? 'Now' : 'Then'} now={now} />
          <PatientHistory chart={chart} now={now} hours={hours} onHours={setHours} />
        </div>
        <div className="hw-patient__side">
          <Alerts patient={patient.data} chart={chart} now={now} />
          {asOf === null && <Tasks patient={patient.data} chart={chart} now={now} />}
          <PlanSection chart={chart} now={now} keeping={past.keeping} />
          {asOf === null && (
            <>
              <Section title="Devices">
                <DeviceFacts patient={patient.data} now={now} />
              </Section>
              <Quarantine patientId={patientId} now={now} />
            </>
          )}
          {asOf !== null && <p>Tasks, devices and quarantine are shown as of now only.</p>}
        </div>
      </div>
    </>
  );
}

interface PartProps {
  readonly chart: PatientChart;
  readonly now: number;
}

/** The newest score in words. */
function Newest({ chart, title, now }: PartProps & { readonly title: string }) {
  const newest = newestScore(chart);
  const view = useChartView(newest);
  return (
    <Section title={title}>
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
          notScored={chart.notScored}
          chart={view}
          now={now}
        />
      )}
    </Section>
  );
}

function Alerts({ patient, chart, now }: PartProps & { readonly patient: Patient }) {
  const canRespond = useMay('act-on-alerts');
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
            <AlertCard alert={alert} patientLabel={patientName(patient)} now={now} canRespond={canRespond} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Tasks({ patient, chart, now }: PartProps & { readonly patient: Patient }) {
  const mayComplete = useMay('act-on-alerts');
  const { query } = chart.tasks;
  const tasks = query.data?.items.toSorted(compareTasks) ?? [];
  return (
    <Section title="Tasks">
      {query.isPending && <Loading what="the tasks" />}
      {query.isError && query.data === undefined && (
        <ProblemSummary title="The tasks could not be fetched" error={query.error} />
      )}
      {query.isSuccess && tasks.length === 0 && <p>There are no tasks for this patient.</p>}
      <ol className="hw-alerts">
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskCard task={task} patientLabel={patientName(patient)} now={now} mayComplete={mayComplete} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function PlanSection({ chart, now, keeping }: PartProps & { readonly keeping: (path: string) => string }) {
  const { data, isPending, isError, error } = chart.plan;
  return (
    <Section
      title="Plan"
      actions={data !== undefined && <Link href={keeping(pathTo.plan(data.patientId))}>Whole plan</Link>}
    >
      {data !== undefined && (
        <>
          <PlanFacts plan={data} now={now} />
          <h3 className="nhsuk-heading-xs hw-subheading">Waiting for readings</h3>
          <Pauses plan={data} now={now} />
        </>
      )}
      {isPending && <Loading what="the plan" />}
      {isError && <ProblemSummary title="The plan could not be fetched" error={error} />}
    </Section>
  );
}

function Quarantine({ patientId, now }: { readonly patientId: PatientId; readonly now: number }) {
  const may = useMay('view-quarantine');
  const mayRelease = useMay('release-from-quarantine');
  const quarantine = useQuery({ ...quarantineQuery(patientId), enabled: may });
  if (!may) return null;
  return (
    <Section title="Quarantine">
      {quarantine.isPending && <Loading what="the quarantine" />}
      {quarantine.isError && <ProblemSummary title="The quarantine could not be fetched" error={quarantine.error} />}
      {quarantine.isSuccess && (
        <QuarantineList patientId={patientId} entries={quarantine.data.items} now={now} mayRelease={mayRelease} />
      )}
    </Section>
  );
}
