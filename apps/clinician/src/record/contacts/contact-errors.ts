import { type ContactId, HomewardError, type PatientId } from '#libs/contracts';

/** The patient has no contact with this id: it is another's, or has been removed. */
export class ContactNotFoundError extends HomewardError {
  readonly code = 'contact-not-found';
  readonly transient = false;
  constructor(patientId: PatientId, contactId: ContactId) {
    super(`Patient ${patientId} has no contact ${contactId}.`, { patientId, contactId });
  }
}
