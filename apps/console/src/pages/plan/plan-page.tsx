import type { Patient, PatientId, Plan } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { patientQuery, planQuery } from '../../api/queries.ts';
import { useAsOf } from '../../components/as-of/use-as-of.ts';
import { Fact } from '../../components/frame/fact.tsx';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Section } from '../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { Pauses } from '../../components/pauses/pauses.tsx';
import { useChartFile } from '../../components/rule-sets/use-rule-sets.ts';
import { pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { ageWords, timeWords } from '../../components/words/time-words.ts';
import { useLive } from '../../live/use-live.ts';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { WhoLine } from '../patient/patient-top.tsx';
import { CeilingSection } from './ceiling-section.tsx';
import { ExclusionSection } from './exclusion-section.tsx';
import { MeasuringSection } from './measuring-section.tsx';
import { ScaleSection } from './scale-section.tsx';
import { ThresholdsSection } from './thresholds-section.tsx';

/** How one patient is monitored: what follows from the pathway, what has been decided, by whom and until when. */
export function PlanPage({ patientId }: { readonly patientId: PatientId }) {
  const past = useAsOf();
  const patient = useQuery(patientQuery(patientId));
  const plan = useQuery(planQuery(patientId, past.asOf));
  useLive({
    wardId: past.asOf === null ? null : undefined,
    onEvents: (events) => {
      if (events.some((event) => event.event === 'plan' && event.data.patientId === patientId)) void plan.refetch();
      if (events.some(({ event }) => event === 'reset')) void plan.refetch();
    },
  });
  const error = patient.error ?? plan.error;
  return (
    <>
      <Link className="nhsuk-back-link hw-back" href={past.keeping(pathTo.patient(patientId))}>
        {patient.data === undefined ? 'Patient' : patientName(patient.data)}
      </Link>
      <div className="hw-page-top">
        <div>
          <PageHeading title="Monitoring plan" />
          {patient.data !== undefined && <Whose patient={patient.data} now={past.now} />}
        </div>
      </div>
      {(patient.isPending || plan.isPending) && error === null && <Loading what="the plan" />}
      {error !== null && plan.data === undefined && (
        <ProblemSummary title="The plan could not be fetched" error={error} onRetry={() => void plan.refetch()} />
      )}
      {plan.data !== undefined && <Parts plan={plan.data} now={past.now} />}
    </>
  );
}

function Whose({ patient, now }: { readonly patient: Patient; readonly now: number }) {
  return (
    <>
      <p className="hw-plan__whose">{patientName(patient)}</p>
      <WhoLine patient={patient} now={now} />
    </>
  );
}

function Parts({ plan, now }: { readonly plan: Plan; readonly now: number }) {
  return (
    <div className="hw-plan">
      <Rules plan={plan} now={now} />
      <ScaleSection plan={plan} now={now} />
      <ExclusionSection plan={plan} now={now} />
      <CeilingSection plan={plan} now={now} />
      <ThresholdsSection plan={plan} now={now} />
      <Section title="Waiting for readings">
        <div className="hw-plan__part">
          <Pauses plan={plan} now={now} />
        </div>
      </Section>
      <MeasuringSection plan={plan} now={now} />
    </div>
  );
}

function Rules({ plan, now }: { readonly plan: Plan; readonly now: number }) {
  const { ruleSet } = plan;
  const chart = useChartFile(ruleSet.chart);
  return (
    <Section title="Rules">
      <dl className="nhsuk-summary-list hw-facts hw-plan__part">
        <Fact term="Pathway">
          {plan.pathway === null ? 'No open stay' : pathwayWords(plan.pathway)}: {ruleSet.title}, version{' '}
          {ruleSet.version}
        </Fact>
        <Fact term="Early-warning chart">
          {chart === undefined ? ruleSet.chart : `${chart.title} (${chart.id})`}
          {chart !== undefined && <span className="hw-plan__source">{chart.source}</span>}
        </Fact>
        <Fact term="Last changed">
          {timeWords(plan.changedAt, now)} ({ageWords(plan.changedAt, now)}), revision {plan.revision}
        </Fact>
      </dl>
    </Section>
  );
}
