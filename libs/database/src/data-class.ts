import { setTimeout as pause } from 'node:timers/promises';

import type pg from 'pg';

/** What a table holds and for how long, for the table of data classes. Each service states one for each of its tables. */
export interface DataClass {
  readonly table: string;
  readonly holds: string;
  /** So many days; until something happens; or for ever, for the stated reason. */
  readonly keep: { readonly days: number } | { readonly until: string } | { readonly forever: string };
}

export interface StepwiseDeletion {
  /** A `DELETE` that removes at most `$1` rows, such as `… WHERE id IN (SELECT id … LIMIT $1)`. */
  readonly sql: string;
  /** What `$2` and the following stand for. */
  readonly values?: readonly unknown[];
  /** @default 1000 */
  readonly rowsPerStep?: number;
  /** Between two steps, so that others get their turn. @default 50 */
  readonly pauseMilliseconds?: number;
  /** Ends the deletion after the step in hand. */
  readonly signal?: AbortSignal;
}

/**
 * Deletes in small transactions of their own, so that retention never holds locks for long.
 *
 * @returns how many rows are gone.
 */
export async function deleteInSteps(pool: Pick<pg.Pool, 'query'>, deletion: StepwiseDeletion): Promise<number> {
  const { sql, values = [], rowsPerStep = 1000, pauseMilliseconds = 50, signal } = deletion;
  let deleted = 0;
  while (signal?.aborted !== true) {
    const { rowCount } = await pool.query(sql, [rowsPerStep, ...values]);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < rowsPerStep) break;
    await pause(pauseMilliseconds, undefined, { ref: false });
  }
  return deleted;
}
