import { HomewardError } from '#libs/contracts';

/** No person has this id. */
export class PersonNotFoundError extends HomewardError {
  readonly code = 'person-not-found';
  readonly transient = false;
  constructor(personId: string) {
    super(`There is no person ${personId}.`, { personId });
  }
}

/** A person was to be added under the id of one that there is. */
export class PersonAlreadyAddedError extends HomewardError {
  readonly code = 'person-already-added';
  readonly transient = false;
  constructor(personId: string) {
    super(`There is already a person ${personId}.`, { personId });
  }
}
