import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Alert } from '#libs/contracts';
import { EmbeddedPostgres } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import pg from 'pg';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { homeward, HomewardProcess, plainEnvironment } from '../outside/homeward-process.ts';
import { monitoredPatients } from '../outside/monitored-patient.ts';

const launcher = resolve('apps/homeward/bin/homeward.mjs');
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** Every row of every table, as text, in one order. */
async function everyRow(url: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ readonly name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const rows = new Map<string, readonly string[]>();
    for (const { name } of tables) {
      const found = await client.query<{ readonly row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`);
      rows.set(
        name,
        found.rows.map(({ row }) => row),
      );
    }
    return rows;
  } finally {
    await client.end();
  }
}

// Real: the ward, its database, the commands that back it up and bring it back.
describe('a ward whose database is lost', () => {
  let above: string;
  let home: string;
  let backups: Readonly<Record<string, string>>;
  let ward: HomewardProcess;
  let follower: ChildProcess;

  beforeAll(async () => {
    above = await mkdtemp(join(tmpdir(), 'homeward-lost-'));
    home = join(above, 'home');
    const key = randomBytes(32).toString('base64url');
    backups = { BACKUP_FOLDER: join(above, 'backups'), BACKUP_KEY: key, BACKUP_SECONDS: '0.2' };
    ward = await HomewardProcess.start(['up'], {}, home);
  }, 120_000);
  afterAll(async () => {
    follower.kill('SIGTERM');
    await ward.dispose();
    await rm(above, { recursive: true, force: true });
  }, 60_000);

  const urlOfDatabase = async (): Promise<string> => {
    const { database } = await ward.run();
    const url = new URL(database);
    url.username = 'homeward';
    url.password = (await readFile(join(home, 'postgres/password'), 'utf8')).trim();
    return url.href;
  };
  const restoring = (...words: readonly string[]) =>
    homeward(['restore', ...words], { env: { ...ward.environment, ...backups } });
  const restoredUntil = async (): Promise<string> => {
    const { stdout, stderr } = await restoring('--rehearse');
    const [, time] = /up to (\S+),/u.exec(stdout) ?? [];
    if (time === undefined) throw new Error(stderr);
    return time;
  };
  const backUp = (...words: readonly string[]) =>
    homeward(['backup', ...words], { env: { ...ward.environment, ...backups } });

  it('comes back row by row, and its alerts are answered where they were left', async () => {
    follower = spawn(process.execPath, [launcher, 'backup', '--follow'], {
      env: plainEnvironment({ ...ward.environment, ...backups, LOG_LEVEL: 'info' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    follower.stdout?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    await eventually(() => said.join('').includes('wal-archived'), { what: 'the log is archived' });
    expect(await backUp()).toMatchObject({ status: 0 });

    // What happens after the base backup is in the log alone.
    const administrator = new ApiClient((await ward.run()).api, await ward.token('administrator'));
    const credential = await ward.registerGateway('front room');
    const patients = await monitoredPatients(administrator, credential.gatewayId, 3);
    const gateway = await GatewayClient.connect((await ward.run()).mqtt, credential);
    for (const { deviceId } of patients) {
      await gateway.receiptFor(await gateway.send(deviceId, fullSet(), { takenAt: minutesAgo(10) }));
      await gateway.receiptFor(await gateway.send(deviceId, fullSet(deteriorating), { takenAt: minutesAgo(1) }));
    }
    const alertsOf = (api: ApiClient) => api.all<Alert>('/api/v1/alerts?state=open');
    await eventually(
      () => alertsOf(administrator),
      (alerts) => alerts.filter(({ tier }) => tier === 'high').length >= 3,
      { what: 'an alert for each' },
    );
    await gateway.close();

    // The services stop, and nothing writes any more; the database goes on, since the backup uses it.
    const url = await urlOfDatabase();
    await ward.stop();
    const lost = await everyRow(url);
    const stoppedAt = new Date().toISOString();
    await eventually(restoredUntil, (time) => time > stoppedAt, {
      what: 'a rehearsal brings back all that was committed',
      everyMs: 500,
      withinMs: 90_000,
    });
    const ended = once(follower, 'close');
    follower.kill('SIGTERM');
    await ended;
    await rename(join(home, 'postgres'), join(above, 'lost'));

    const { status, stderr } = await restoring('--into', join(home, 'postgres'));
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const database = await EmbeddedPostgres.start({ home: join(home, 'postgres') });
    try {
      const restored = await everyRow(database.url);
      expect([...restored.keys()]).toEqual([...lost.keys()]);
      for (const [table, rows] of lost) expect({ table, rows: restored.get(table) }).toEqual({ table, rows });
      expect(restored.get('clinician.alert')?.length).toBeGreaterThanOrEqual(3);
    } finally {
      await database.stop();
    }
    await ward.restart();
    const nurse = new ApiClient((await ward.run()).api, await ward.token('nurse'));
    const [alert] = await alertsOf(nurse);
    const answered = await nurse.post<Alert>(`/api/v1/alerts/${String(alert?.id)}/acknowledge`);
    expect(answered.state).toBe('acknowledged');
  }, 300_000);
});
