import { type Alert, compareAlerts, type PatientId } from '#libs/contracts';

/** The alerts of one patient, the most urgent first. */
export interface AlertGroup {
  readonly patientId: PatientId;
  readonly alerts: readonly [Alert, ...Alert[]];
}

/** Alerts by patient; the patient whose first alert is the first of all comes first: by urgency, unless said otherwise. */
export function alertGroups(alerts: readonly Alert[], compare = compareAlerts): readonly AlertGroup[] {
  const byPatient = Map.groupBy(alerts.toSorted(compare), ({ patientId }) => patientId);
  return [...byPatient].flatMap(([patientId, [first, ...others]]) =>
    first === undefined ? [] : [{ patientId, alerts: [first, ...others] as const }],
  );
}

/** The last to be put off, or to clear, comes last: what is added moves nothing. */
export function compareByChange(one: Alert, other: Alert): number {
  const [before, after] = [one, other].map(({ clearedAt, snooze }) => snooze?.at ?? clearedAt ?? '');
  return (before ?? '') < (after ?? '') ? -1 : 1;
}

export const groupKey = ({ patientId }: AlertGroup): string => patientId;
