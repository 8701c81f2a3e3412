import type { PatientId, Plan } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { planQuery } from '../../../api/queries.ts';
import { useAsOf } from '../../../components/as-of/use-as-of.ts';
import { Fact } from '../../../components/frame/fact.tsx';
import { Section } from '../../../components/frame/section.tsx';
import { Loading, ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { Pauses } from '../../../components/pauses/pauses.tsx';
import { useChartFile } from '../../../components/rule-sets/use-rule-sets.ts';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import { ageWords, timeWords } from '../../../components/words/time-words.ts';
import { useLive } from '../../../live/use-live.ts';
import { PatientFrame } from '../patient-frame.tsx';
import { AbsencesSection } from './absences-section.tsx';
import { CeilingSection } from './ceiling-section.tsx';
import { ChartSection } from './chart-section.tsx';
import { MeasuringSection } from './measuring-section.tsx';
import { ScaleSection } from './scale-section.tsx';
import { TargetSection } from './target-section.tsx';
import { ThresholdsSection } from './thresholds-section.tsx';

/** How one patient is monitored: what follows from the pathway, what has been decided, by whom and until when. */
export function PlanPage({ patientId }: { readonly patientId: PatientId }) {
  return (
    <PatientFrame patientId={patientId} title={t`Monitoring plan`}>
      {() => <PlanOf patientId={patientId} />}
    </PatientFrame>
  );
}

function PlanOf({ patientId }: { readonly patientId: PatientId }) {
  const { asOf, now } = useAsOf();
  const plan = useQuery(planQuery(patientId, asOf));
  useLive({
    wardId: asOf === null ? null : undefined,
    onEvents: (events) => {
      const isOfPlan = events.some((event) => event.event === 'plan' && event.data.patientId === patientId);
      if (isOfPlan || events.some(({ event }) => event === 'reset')) void plan.refetch();
    },
  });
  if (plan.data !== undefined) return <Parts plan={plan.data} now={now} />;
  if (plan.isError) {
    return (
      <ProblemSummary title={t`The plan could not be fetched`} error={plan.error} onRetry={() => void plan.refetch()} />
    );
  }
  return <Loading what={t`the plan`} />;
}

function Parts({ plan, now }: { readonly plan: Plan; readonly now: number }) {
  return (
    <div className="hw-plan">
      <Rules plan={plan} now={now} />
      <ScaleSection plan={plan} now={now} />
      <TargetSection plan={plan} now={now} />
      <ChartSection plan={plan} now={now} />
      <CeilingSection plan={plan} now={now} />
      <ThresholdsSection plan={plan} now={now} />
      <AbsencesSection plan={plan} now={now} />
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
