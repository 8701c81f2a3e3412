import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import pg from 'pg';

import { PatientId } from '#libs/contracts';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createKafkaLog, createPostgresLog, encode, type EventLog } from '#libs/event-log';
import { anObservationSet } from '#libs/fixtures';

const launcher = resolve(import.meta.dirname, '../../bin/homeward.mjs');
const patientId = PatientId.parse('a2f6a5c2-7f0e-4d0b-9a51-6d0f6c3f2e11');
const sets = 1200;

const kafkaBrokers = process.env['KAFKA_BROKERS'] ?? '';
const logs = kafkaBrokers === '' ? (['the Postgres log'] as const) : (['the Postgres log', 'Kafka'] as const);

// Real: the command, two Postgres databases, the Postgres log on one of them, Kafka where there is one. What a rebuilt chart comes to is tested where
// it is made: apps/clinician/src/record/chart-rebuilding.service.ts.
describe.each(logs)('homeward rebuild-chart from %s', (kind) => {
  // Topics of this run alone.
  const namespace = `rebuild-${randomUUID().slice(0, 8)}`;
  const settingsOfLog = { KAFKA_BROKERS: kind === 'Kafka' ? kafkaBrokers : '', LOG_NAMESPACE: namespace };
  let lost: TestDatabase;
  let empty: TestDatabase;
  let home: string;
  let log: EventLog;

  beforeAll(async () => {
    [lost, empty] = await Promise.all([startTestDatabase(), startTestDatabase()]);
    home = await mkdtemp(join(tmpdir(), 'homeward-rebuild-'));
    log =
      kind === 'Kafka'
        ? createKafkaLog({ brokers: kafkaBrokers.split(','), clientId: 'rebuild-test', namespace })
        : createPostgresLog({ pool: new pg.Pool({ connectionString: lost.url }), namespace });
    await log.prepare();
    const began = Date.parse('2026-11-20T08:00:00Z');
    await log.publish(
      Array.from({ length: sets }, (_, nth) =>
        encode('observations', patientId, anObservationSet(patientId, new Date(began + nth * 60_000))),
      ),
    );
  });
  afterAll(async () => {
    await log.close();
    await Promise.all([lost.stop(), empty.stop()]);
    await rm(home, { recursive: true });
  });

  async function rebuild(settings: Readonly<Record<string, string>>) {
    const env = { ...process.env, ...settingsOfLog, DATABASE_URL: lost.url, HOMEWARD_HOME: home, ...settings };
    const child = spawn(process.execPath, [launcher, 'rebuild-chart'], { stdio: ['ignore', 'pipe', 'pipe'], env });
    const exit = once(child, 'close') as Promise<[number | null]>;
    const [said, progress] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [status] = await exit;
    return { said, progress, status };
  }
  async function chartedIn(url: string): Promise<number> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from clinician.charted_readings');
    await client.end();
    return rows[0]?.n ?? 0;
  }

  it('enters the whole log in another database, says how far it is, and at what rate it was', async () => {
    const { said, progress, status } = await rebuild({ REBUILD_DATABASE_URL: empty.url });
    expect({ status, progress }).toEqual({
      status: 0,
      progress: expect.stringContaining(`of ${String(sets)} records`),
    });
    expect(said).toMatch(new RegExp(`: ${String(sets)} records in [\\d.]+ s, \\d+ a second\\.`, 'u'));
    expect(await chartedIn(empty.url)).toBe(sets);
  });

  it('enters it in the database of the services where no other is named', async () => {
    expect(await rebuild({})).toMatchObject({ status: 0 });
    expect(await chartedIn(lost.url)).toBe(sets);
  });
});
