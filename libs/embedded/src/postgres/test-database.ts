import { createHash, randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { processIdentity } from '../processes/process-identity.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';

export interface TestDatabase {
  /** Of an empty database of the caller's own. */
  readonly url: string;
  /** Drops the database, and stops the server with the last of those that were started for tests. */
  stop(): Promise<void>;
}

/**
 * Gives a test an empty database on a real Postgres: on DATABASE_URL's server if that is set, else on an embedded one
 * that the test processes of this checkout share. Call it once in each test file, so that files can run side by side.
 */
export async function startTestDatabase(
  // This is a test's set-up, and every test would pass the same.
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TestDatabase> {
  const given = environment['DATABASE_URL'];
  if (given !== undefined && given !== '') return createOn(given);

  const server = await EmbeddedPostgres.start({ home: homeOfThisCheckout(), durable: false });
  const stopAtExit = () => {
    server.stopAtExit();
  };
  // For a test that fails before it comes to its stop.
  process.once('exit', stopAtExit);
  await dropLeftovers(server.url);
  const database = await createOn(server.url);
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      await server.stop();
      process.off('exit', stopAtExit);
    },
  };
}

/** Outside the checkout, which may lie where the account that Postgres runs as cannot go. */
function homeOfThisCheckout(): string {
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 12);
  return join(tmpdir(), `homeward-test-postgres-${String(userInfo().uid)}-${checkout}`);
}

async function createOn(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${String(process.pid)}_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: async () => {
      await onServer(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** Those of test processes that were killed. Only on our own server: on another, the process may be another machine's. */
async function dropLeftovers(serverUrl: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    const { rows } = await client.query<{ readonly datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'`,
    );
    const dead = rows.filter(({ datname }) => processIdentity(Number(datname.split('_')[1])) === undefined);
    for (const { datname } of dead) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  });
}

async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
