import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describeEventLog } from '../contract-suite/event-log.contract.ts';
import { createPostgresLog } from './postgres-log.ts';
import { PostgresRetention } from './postgres-retention.ts';
import { readStreams } from './postgres-schema.ts';

let server: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startTestDatabase();
  pool = new pg.Pool({ connectionString: server.url });
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({
    topic: 'observations' as const,
    key: `key-${String((from + n) % 30)}`,
    value: JSON.stringify({ n: from + n }),
  }));

describe('the event log on Postgres', () => {
  it('goes on by itself when all of its connections have been cut', async () => {
    const log = createPostgresLog({ pool, namespace: randomUUID() });
    await log.prepare();
    const seen = new Set<string>();
    await log.subscribe({
      group: 'readers',
      topics: ['observations'],
      onBatch: ({ records }) => {
        for (const { value } of records) seen.add(value ?? '');
        return Promise.resolve();
      },
    });
    await log.publish(numbered(0, 100));
    await eventually(() => seen.size === 100, { what: 'the first hundred' });
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'homeward event log'`,
    );
    await eventually(
      () =>
        log.publish(numbered(100, 200)).then(
          () => true,
          () => false,
        ),
      { what: 'publishing to work again' },
    );
    await eventually(() => seen.size === 200, { what: 'all of them' });
    await log.close();
  });

  it('takes what is too old off the topics that keep everything, and tombstones off the others', async () => {
    const namespace = randomUUID();
    const log = createPostgresLog({ pool, namespace });
    await log.prepare();
    await log.publish(numbered(0, 300));
    await log.publish([
      { topic: 'devices', key: 'kept', value: '{}' },
      { topic: 'devices', key: 'gone', value: null },
    ]);
    await pool.query(`UPDATE event_log.record SET appended_at = appended_at - interval '8 days'`);
    await pool.query(`UPDATE event_log.latest_record SET appended_at = appended_at - interval '8 days'`);
    await log.publish(numbered(300, 400));

    const streams = await readStreams(pool, (topic) => `${namespace}.${topic}`);
    await new PostgresRetention(pool, undefined).trim(streams);
    const kept = async (table: string): Promise<number> => {
      const ids = streams.map(({ id }) => id);
      const found = await pool.query<{ count: string }>(
        `SELECT count(*) FROM event_log.${table} WHERE stream = ANY($1)`,
        [ids],
      );
      return Number(found.rows[0]?.count);
    };
    expect(await kept('record')).toBe(100);
    expect(await kept('latest_record')).toBe(1);

    const seen = new Set<string>();
    await log.subscribe({
      group: 'late',
      topics: ['observations'],
      onBatch: ({ records }) => {
        for (const { value } of records) seen.add(value ?? '');
        return Promise.resolve();
      },
    });
    await eventually(() => seen.size === 100, { what: 'what was kept' });
    await eventually(async () => (await log.lag('late')).get('observations') === 0, { what: 'no lag' });
    await log.close();
  });

  describeEventLog({
    open: (namespace) => createPostgresLog({ pool, namespace }),
    childEnvironment: () => ({ LOG_DATABASE_URL: server.url }),
  });
});
