import { HomewardError } from '#libs/contracts';

/** No alert has this id. */
export class AlertNotFoundError extends HomewardError {
  readonly code = 'alert-not-found';
  readonly transient = false;
  constructor(alertId: string) {
    super(`There is no alert ${alertId}.`, { alertId });
  }
}

/** A person answered an alert that had been resolved. */
export class AlertResolvedError extends HomewardError {
  readonly code = 'alert-already-resolved';
  readonly transient = false;
  constructor(alertId: string) {
    super(`Alert ${alertId} has been resolved already: nothing more can be done to it.`, { alertId });
  }
}
