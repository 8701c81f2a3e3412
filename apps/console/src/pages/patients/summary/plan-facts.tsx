import type { Plan } from '#libs/contracts';
import { Fact } from '../../../components/frame/fact.tsx';
import { pathwayWords } from '../../../components/words/identity-words.ts';
import {
  ceilingWords,
  lapsedScaleWords,
  prescriptionWords,
  targetWords,
  thresholdWords,
} from '../../../components/words/plan-words.ts';
import { exclusionWords } from '../../../components/words/risk-words.ts';

/** What the plan says of this patient that changes how everything else is to be read. */
export function PlanFacts({ plan, now }: { readonly plan: Plan; readonly now: number }) {
  const { oxygenScale, lapsedOxygenScale, targetSaturation = null, exclusion, escalation, thresholds } = plan;
  const ceiling = ceilingWords(escalation);
  return (
    <dl className="nhsuk-summary-list hw-facts">
      <Fact term="Pathway">{plan.pathway === null ? 'No open stay' : pathwayWords(plan.pathway)}</Fact>
      <Fact term="Oxygen saturation scale">
        {oxygenScale === null ? 'Scale 1' : prescriptionWords(oxygenScale)}
        {lapsedOxygenScale !== null && (
          <strong className="hw-lapsed">{lapsedScaleWords(lapsedOxygenScale, now)}</strong>
        )}
      </Fact>
      {targetSaturation !== null && <Fact term="Target saturation">{targetWords(targetSaturation)}</Fact>}
      <Fact term="Early-warning chart">
        {exclusion === null
          ? plan.ruleSet.chart
          : `None is for this patient (${exclusionWords(exclusion)}): thresholds alone alert`}
      </Fact>
      {ceiling !== null && (
        <Fact term="Ceiling of care">
          <strong>{ceiling.sentence}</strong>
        </Fact>
      )}
      {thresholds.length > 0 && (
        <Fact term="Personal limits">
          <ul className="nhsuk-list">
            {thresholds.map((threshold) => (
              <li key={threshold.id}>{thresholdWords(threshold)}</li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}
