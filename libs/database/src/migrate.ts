import type pg from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Creates the schema and runs the migrations that are still to be run, each in a transaction. Any number of processes
 * may do so at once: an advisory lock of the schema's own lets them in one after the other.
 */
export async function migrate(parts: {
  readonly pool: pg.Pool;
  readonly dataSource: DataSource;
  readonly schema: string;
}): Promise<void> {
  const { pool, dataSource, schema } = parts;
  const client = await pool.connect();
  const lock = `homeward-migrations:${schema}`;
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lock]);
    try {
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
      await dataSource.runMigrations();
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lock]);
    }
  } finally {
    client.release();
  }
}
