import { compareAlerts, isOpenAlert, type Patient, type PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { AlertCard } from '../../../components/alerts/alert-card.tsx';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { useMay } from '../../../components/frame/person.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { Pauses } from '../../../components/pauses/pauses.tsx';
import { useChartView } from '../../../components/rule-sets/use-rule-sets.ts';
import { ScoreExplanation } from '../../../components/score-explanation/score-explanation.tsx';
import { TaskCard } from '../../../components/tasks/task-card.tsx';
import { patientName } from '../../../components/words/identity-words.ts';
import { compareTasks } from '../../../components/words/task-words.ts';
import { PatientFrame } from '../patient-frame.tsx';
import { usePatientAlerts } from '../use-patient-alerts.ts';
import { PlanFacts } from './plan-facts.tsx';
import { SummaryCommands } from './summary-commands.tsx';
import { type PatientNow, usePatientNow } from './use-patient-now.ts';

/** One patient at a glance: what needs a person first, then how the patient is and why, then how they are monitored. */
export function SummaryPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`Summary`}>
      {(patient) => <Summary patient={patient} />}
    </PatientFrame>
  );
}

interface PartProps {
  readonly patient: Patient;
  readonly state: PatientNow;
}

function Summary({ patient }: { readonly patient: Patient }) {
  const { asOf, now } = useAsOf();
  const state = usePatientNow(patient);
  return (
    <>
      {asOf === null && <SummaryCommands patient={patient} now={now} />}
      <div className="hw-patient">
        <div>
          <Alerts patient={patient} state={state} />
          <Newest patient={patient} state={state} />
        </div>
        <div>
          {asOf === null ? (
            <Tasks patient={patient} state={state} />
          ) : (
            <p>{t`Tasks are shown as of now only, and left out here.`}</p>
          )}
          <Plan state={state} />
        </div>
      </div>
    </>
  );
}

/** The newest score in words. */
function Newest({ state }: PartProps) {
  const { asOf, now } = useAsOf();
  const view = useChartView(state.score);
  return (
    <Section title={asOf === null ? t`Now` : t`Then`}>
      {state.newest.isPending && <Loading what={t`the newest score`} />}
      {state.newest.isError && state.newest.data === undefined && (
        <ProblemSummary
          title={t`The newest score could not be fetched`}
          error={state.newest.error}
          onRetry={() => void state.newest.refetch()}
        />
      )}
      {state.newest.data !== undefined && (
        <ScoreExplanation
          score={state.score ?? null}
          exclusion={state.plan.data?.exclusion ?? null}
          notScored={state.notScored}
          chart={view}
          now={now}
        />
      )}
    </Section>
  );
}

/** The open alerts; those that were resolved in the last day go below them. */
function Alerts({ patient }: PartProps) {
  const { asOf, now } = useAsOf();
  const canRespond = useMay('act-on-alerts');
  const { items, query } = usePatientAlerts(patient.id, asOf);
  const dayAgo = now - 86_400_000;
  const shown = items
    .filter((alert) => isOpenAlert(alert) || Date.parse(alert.resolvedAt ?? alert.raisedAt) > dayAgo)
    .toSorted(compareAlerts);
  return (
    <Section title={t`Alerts`}>
      {query.isPending && <Loading what={t`the alerts`} />}
      {query.isError && query.data === undefined && (
        <ProblemSummary title={t`The alerts could not be fetched`} error={query.error} />
      )}
      {query.isSuccess && shown.length === 0 && <p>{t`No alert is open, and none was resolved in the last day.`}</p>}
      <ol className="hw-alerts">
        {shown.map((alert) => (
          <li key={alert.id}>
            <AlertCard alert={alert} patientLabel={patientName(patient)} now={now} canRespond={canRespond} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Tasks({ patient, state }: PartProps) {
  const { now } = useAsOf();
  const mayComplete = useMay('act-on-alerts');
  const { tasks: query } = state;
  const tasks = query.data?.items.toSorted(compareTasks) ?? [];
  return (
    <Section title={t`Tasks`}>
      {query.isPending && <Loading what={t`the tasks`} />}
      {query.isError && query.data === undefined && (
        <ProblemSummary title={t`The tasks could not be fetched`} error={query.error} />
      )}
      {query.isSuccess && tasks.length === 0 && <p>{t`There are no tasks for this patient.`}</p>}
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

function Plan({ state: { plan } }: { readonly state: PatientNow }) {
  const { now } = useAsOf();
  return (
    <Section title={t`Plan`}>
      {plan.data !== undefined && (
        <>
          <PlanFacts plan={plan.data} now={now} />
          <h3 className="nhsuk-heading-xs hw-subheading">{t`Waiting for readings`}</h3>
          <Pauses plan={plan.data} now={now} />
        </>
      )}
      {plan.isPending && <Loading what={t`the plan`} />}
      {plan.isError && plan.data === undefined && (
        <ProblemSummary title={t`The plan could not be fetched`} error={plan.error} />
      )}
    </Section>
  );
}
