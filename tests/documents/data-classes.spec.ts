import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestDatabase } from '#libs/embedded';
import pg from 'pg';
import { homeward } from '../outside/homeward-process.ts';
import { declaredDataClasses } from './declared-data-classes.ts';

/** `schema.table` of every table that `homeward migrate` makes in an empty database. */
async function migratedTables(): Promise<readonly string[]> {
  const database = await startTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'homeward-migrate-'));
  const client = new pg.Client({ connectionString: database.url });
  try {
    const { status, stderr } = await homeward(['migrate'], {
      env: { DATABASE_URL: database.url, HOMEWARD_HOME: home },
    });
    if (status !== 0) throw new Error(`homeward migrate failed: ${stderr}`);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
    await database.stop();
    await rm(home, { recursive: true, force: true });
  }
}

it('every table has a data class, and every data class a table', async () => {
  const declared = [...(await declaredDataClasses())].flatMap(([schema, classes]) =>
    classes.map(({ table }) => `${schema}.${table}`),
  );
  expect((await migratedTables()).toSorted()).toEqual(declared.toSorted());
}, 120_000);
