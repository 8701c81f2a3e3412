import { type DataSource, MigrationExecutor } from 'typeorm';

const noTimeouts = `SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0`;
const usualTimeouts = 'RESET statement_timeout; RESET lock_timeout; RESET idle_in_transaction_session_timeout';

/**
 * Creates the schema and runs the migrations that are still to be run, each in a transaction, however long they take. Any
 * number of processes may do so at once: an advisory lock of the schema's own lets them in one after the other.
 */
export async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  const lock = `homeward-migrations:${schema}`;
  try {
    await runner.query(noTimeouts);
    await runner.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lock]);
    try {
      await runner.query(`CREATE SCHEMA IF NOT EXISTS ${dataSource.driver.escape(schema)}`);
      const executor = new MigrationExecutor(dataSource, runner);
      executor.transaction = 'each';
      await executor.executePendingMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lock]);
      await runner.query(usualTimeouts);
    }
  } finally {
    await runner.release();
  }
}
