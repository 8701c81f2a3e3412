import { HomewardError } from '#libs/contracts';

/** No patient has this id. */
export class PatientNotFoundError extends HomewardError {
  readonly code = 'patient-not-found';
  readonly transient = false;
  constructor(patientId: string) {
    super(`There is no patient ${patientId}.`, { patientId });
  }
}

/** Somebody with this NHS number is registered already. The number itself is not repeated: it is personal. */
export class NhsNumberTakenError extends HomewardError {
  readonly code = 'nhs-number-taken';
  readonly transient = false;
  constructor(patientId: string) {
    super(`Patient ${patientId} has this NHS number already.`, { patientId });
  }
}
