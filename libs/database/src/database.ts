import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';
import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';

import { DatabaseReadOnlyError, DatabaseUnreachableError } from './database-errors.ts';
import { exclusively, type ExclusiveWork } from './exclusive-work.ts';
import { migrate } from './migrate.ts';
import { TimedPool } from './timed-pool.ts';
import { inTransaction, type TransactionWork } from './transaction.ts';

/** As much of a logger as is used here; pino's fits. */
interface DatabaseLogger {
  warn(facts: object, message: string): void;
}

/** What Postgres itself cuts off, so that one statement, lock or forgotten transaction cannot hold up a service. */
export interface DatabaseTimeouts {
  /** The longest that one statement may run. @default 30000 */
  readonly statementMilliseconds: number;
  /** The longest that a statement may wait for a lock. @default 10000 */
  readonly lockMilliseconds: number;
  /** The longest that a transaction may stand open without a statement; its connection is then closed. @default 30000 */
  readonly idleInTransactionMilliseconds: number;
}

export interface DatabaseOptions {
  readonly url: string;
  /** The service's own: created if missing, and first on the search path of every connection. */
  readonly schema: string;
  /** The most connections at once. @default 10 */
  readonly poolSize?: number;
  /**
   * Every statement finds its rows by key. A plan is made once for a connection, perhaps while a table was still empty, and
   * must not go on reading all of the table when that has grown. @default false
   */
  readonly readsByKey?: boolean;
  /** None of them applies to migrations. */
  readonly timeouts?: Partial<DatabaseTimeouts>;
  readonly entities?: NonNullable<DataSourceOptions['entities']>;
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** How long Postgres may take to answer at the start, as it does when both start together. @default 15000 */
  readonly patienceMilliseconds?: number;
  readonly logger?: DatabaseLogger;
  /** Is given for how many seconds a connection was waited for, whenever one is lent. */
  readonly onLent?: (waitedSeconds: number) => void;
}

/** One service's schema: a pool for plain SQL and TypeORM over the same connections. */
export interface Database {
  readonly pool: pg.Pool;
  readonly dataSource: DataSource;
  /**
   * Runs the work in one transaction: committed when it resolves, rolled back when it rejects. `client` is for SQL stores,
   * `entities` for ordinary tables; both use the same connection, so each sees what the other has written. Statements that
   * are sent before the one before is answered go out together, and are executed in their order.
   */
  transaction<Result>(work: TransactionWork<Result>): Promise<Result>;
  /** Runs work that only one process at a time may do, outside a transaction. See `ExclusiveWork`. */
  exclusively<Result>(work: ExclusiveWork<Result>): Promise<Result | undefined>;
  /**
   * Resolves if Postgres takes a new connection that may write, rejects with the reason if not: one that is shutting down
   * still answers on the connections that it has.
   */
  check(): Promise<void>;
  /** What the server's own clock says: every process sees the same. */
  time(): Promise<Date>;
  /** Waits for the connections in use to come back, then closes them all. */
  close(): Promise<void>;
}

/**
 * Opens a service's schema, after having brought it up to date.
 *
 * @throws DatabaseUnreachableError when Postgres does not answer in time, or refuses us.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = poolFor(options);
  const dataSource = new DataSource(dataSourceOptions(pool, options));
  const close = async (): Promise<void> => {
    await pool.end();
    if (dataSource.isInitialized) await dataSource.destroy();
  };
  try {
    await connect(dataSource, options);
    await migrate(dataSource, options.schema);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    pool,
    dataSource,
    transaction: (work) => inTransaction(dataSource, work),
    exclusively: (work) => exclusively(pool, options.schema, work),
    check: () => checkConnection(options.url),
    time: () => timeOf(pool),
    close,
  };
}

async function checkConnection(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'homeward-check', connectionTimeoutMillis: 2000 });
  // The connect or query that it hits is rejected; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly read_only: string }>(
      `SELECT current_setting('transaction_read_only') AS read_only`,
    );
    if (rows[0]?.read_only === 'on') throw new DatabaseReadOnlyError();
  } finally {
    await client.end();
  }
}

async function timeOf(pool: pg.Pool): Promise<Date> {
  const { rows } = await pool.query<{ readonly at: Date }>('SELECT clock_timestamp() AS at');
  // One row, always.
  return rows[0]?.at ?? new Date(0);
}

async function connect(dataSource: DataSource, { url, patienceMilliseconds = 15_000 }: DatabaseOptions): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  for (;;) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      if (!mayPass(error) || performance.now() > deadline) throw new DatabaseUnreachableError(url, error);
      await pause(200);
    }
  }
}

function poolFor(options: DatabaseOptions): pg.Pool {
  const { url, schema, poolSize, readsByKey = false, timeouts, logger, onLent } = options;
  const pool = new TimedPool(onLent, {
    connectionString: url,
    application_name: `homeward-${schema}`,
    max: poolSize ?? 10,
    // Statements that need no answer of the one before do not wait for it.
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    // No connection holds up a server that waits for all of them to end.
    maxLifetimeSeconds: 600,
    // Finds out about a peer that has gone without a word, as after a failover.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: timeouts?.statementMilliseconds ?? 30_000,
    lock_timeout: timeouts?.lockMilliseconds ?? 10_000,
    idle_in_transaction_session_timeout: timeouts?.idleInTransactionMilliseconds ?? 30_000,
    options: `-c search_path=${schema},public${readsByKey ? ' -c enable_seqscan=off -c jit=off' : ''}`,
  });
  // The pool replaces an idle connection that breaks when next one is needed; the user of a busy one gets the error.
  pool.on('error', (error) => {
    logger?.warn({ event: 'database-connection-lost', err: error }, 'A connection to Postgres was lost');
  });
  return pool;
}

function dataSourceOptions(pool: pg.Pool, { url, schema, entities, migrations }: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    driver: { Pool: lending(pool) },
    // TypeORM reads the name of the database off it; the connections are the pool's.
    url,
    schema,
    entities: entities ?? [],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    synchronize: false,
    installExtensions: false,
    logging: false,
  };
}

/** What TypeORM makes its pool with: it borrows the connections of ours, and leaves the closing to us. */
function lending(pool: pg.Pool): new () => object {
  return class {
    on(): void {
      // The errors of idle connections are listened to where the pool is made.
    }

    connect(callback: Parameters<pg.Pool['connect']>[0]): void {
      pool.connect(callback);
    }

    end(callback: () => void): void {
      callback();
    }
  };
}

/** Not yet listening, still starting up, or shutting down; anything else (a wrong password) will not get better. */
function mayPass(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', '57P01', '57P02', '57P03'].includes(String(code));
}
