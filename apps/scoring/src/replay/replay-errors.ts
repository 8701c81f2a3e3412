import { HomewardError } from '#libs/contracts';

/** The database has no tables of the scoring service, or those of a release before it kept histories. */
export class NoHistoryError extends HomewardError {
  readonly code = 'no-history';
  readonly transient = false;

  constructor() {
    super('This database keeps no history that could be replayed. Run `homeward migrate`, or set DATABASE_URL.', {});
  }
}
