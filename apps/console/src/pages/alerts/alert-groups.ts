import { type Alert, compareAlerts, type PatientId } from '#libs/contracts';

/** The alerts of one patient, the most urgent first. */
export interface AlertGroup {
  readonly patientId: PatientId;
  readonly alerts: readonly [Alert, ...Alert[]];
}

/** Alerts by patient; the patient whose most urgent alert is the most urgent of all comes first. */
export function alertGroups(alerts: readonly Alert[]): readonly AlertGroup[] {
  const byPatient = Map.groupBy(alerts.toSorted(compareAlerts), ({ patientId }) => patientId);
  return [...byPatient].flatMap(([patientId, [first, ...others]]) =>
    first === undefined ? [] : [{ patientId, alerts: [first, ...others] as const }],
  );
}

export const groupKey = ({ patientId }: AlertGroup): string => patientId;
