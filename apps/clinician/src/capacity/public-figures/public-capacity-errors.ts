import { HomewardError } from '#libs/contracts';

/** Another system asked for the public figures more often than is allowed. */
export class CapacityRateExceededError extends HomewardError {
  readonly code = 'capacity-rate-exceeded';
  readonly transient = true;
  constructor(
    requestsPerMinute: number,
    readonly retryAfterSeconds: number,
  ) {
    super(`The public figures can be asked for ${String(requestsPerMinute)} times a minute.`, {
      requestsPerMinute,
      retryAfterSeconds,
    });
  }
}
