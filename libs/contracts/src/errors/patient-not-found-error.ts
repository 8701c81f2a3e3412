import { HomewardError } from './homeward-error.ts';

/** No patient has this id. */
export class PatientNotFoundError extends HomewardError {
  readonly code = 'patient-not-found';
  readonly transient = false;
  constructor(patientId: string) {
    super(`There is no patient ${patientId}: register the patient first.`, { patientId });
  }
}
