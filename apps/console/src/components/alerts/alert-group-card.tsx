import type { Alert, PatientId } from '#libs/contracts';
import { AlertCard } from './alert-card.tsx';
import { labelOf, Who } from './who.tsx';

export interface AlertGroupCardProps {
  readonly patientId: PatientId;
  readonly alerts: readonly Alert[];
  readonly ward: string | undefined;
  readonly now: number;
  readonly canRespond: boolean;
}

/** The alerts of one patient under the patient's name. */
export function AlertGroupCard({ patientId, alerts, ward, now, canRespond }: AlertGroupCardProps) {
  const patient = alerts.find((alert) => alert.patient !== undefined)?.patient;
  return (
    <section className="hw-alert-group" aria-label={labelOf(patient)}>
      <h2 className="hw-alert-group__who">
        <Who patientId={patientId} patient={patient} ward={ward} now={now} />
      </h2>
      <ol className="hw-alerts">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertCard alert={alert} now={now} canRespond={canRespond} patientLabel={labelOf(patient)} linksToAlert />
          </li>
        ))}
      </ol>
    </section>
  );
}
