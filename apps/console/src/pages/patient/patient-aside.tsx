import { type Patient, type Plan, quarantineReasons, type Quarantined } from '#libs/contracts';
import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { deviceQuery } from '../../api/queries.ts';
import { exclusionWords } from '../../components/words/risk-words.ts';
import { ageWords, dateWords, timeWords } from '../../components/words/time-words.ts';
import { pathwayWords } from '../../components/words/identity-words.ts';

/** What the plan says of this patient: the scale and by whose prescription, or why there is no score. */
export function PlanFacts({ plan }: { readonly plan: Plan }) {
  const { oxygenScale, exclusion } = plan;
  return (
    <dl className="nhsuk-summary-list hw-facts">
      <Fact term="Pathway">{plan.pathway === null ? 'No open stay' : pathwayWords(plan.pathway)}</Fact>
      <Fact term="Oxygen saturation scale">
        {oxygenScale === null ? (
          'Scale 1'
        ) : (
          <>
            <strong>Scale 2</strong>, prescribed by {oxygenScale.prescribedBy} on {dateWords(oxygenScale.prescribedAt)}:{' '}
            {oxygenScale.reason}. To be reviewed by {dateWords(oxygenScale.reviewAt)}.
          </>
        )}
      </Fact>
      <Fact term="NEWS2">{exclusion === null ? 'Applies' : `Does not apply: ${exclusionWords(exclusion)}`}</Fact>
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

/** What came for this patient and was not used, with the reason: somebody may have to measure again. */
export function QuarantineList({ kept, now }: { readonly kept: readonly Quarantined[]; readonly now: number }) {
  if (kept.length === 0) return <p>Nothing of this patient’s readings has been kept aside.</p>;
  return (
    <ul className="nhsuk-list hw-quarantine">
      {kept.slice(0, 20).map((one) => (
        <li key={one.id}>
          <span className="hw-quarantine__when">
            {timeWords(one.receivedAt, now)}, <span className="hw-code">{one.deviceId}</span>
          </span>
          {one.reasons.map((reason) => (
            <span key={`${reason.code} ${reason.path}`} className="hw-quarantine__reason">
              {quarantineReasons[reason.code]} <span className="hw-quarantine__detail">{reason.message}</span>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="nhsuk-summary-list__row">
      <dt className="nhsuk-summary-list__key">{term}</dt>
      <dd className="nhsuk-summary-list__value">{children}</dd>
    </div>
  );
}
