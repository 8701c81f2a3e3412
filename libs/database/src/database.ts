import { setTimeout as pause } from 'node:timers/promises';

import type pg from 'pg';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';

import { DatabaseUnreachableError } from './database-errors.ts';
import { migrate } from './migrate.ts';

/** As much of a logger as is used here; pino's fits. */
interface DatabaseLogger {
  warn(facts: object, message: string): void;
}

export interface DatabaseOptions {
  readonly url: string;
  /** The service's own: created if missing, and first on the search path of every connection. */
  readonly schema: string;
  /** The most connections at once; at least two, since migrating needs one beside the one that holds the lock. @default 10 */
  readonly poolSize?: number;
  readonly entities?: NonNullable<DataSourceOptions['entities']>;
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** How long Postgres may take to answer at the start, as it does when both start together. @default 15000 */
  readonly patienceMilliseconds?: number;
  readonly logger?: DatabaseLogger;
}

/** One service's schema: a pool for plain SQL and TypeORM over the same connections. */
export interface Database {
  readonly pool: pg.Pool;
  readonly dataSource: DataSource;
  /** Runs the work in one transaction: committed when it resolves, rolled back when it rejects. */
  transaction<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result>;
  /** Resolves if Postgres answers, rejects with the reason if not. */
  check(): Promise<void>;
  /** Waits for the connections in use to come back, then closes them all. */
  close(): Promise<void>;
}

/**
 * Opens a service's schema, after having brought it up to date.
 *
 * @throws DatabaseUnreachableError when Postgres does not answer in time, or refuses us.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = await connect(options);
  const pool = poolOf(dataSource);
  try {
    await migrate({ pool, dataSource, schema: options.schema });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return {
    pool,
    dataSource,
    transaction: (work) => inTransaction(pool, work),
    check: async () => {
      await pool.query('SELECT 1');
    },
    close: () => dataSource.destroy(),
  };
}

async function connect(options: DatabaseOptions): Promise<DataSource> {
  const deadline = performance.now() + (options.patienceMilliseconds ?? 15_000);
  for (;;) {
    const dataSource = dataSourceFor(options);
    try {
      return await dataSource.initialize();
    } catch (error) {
      if (!mayPass(error) || performance.now() > deadline) throw new DatabaseUnreachableError(options.url, error);
      await pause(200);
    }
  }
}

function dataSourceFor({ url, schema, poolSize, entities, migrations, logger }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema,
    applicationName: `homeward-${schema}`,
    poolSize: Math.max(2, poolSize ?? 10),
    connectTimeoutMS: 10_000,
    entities: entities ?? [],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    logging: false,
    extra: { options: `-c search_path=${schema},public` },
    // An idle connection that breaks is replaced by the pool when next one is needed; whoever was using one is told.
    poolErrorHandler: (error: unknown) => {
      logger?.warn({ event: 'database-connection-lost', err: error }, 'A connection to Postgres was lost');
    },
  });
}

/** The pool that TypeORM made, so that ORM and plain SQL share one limit on connections. */
function poolOf(dataSource: DataSource): pg.Pool {
  // TypeORM types `driver` as the union's base; `master` is a `pg.Pool` for as long as the type is 'postgres'.
  return (dataSource.driver as unknown as { readonly master: pg.Pool }).master;
}

/** Not yet listening, still starting up, or shutting down; anything else (a wrong password) will not get better. */
function mayPass(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', '57P01', '57P02', '57P03'].includes(String(code));
}

async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Without a listener, a connection that breaks between two statements would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      // The connection itself is gone: Postgres rolls back by itself, and the pool must not lend it again.
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
