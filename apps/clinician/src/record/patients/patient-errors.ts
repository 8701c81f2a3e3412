import { HomewardError } from '#libs/contracts';

/** A patient with this NHS number is registered already. The number itself is not repeated: it is personal. */
export class NhsNumberTakenError extends HomewardError {
  readonly code = 'nhs-number-taken';
  readonly transient = false;
  constructor(patientId: string) {
    super(`Patient ${patientId} has this NHS number already.`, { patientId });
  }
}

/** No patient can have been born on the day that was given. */
export class BirthDateImpossibleError extends HomewardError {
  readonly code = 'birth-date-impossible';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(message: string) {
    super(`The birth date cannot be: ${message}.`, { paths: ['birthDate'] });
    this.faults = [{ path: 'birthDate', message }];
  }
}
