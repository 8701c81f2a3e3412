import { HomewardError, type PersonReference } from '#libs/contracts';

/** No stay has this id. */
export class StayNotFoundError extends HomewardError {
  readonly code = 'stay-not-found';
  readonly transient = false;
  constructor(stayId: string) {
    super(`There is no stay ${stayId}.`, { stayId });
  }
}

/** An admission or a transfer found every bed of the ward taken. */
export class WardFullError extends HomewardError {
  readonly code = 'ward-full';
  readonly transient = false;
  constructor(wardId: string, beds: number) {
    super(`Ward ${wardId} has no free bed: all ${String(beds)} are taken.`, { wardId, beds });
  }
}

/** The patient is on a ward already, and can be in one place only. */
export class PatientAlreadyAdmittedError extends HomewardError {
  readonly code = 'patient-already-admitted';
  readonly transient = false;
  constructor(patientId: string, stayId: string) {
    super(`Patient ${patientId} is on a ward already: stay ${stayId} is open.`, { patientId, stayId });
  }
}

/** The stay has ended before. */
export class StayAlreadyDischargedError extends HomewardError {
  readonly code = 'stay-already-discharged';
  readonly transient = false;
  constructor(stayId: string) {
    super(`Stay ${stayId} has ended already.`, { stayId });
  }
}

/** A transfer would leave the patient where they are. */
export class AlreadyOnWardError extends HomewardError {
  readonly code = 'already-on-ward';
  readonly transient = false;
  constructor(stayId: string, wardId: string) {
    super(`Stay ${stayId} is on ward ${wardId} already: expected another ward.`, { stayId, wardId });
  }
}

/** The patient is with a colleague, who alone can hand them back. */
export class NotResponsibleError extends HomewardError {
  readonly code = 'not-responsible';
  readonly transient = false;
  constructor(stayId: string, { id, name }: PersonReference) {
    super(`${name} has the patient of stay ${stayId}: take the patient over first.`, { stayId, responsibleId: id });
  }
}
