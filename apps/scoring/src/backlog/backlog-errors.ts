import { HomewardError } from '#libs/contracts';

/** Sets are waiting to be worked into histories. It stands in `/health/ready` while it lasts; the service goes on. */
export class BacklogWaitsError extends HomewardError {
  readonly code = 'backlog-waits';
  readonly transient = true;

  constructor(facts: { readonly sets: number; readonly patients: number; readonly seconds: number }) {
    const { sets, patients, seconds } = facts;
    super(
      `${String(sets)} observation sets of ${String(patients)} patients are still being worked through, the oldest for ` +
        `${String(seconds)} s. The newest values of each patient are scored.`,
      facts,
    );
  }
}
