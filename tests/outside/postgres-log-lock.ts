import pg from 'pg';

/**
 * Takes the Postgres log away while the processes live: a reader or writer waits for a lock until their time is
 * up, as with a server that has stopped to answer, while the services' own tables are there.
 *
 * @returns gives the log back.
 */
export async function lockPostgresLog(databaseUrl: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select format('event_log.%I', table_name) as name from information_schema.tables where table_schema = 'event_log'`,
  );
  await client.query('begin');
  await client.query(`lock table ${rows.map(({ name }) => name).join(', ')} in access exclusive mode`);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}
