import { HomewardError } from '#libs/contracts';
import type { ElementFault } from './service-request.ts';

/** A FHIR resource is no ServiceRequest that can be a referral. */
export class ServiceRequestRefusedError extends HomewardError {
  readonly code = 'service-request-refused';
  readonly transient = false;
  constructor(readonly faults: readonly ElementFault[]) {
    const listed = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
    super(`The resource is not the ServiceRequest of a referral: ${listed}.`, {
      paths: faults.map(({ path }) => path),
    });
  }
}

/** A ServiceRequest names a patient by a number that Homeward has for a person with another birth date. */
export class PatientMismatchError extends HomewardError {
  readonly code = 'patient-mismatch';
  readonly transient = false;
  constructor(patientId: string) {
    super(`The birth date is not that of patient ${patientId}, who has this NHS number: check both before referring.`, {
      patientId,
    });
  }
}
