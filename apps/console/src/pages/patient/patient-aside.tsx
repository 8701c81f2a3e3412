import type { Patient, Plan } from '#libs/contracts';
import { useQueries } from '@tanstack/react-query';
import { deviceQuery } from '../../api/queries.ts';
import { Fact } from '../../components/frame/fact.tsx';
import { pathwayWords } from '../../components/words/identity-words.ts';
import {
  ceilingWords,
  lapsedScaleWords,
  prescriptionWords,
  thresholdWords,
} from '../../components/words/plan-words.ts';
import { exclusionWords } from '../../components/words/risk-words.ts';
import { ageWords } from '../../components/words/time-words.ts';

/** What the plan says of this patient that changes how everything else is to be read. */
export function PlanFacts({ plan, now }: { readonly plan: Plan; readonly now: number }) {
  const { oxygenScale, lapsedOxygenScale, exclusion, escalation, thresholds } = plan;
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
      <Fact term="NEWS2">{exclusion === null ? 'Applies' : `Does not apply: ${exclusionWords(exclusion)}`}</Fact>
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

/** The devices a patient has, and when each was last heard of. */
export function DeviceFacts({ patient, now }: { readonly patient: Patient; readonly now: number }) {
  const devices = useQueries({ queries: patient.devices.map((id) => deviceQuery(id)) });
  if (patient.devices.length === 0) return <p>No devices: readings come by phone or on a visit.</p>;
  return (
    <ul className="nhsuk-list hw-devices">
      {patient.devices.map((id, index) => {
        const device = devices[index]?.data;
        const status = device?.status ?? null;
        return (
          <li key={id}>
            <strong>{device === undefined ? 'Device' : pathwayWords(device.kind)}</strong>{' '}
            <span className="hw-code">{id}</span>
            {status !== null && (
              <span className="hw-devices__status">
                {status.online === false ? 'Offline, last' : 'Last'} heard of {ageWords(status.receivedAt, now)}
                {status.batteryPercent !== undefined && `, battery ${String(Math.round(status.batteryPercent))}%`}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
