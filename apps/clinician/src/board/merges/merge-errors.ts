import { HomewardError, type MergeId, type PatientId } from '#libs/contracts';

/** A record was to be merged with itself. */
export class MergeWithItselfError extends HomewardError {
  readonly code = 'merge-with-itself';
  readonly transient = false;
  constructor(patientId: PatientId) {
    super(`The record ${patientId} cannot be merged with itself: name two records.`, { patientId });
  }
}

/** Both records are on a ward: which stay goes on is not for a merge to decide. */
export class BothOnWardError extends HomewardError {
  readonly code = 'both-on-a-ward';
  readonly transient = false;
  constructor(patientIds: readonly [PatientId, PatientId]) {
    super('Both records have an open stay: end or cancel one of the stays, then merge.', { patientIds });
  }
}

/** Both records wait for a bed, or have one reserved: a patient has one accepted referral at a time. */
export class BothAcceptedError extends HomewardError {
  readonly code = 'both-accepted';
  readonly transient = false;
  constructor(patientIds: readonly [PatientId, PatientId]) {
    super('Both records have an accepted referral: withdraw one of the two, then merge.', { patientIds });
  }
}

/** No merge has this id. */
export class MergeNotFoundError extends HomewardError {
  readonly code = 'merge-not-found';
  readonly transient = false;
  constructor(mergeId: MergeId) {
    super(`There is no merge ${mergeId}: look for it in the merges of the patient.`, { mergeId });
  }
}

/** The merge has been taken back already. */
export class MergeUndoneError extends HomewardError {
  readonly code = 'merge-undone-already';
  readonly transient = false;
  constructor(mergeId: MergeId, { by, at }: { readonly by: { readonly name: string }; readonly at: string }) {
    super(`The merge ${mergeId} was undone by ${by.name} at ${at}.`, { mergeId, at });
  }
}
