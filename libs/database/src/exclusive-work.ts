import type pg from 'pg';

/** Work that only one process at a time may do, however long it takes. */
export interface ExclusiveWork<Result> {
  /** By which processes of one schema agree on what they exclude each other from. */
  readonly lock: string;
  /** Whether to wait for another process to be done (for as long as a statement may wait for a lock), or to do nothing. */
  readonly wait: boolean;
  readonly work: () => Promise<Result>;
}

/**
 * Holds an advisory lock on a connection of its own while the work runs. No transaction is open meanwhile, so work may take
 * longer than a transaction may. When the process dies or the connection breaks, Postgres gives the lock to the next.
 *
 * @returns undefined when another process holds the lock and `wait` is false.
 */
export async function exclusively<Result>(
  pool: pg.Pool,
  schema: string,
  { lock, wait, work }: ExclusiveWork<Result>,
): Promise<Result | undefined> {
  const client = await pool.connect();
  const name = `homeward:${schema}:${lock}`;
  let broken: Error | undefined;
  // Without a listener, a connection that breaks while the work runs would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const { rows } = await client.query<{ readonly locked: boolean }>(
      wait
        ? 'SELECT pg_advisory_lock(hashtextextended($1, 0)) IS NOT NULL AS locked'
        : 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [name],
    );
    if (rows[0]?.locked !== true) return undefined;
    try {
      return await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch((error: unknown) => {
        // A connection that may still hold the lock must not go back to the pool.
        broken ??= error instanceof Error ? error : new Error(String(error));
      });
    }
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
