import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { TransactionRolledBackError } from './database-errors.ts';

/**
 * Has statements sent together with the commit: `send` is called when the work is done, and sends them on the transaction's
 * own connection without waiting for any answer. Where one of them fails, the transaction is rolled back and rejects. It has
 * to reject as soon as one fails, as `Promise.all` does: what cannot be sent is then known before the commit is.
 */
export type WithCommit = (send: () => Promise<unknown>) => void;

/** The work of a transaction. What it sends before it waits for the first time goes out together with the beginning. */
export type TransactionWork<Result> = (
  client: pg.PoolClient,
  entities: EntityManager,
  withCommit: WithCommit,
) => Promise<Result>;

/**
 * Runs the work in a transaction, on a connection that TypeORM's entities use as well. Beginning and commit are sent as pg's
 * pipelining has it: nothing waits for the answer to the one before.
 *
 * @throws TransactionRolledBackError where a statement had failed, and the work went on as if it had not.
 */
export async function inTransaction<Result>(dataSource: DataSource, work: TransactionWork<Result>): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  // TypeORM leaves its type open; it comes from the pool that openDatabase lends.
  const client = (await runner.connect()) as pg.PoolClient;
  // So that TypeORM begins none of its own: it waits for each answer.
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  const last: (() => Promise<unknown>)[] = [];
  const withCommit: WithCommit = (send) => {
    last.push(send);
  };
  try {
    // Nothing of the work may still be going on when it is rolled back.
    const [begun, worked] = await Promise.allSettled([
      client.query('START TRANSACTION'),
      work(client, runner.manager, withCommit),
    ]);
    if (begun.status === 'rejected') throw begun.reason;
    if (worked.status === 'rejected') throw worked.reason;
    await commit(client, last);
    return worked.value;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      // The connection itself is gone: Postgres rolls back by itself, and the pool drops what it cannot query.
      broken ??= rollbackError instanceof Error ? rollbackError : undefined;
    });
    // pg only says that it cannot use a broken connection, which hides that trying again can help.
    throw broken ?? error;
  } finally {
    client.off('error', onError);
    await runner.release();
  }
}

async function commit(client: pg.PoolClient, last: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  const sent = last.map((send) =>
    // Also what throws at once is a rejection.
    (async () => send())().catch((error: unknown) => {
      failures.push(error);
    }),
  );
  // What failed on its way to the database is known by now, and the database would commit without it.
  await new Promise<void>((resolve) => {
    process.nextTick(resolve);
  });
  if (failures.length > 0) throw failures[0];
  const [committed] = await Promise.all([client.query('COMMIT'), ...sent]);
  if (failures.length > 0) throw failures[0];
  // Postgres answers so, without an error, after a statement that has failed.
  if (committed.command !== 'COMMIT') throw new TransactionRolledBackError();
}
