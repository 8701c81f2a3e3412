import { HomewardError, isServerAway } from '#libs/contracts';

/**
 * What becomes of records whose work failed:
 * `wait` – the cause lies outside and will pass: the same batch comes again, for as long as it takes;
 * `again` – the cause is not known: try once more soon;
 * `isolate` – one of the batch is at fault: handle them one at a time, so that its neighbours go on;
 * `dead-letter` – this very record is at fault: it becomes a dead letter, with the reason.
 */
export type Outcome = 'wait' | 'again' | 'isolate' | 'dead-letter';

/** How often an unknown error is tried in all. */
const maxAttempts = 3;

const sqlState = /^(?:[0-5][0-9A-Z]{4}|(?:F0|HV|XX)[0-9A-Z]{3})$/;

/**
 * SQLSTATE classes that are about the values that were written: data exceptions (22) and broken constraints (23). All
 * others are about the server or its schema, a missing column for instance: no record is to be given up for a
 * deployment that went wrong.
 */
const aboutValues = /^2[23]/;

/** Decides what to do after an error. `attempt` counts from 1; `alone` when it was one record's doing. */
export function outcomeOf(error: unknown, { attempt, alone }: { attempt: number; alone: boolean }): Outcome {
  if (isPassing(error)) return 'wait';
  if (!(error instanceof HomewardError) && attempt < maxAttempts) return 'again';
  return alone ? 'dead-letter' : 'isolate';
}

function isPassing(error: unknown): boolean {
  if (error instanceof HomewardError) return error.transient;
  if (!(error instanceof Error)) return isMasked(error);
  if (isServerAway(error)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (sqlState.test(code) && !aboutValues.test(code)) return true;
  // TypeORM and our own wrappers keep the driver's error inside.
  if ('driverError' in error && error.driverError !== error && isPassing(error.driverError)) return true;
  return error.cause instanceof Error && isPassing(error.cause);
}

/**
 * Nest's own filter puts this in the place of an error unless the handler is marked with `FromLog`. Nothing can be learnt
 * from it, so no record may be given up for it.
 */
export function isMasked(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 'error';
}
