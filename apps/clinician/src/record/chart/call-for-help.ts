import { isCallForHelp } from '#libs/clinical';
import type { Observation, PatientId } from '#libs/contracts';

/** A patient called for help, fell, or feels worse. */
export interface CallForHelp {
  readonly patientId: PatientId;
  readonly observation: Observation;
}

/** What of a patient's observations calls for help, and does not take a call back. */
export function callsIn(patientId: PatientId, observations: readonly Observation[]): readonly CallForHelp[] {
  return observations
    .filter(({ code, value }) => isCallForHelp(code) && value === 'happened')
    .map((observation) => ({ patientId, observation }));
}
