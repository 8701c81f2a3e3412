import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/** Runs the work in a transaction of TypeORM's, whose connection is also handed over as what it is: a pg client. */
export async function inTransaction<Result>(
  dataSource: DataSource,
  work: (client: pg.PoolClient, entities: EntityManager) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  // TypeORM leaves its type open; it comes from the pool that openDatabase lends.
  const client = (await runner.connect()) as pg.PoolClient;
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await runner.startTransaction();
    const result = await work(client, runner.manager);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch((rollbackError: unknown) => {
      // The connection itself is gone: Postgres rolls back by itself, and the pool drops what it cannot query.
      broken ??= rollbackError instanceof Error ? rollbackError : undefined;
    });
    // TypeORM only says that it has let go of a broken connection, which hides that trying again can help.
    throw broken ?? error;
  } finally {
    client.off('error', onError);
    await runner.release();
  }
}
