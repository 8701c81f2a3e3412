import { HomewardError } from '#libs/contracts';

/** No dead letter with this id is kept. */
export class DeadLetterNotFoundError extends HomewardError {
  readonly code = 'dead-letter-not-found';
  readonly transient = false;
  constructor(id: string) {
    super(`There is no dead letter ${id}: it may have been deleted when it grew old.`, { id });
  }
}
