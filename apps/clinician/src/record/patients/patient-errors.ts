import { HomewardError } from '#libs/contracts';

/** A patient with this NHS number is registered already. The number itself is not repeated: it is personal. */
export class NhsNumberTakenError extends HomewardError {
  readonly code = 'nhs-number-taken';
  readonly transient = false;
  constructor(patientId: string) {
    super(`Patient ${patientId} has this NHS number already.`, { patientId });
  }
}
