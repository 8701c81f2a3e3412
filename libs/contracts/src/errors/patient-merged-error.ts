import { HomewardError } from './homeward-error.ts';

/** The record was merged into another one, which has everything that was in it. */
export class PatientMergedError extends HomewardError {
  readonly code = 'patient-merged';
  readonly transient = false;
  /** Where the patient is found from now on. */
  readonly members: { readonly mergedInto: string };
  constructor(patientId: string, mergedInto: string) {
    super(`The record ${patientId} was merged into the record ${mergedInto}: use that one.`, { patientId, mergedInto });
    this.members = { mergedInto };
  }
}
