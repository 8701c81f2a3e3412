import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describeEventLog } from '../contract-suite/event-log.contract.ts';
import { createPostgresLog } from './postgres-log.ts';

const server = process.env['DATABASE_URL'];
if (server === undefined)
  throw new Error('Set DATABASE_URL to a Postgres server, or run this by npm test, which starts one.');

jest.setTimeout(60_000);

const name = `event_log_${randomUUID().replaceAll('-', '')}`;
const url = new URL(server);
url.pathname = `/${name}`;
const admin = new pg.Client({ connectionString: server });
const pool = new pg.Pool({ connectionString: url.href });

beforeAll(async () => {
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
});
afterAll(async () => {
  await pool.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});

describe('the event log on Postgres', () => {
  describeEventLog({
    open: (namespace) => createPostgresLog({ pool, namespace }),
    childEnvironment: () => ({ LOG_DATABASE_URL: url.href }),
  });
});
