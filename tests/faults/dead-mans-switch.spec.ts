import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type AlertingHealth, canaryGatewayId, canaryPatientId } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { lockPostgresLog } from '../outside/postgres-log-lock.ts';
import { startMosquitto } from '../outside/mosquitto.ts';
import { findProgram } from '../run/programs.ts';
import { SeparateServices } from './separate-services.ts';

interface ReceivedMessage {
  readonly id: string;
  readonly state: 'down' | 'recovered';
  readonly since: string;
  readonly until: string | null;
}

/** A minute is what is promised with a reading every 30 s; here one comes every second. */
const within = { withinMs: 60_000, everyMs: 250 };

describe('when alerts cannot arrive', () => {
  let services: SeparateServices;
  let webhook: Server;
  let folder: string;
  const received: ReceivedMessage[] = [];

  beforeAll(async () => {
    webhook = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as ReceivedMessage);
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(webhook, 'listening');
    folder = await mkdtemp(join(tmpdir(), 'homeward-operations-'));
    const program = join(folder, 'page-operations.sh');
    const script = `#!/bin/sh\necho "$HOMEWARD_ALERTING_STATE $HOMEWARD_ALERTING_ID $(cat)" >> '${folder}/calls'\n`;
    await writeFile(program, script);
    await chmod(program, 0o700);
    services = await SeparateServices.start({
      KAFKA_BROKERS: '',
      CANARY_SECONDS: '1',
      ALERTING_DOWN_WEBHOOK: `http://127.0.0.1:${String((webhook.address() as AddressInfo).port)}/`,
      ALERTING_DOWN_COMMAND: program,
    });
    await until('ok');
  }, 200_000);

  afterAll(async () => {
    await services.stop();
    webhook.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const health = async (): Promise<AlertingHealth> => {
    const answer = await fetch(`${services.replicas.clinician[0]?.url ?? ''}/api/v1/alerting/health`);
    return (await answer.json()) as AlertingHealth;
  };
  const until = (state: AlertingHealth['canary']['state']): Promise<AlertingHealth> =>
    eventually(health, ({ canary }) => canary.state === state, { what: `the canary is ${state}`, ...within });
  const said = (state: ReceivedMessage['state'], since: string | null): Promise<ReceivedMessage> =>
    eventually(() => received.find((one) => one.state === state && one.since === since), {
      what: `operations hear that alerting is ${state}`,
      ...within,
    });

  it('is not said while a reading comes through again and again, which no table of people holds', async () => {
    const { canary } = await until('ok');
    const since = canary.since ?? '';
    await eventually(health, ({ canary: later }) => later.lastAt !== canary.lastAt, {
      what: 'another reading',
      ...within,
    });
    // Of a start that took longer than a start may, operations are told before.
    expect(received.filter((one) => one.since >= since)).toEqual([]);
    expect(await tablesWithCanary(services.databaseUrl)).toEqual([]);
    const metrics = await (await fetch(`${services.replicas.clinician[0]?.url ?? ''}/metrics`)).text();
    expect(metrics).toMatch(/^homeward_canary_age_seconds \d/m);
    expect(metrics).toMatch(/^homeward_alerting_down 0$/m);
  });

  it.each<[string, () => Promise<() => Promise<unknown>>]>([
    ['the log', () => lockPostgresLog(services.databaseUrl)],
    ['the gateway service with the broker', () => kill('gateway')],
    ['the scoring service', () => kill('scoring')],
    ["the clinician's consumer of signals", () => holdConsumer(services.databaseUrl, 'signals')],
    ["the clinician's consumer of scores", () => holdConsumer(services.databaseUrl, 'scores')],
  ])(
    'for %s has stopped: the console and operations hear of it, and of the end',
    async (_what, stop) => {
      const start = await stop();
      const { canary } = await until('down');
      expect(canary.since).toBe(canary.lastAt);
      const down = await said('down', canary.since);
      expect(down.until).toBeNull();
      await start();
      await until('ok');
      const recovered = await said('recovered', canary.since);
      expect(recovered.id).toBe(down.id);
      const calls = await eventually(
        () => readFile(join(folder, 'calls'), 'utf8'),
        (text) => text.includes(`recovered ${down.id}`),
        { what: 'the program ran for both', ...within },
      );
      const own = calls.split('\n').filter((line) => line.includes(` ${down.id} `));
      expect(own.map((line) => line.split(' ')[0])).toEqual(['down', 'recovered']);
      expect(JSON.parse(own[0]?.split(' ').slice(2).join(' ') ?? '')).toEqual(down);
    },
    180_000,
  );

  it('and the process that said so is killed: its successor says when they arrive again', async () => {
    const start = await kill('scoring');
    const { canary } = await until('down');
    const down = await said('down', canary.since);
    const [clinician] = services.replicas.clinician;
    await clinician?.killHard();
    await clinician?.restart();
    await start();
    await until('ok');
    expect((await said('recovered', canary.since)).id).toBe(down.id);
  }, 180_000);

  it('for the database is away: it is answered and said all the same', async () => {
    const [before] = [received.length];
    await withoutConnections(services.databaseUrl, async () => {
      const { canary } = await until('down');
      await said('down', canary.since);
    });
    await until('ok');
    expect(received.slice(before).map(({ state }) => state)).toContain('down');
  }, 180_000);

  async function kill(name: 'gateway' | 'scoring'): Promise<() => Promise<void>> {
    const [service] = services.replicas[name];
    await service?.killHard();
    return async () => service?.restart();
  }
});

describe('when a broker of its own stops', () => {
  it('alerting is said to be down, and to work again once the broker does', async () => {
    const program = findProgram('mosquitto');
    // The run says at its beginning and its end that there is none.
    if (program === undefined) return;
    const mosquitto = await startMosquitto(program);
    const services = await SeparateServices.start({ KAFKA_BROKERS: '', CANARY_SECONDS: '1', MQTT_URL: mosquitto.url });
    const until = (state: string): Promise<AlertingHealth> =>
      eventually(
        async () => {
          const answer = await fetch(`${services.replicas.clinician[0]?.url ?? ''}/api/v1/alerting/health`);
          return (await answer.json()) as AlertingHealth;
        },
        ({ canary }) => canary.state === state,
        { what: `the canary is ${state}`, ...within },
      );
    try {
      await until('ok');
      mosquitto.freeze();
      await until('down');
      mosquitto.thaw();
      await until('ok');
    } finally {
      mosquitto.thaw();
      await services.stop();
      await mosquitto.stop();
    }
  }, 200_000);
});

/** The tables of the clinician service in which the canary is found by its ids, but for what is on its way to the log. */
async function tablesWithCanary(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'clinician' and table_name <> 'outbox'`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const { rowCount } = await client.query(
        `select 1 from clinician."${name}" as one where one::text like any ($1) limit 1`,
        [[`%${canaryPatientId}%`, `%${canaryGatewayId}%`]],
      );
      if ((rowCount ?? 0) > 0) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
}

/**
 * Lets the clinician's consumer of a stream get no further than what it writes there.
 *
 * @returns lets it go on.
 */
async function holdConsumer(databaseUrl: string, stream: 'signals' | 'scores'): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from clinician.canary_arrival where stream = $1 for update', [stream]);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

/** Nothing gets into the database meanwhile, and what was connected is cut off. */
async function withoutConnections(databaseUrl: string, work: () => Promise<void>): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const url = new URL(databaseUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`alter database "${name}" allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await work();
  } finally {
    await client.query(`alter database "${name}" allow_connections true`);
    await client.end();
  }
}
