import { instant, type Instant } from '../instant.ts';
import { HomewardError } from './homeward-error.ts';

/** A person asks what was known at a time that is still to come. */
export class AsOfInFutureError extends HomewardError {
  readonly code = 'as-of-in-future';
  readonly transient = false;
  constructor(asOf: Instant, now: Instant) {
    super(`Found asOf ${asOf}; expected no later than now, ${now}: what will be known then is not known yet.`, {
      asOf,
      now,
    });
  }
}

/**
 * The instant that `?asOf=` names; undefined where it was left out, which is now.
 *
 * @throws AsOfInFutureError
 */
export function asOfInstant(asked: string | undefined, now: Date): Instant | undefined {
  if (asked === undefined) return undefined;
  const asOf = instant(Date.parse(asked));
  if (asOf > instant(now)) throw new AsOfInFutureError(asOf, instant(now));
  return asOf;
}
