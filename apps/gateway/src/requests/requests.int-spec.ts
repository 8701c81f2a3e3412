import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ManualClock } from '#libs/clock';
import {
  type DeviceKind,
  deviceTopic,
  GatewayId,
  instant,
  MeasurementRequest,
  RegisteredDevice,
  RegisteredGateway,
  type RequestMessage,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { findFreePort, startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createPostgresLog, encode, type EventLog } from '#libs/event-log';
import { digestOfSecret, newGatewaySecret } from '#libs/identity';
import { readSettings } from '#libs/settings';
import { createLogger, nestLogger, Readiness } from '#libs/telemetry';
import { connectAsync, type MqttClient } from 'mqtt';
import { Registry } from 'prom-client';
import { gatewayMigrations, gatewayModule, type GatewayParts, gatewayTransports } from '../gateway.module.ts';
import { MqttIntakeService } from '../mqtt-intake/mqtt-intake.service.ts';
import { GatewaySettings } from '../settings.ts';

// Real: Postgres, the event log on it, the MQTT broker (our own, and Mosquitto), the Nest application, gateways' clients.

const mosquittoProgram = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);
if (mosquittoProgram === undefined) {
  console.warn('NOT RUN: requests over a remote MQTT broker. Mosquitto is not installed (apt-get install mosquitto).');
}

async function until<Value>(what: string, find: () => Value | undefined | Promise<Value | undefined>): Promise<Value> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

/** The gateway service on a broker of its own or, with MQTT_URL, on another. */
class GatewayUnderTest {
  readonly clock = new ManualClock(new Date('2026-11-21T08:30:00Z'));
  #app: NestFastifyApplication | undefined;

  private constructor(
    private readonly testDatabase: TestDatabase,
    private readonly database: Database,
    readonly log: EventLog,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<GatewayUnderTest> {
    const testDatabase = await startTestDatabase();
    const database = await openDatabase({ url: testDatabase.url, schema: 'gateway', migrations: gatewayMigrations });
    const log = createPostgresLog({ pool: database.pool });
    await log.prepare();
    const gateway = new GatewayUnderTest(testDatabase, database, log, environment);
    await gateway.run();
    return gateway;
  }

  async run(): Promise<void> {
    const parts: GatewayParts = {
      settings: readSettings('The gateway service', GatewaySettings, this.environment),
      clock: this.clock,
      log: this.log,
      database: this.database,
      logger: createLogger({ service: 'gateway', level: process.env['LOG_LEVEL'] ?? 'silent' }),
      metrics: new Registry(),
      readiness: new Readiness(),
    };
    const built = await Test.createTestingModule({ imports: [gatewayModule(parts)] })
      .setLogger(nestLogger(parts.logger))
      .compile();
    this.#app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    for (const strategy of gatewayTransports(parts)) this.#app.connectMicroservice({ strategy });
    await this.#app.startAllMicroservices();
    await this.#app.init();
  }

  get url(): string {
    return this.#app?.get(MqttIntakeService).address ?? '';
  }

  async halt(): Promise<void> {
    await this.#app?.close();
  }

  async stop(): Promise<void> {
    await this.halt();
    await this.log.close();
    await this.database.close();
    await this.testDatabase.stop();
  }

  minutesFromNow(minutes: number): string {
    return instant(this.clock.now().getTime() + minutes * 60_000);
  }

  async register(): Promise<{ gatewayId: GatewayId; secret: string }> {
    const secret = newGatewaySecret();
    const gatewayId = GatewayId.parse(`gw-${randomUUID().slice(0, 8)}`);
    const secretSha256 = digestOfSecret(secret);
    const event = RegisteredGateway.parse({ gatewayId, name: 'hub', secretSha256, revision: 1, disabledAt: null });
    await this.log.publish([encode('gateways', gatewayId, event)]);
    return { gatewayId, secret };
  }

  async issue(gatewayId: string, patientId: string, kind: DeviceKind): Promise<string> {
    const deviceId = `${kind}-${randomUUID().slice(0, 8)}`;
    const holdings = [{ patientId, from: this.minutesFromNow(-600), until: null }];
    const event = RegisteredDevice.parse({ deviceId, gatewayId, kind, revision: 1, holdings });
    await this.log.publish([encode('devices', event.deviceId, event)]);
    await until(`device ${deviceId}`, async () => {
      const { rowCount } = await this.database.pool.query('SELECT FROM device WHERE device_id = $1', [deviceId]);
      return rowCount === 1 ? true : undefined;
    });
    return deviceId;
  }

  async ask(patientId: string, over: object = {}): Promise<MeasurementRequest> {
    const request = MeasurementRequest.parse({
      id: randomUUID(),
      revision: 1,
      state: 'asked',
      patientId,
      stayId: randomUUID(),
      asks: 'device',
      deviceId: null,
      codes: ['oxygen-saturation'],
      why: 'poor-signal',
      words: 'Please hold still and measure once more.',
      at: this.minutesFromNow(0),
      expiresAt: this.minutesFromNow(10),
      receivedAt: this.minutesFromNow(0),
      ...over,
    });
    await this.log.publish([encode('requests', request.patientId, request)]);
    return request;
  }

  /** Resolves once everything on the topic `requests` has been worked through. */
  async caughtUp(): Promise<void> {
    await until('the requests to be taken', async () => {
      const lag = await this.log.lag('gateway');
      return (lag.get('requests') ?? 0) === 0 ? true : undefined;
    });
  }
}

/** A gateway's own client, listening for requests. */
class Hub {
  readonly received: { readonly topic: string; readonly message: RequestMessage }[] = [];
  private constructor(readonly client: MqttClient) {}

  static async connect(url: string, { gatewayId, secret }: { gatewayId: string; secret: string }): Promise<Hub> {
    const client = await connectAsync(url, { username: gatewayId, password: secret, reconnectPeriod: 0 });
    const hub = new Hub(client);
    client.on('message', (topic, payload) => {
      hub.received.push({ topic, message: JSON.parse(payload.toString()) as RequestMessage });
    });
    await client.subscribeAsync(deviceTopic(gatewayId, '+', 'requests'), { qos: 1 });
    return hub;
  }

  request(id: string) {
    return until(`request ${id}`, () => this.received.find(({ message }) => message.requestId === id));
  }

  count(id: string): number {
    return this.received.filter(({ message }) => message.requestId === id).length;
  }
}

async function startMosquitto(folder: string, port: number): Promise<ChildProcess> {
  const settings = `listener ${String(port)} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 0\n`;
  await writeFile(join(folder, 'mosquitto.conf'), settings);
  const child = spawn(mosquittoProgram ?? '', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  const url = `mqtt://127.0.0.1:${String(port)}`;
  await until('Mosquitto', async () => {
    const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: 500 }).catch(() => undefined);
    await client?.endAsync(true);
    return client;
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

describe('Requests to measure, over our own broker', () => {
  let gateway: GatewayUnderTest;
  const hubs: Hub[] = [];
  const connect = async (credential: { gatewayId: string; secret: string }): Promise<Hub> => {
    const hub = await Hub.connect(gateway.url, credential);
    hubs.push(hub);
    return hub;
  };

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({ MQTT_PORT: '0' });
  }, 60_000);
  afterEach(() => Promise.all(hubs.splice(0).map(({ client }) => client.endAsync(true))));
  afterAll(() => gateway.stop());

  it('reach the device that the patient has now, once, and no other gateway', async () => {
    const [credential, neighbours] = [await gateway.register(), await gateway.register()];
    const patientId = randomUUID();
    const deviceId = await gateway.issue(credential.gatewayId, patientId, 'pulse-oximeter');
    await gateway.issue(credential.gatewayId, patientId, 'blood-pressure-cuff');
    const [hub, neighbour] = [await connect(credential), await connect(neighbours)];
    const request = await gateway.ask(patientId);
    expect(await hub.request(request.id)).toEqual({
      topic: deviceTopic(credential.gatewayId, deviceId, 'requests'),
      message: {
        requestId: request.id,
        asks: 'device',
        codes: ['oxygen-saturation'],
        why: 'poor-signal',
        words: request.words,
        requestedAt: request.at,
        expiresAt: request.expiresAt,
      },
    });
    await gateway.log.publish([encode('requests', request.patientId, request)]);
    const next = await gateway.ask(patientId);
    await hub.request(next.id);
    expect(hub.received.map(({ message }) => message.requestId)).toEqual([request.id, next.id]);
    expect(neighbour.received).toEqual([]);
  });

  it('wait for a gateway that is away, through a restart of ours, until they expire', async () => {
    const credential = await gateway.register();
    const patientId = randomUUID();
    await gateway.issue(credential.gatewayId, patientId, 'wearable');
    const short = await gateway.ask(patientId, { expiresAt: gateway.minutesFromNow(2) });
    const long = await gateway.ask(patientId, { expiresAt: gateway.minutesFromNow(20) });
    await gateway.caughtUp();
    await gateway.halt();
    gateway.clock.advance(3 * 60_000);
    await gateway.run();
    const hub = await connect(credential);
    await hub.request(long.id);
    expect(hub.count(short.id)).toBe(0);
  }, 30_000);

  it('are not sent any more once they were answered or withdrawn', async () => {
    const credential = await gateway.register();
    const patientId = randomUUID();
    await gateway.issue(credential.gatewayId, patientId, 'wearable');
    const answered = await gateway.ask(patientId);
    await gateway.caughtUp();
    await gateway.ask(patientId, { ...answered, revision: 2, state: 'answered' });
    const asked = await gateway.ask(patientId);
    await gateway.caughtUp();
    const hub = await connect(credential);
    await hub.request(asked.id);
    expect(hub.count(answered.id)).toBe(0);
  });

  it('go out again where they are asked again after having been withdrawn', async () => {
    const credential = await gateway.register();
    const patientId = randomUUID();
    await gateway.issue(credential.gatewayId, patientId, 'wearable');
    const hub = await connect(credential);
    const request = await gateway.ask(patientId);
    await hub.request(request.id);
    await gateway.ask(patientId, { ...request, revision: 2, state: 'withdrawn' });
    await gateway.caughtUp();
    await gateway.ask(patientId, { ...request, revision: 3 });
    await until('the second time', () => (hub.count(request.id) === 2 ? true : undefined));
  });

  it('come again to the next connection where one ended before it acknowledged', async () => {
    const credential = await gateway.register();
    const patientId = randomUUID();
    await gateway.issue(credential.gatewayId, patientId, 'wearable');
    const deaf = await connect(credential);
    const shown: unknown[] = [];
    // Never calls back, so never acknowledges.
    deaf.client.handleMessage = (packet) => shown.push(packet);
    const request = await gateway.ask(patientId);
    await until('the request', () => shown[0]);
    deaf.client.stream.destroy();
    const hub = await connect(credential);
    await hub.request(request.id);
  });
});

(mosquittoProgram === undefined ? describe.skip : describe)('Requests to measure, over Mosquitto', () => {
  let folder: string;
  let port: number;
  let mosquitto: ChildProcess;
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'homeward-mosquitto-'));
    port = await findFreePort();
    mosquitto = await startMosquitto(folder, port);
    gateway = await GatewayUnderTest.start({ MQTT_URL: `mqtt://127.0.0.1:${String(port)}` });
  }, 60_000);

  afterAll(async () => {
    await gateway.stop();
    await end(mosquitto);
    await rm(folder, { recursive: true });
  });

  it('reach the device once, and wait until they expire while the broker is away', async () => {
    const credential = await gateway.register();
    const patientId = randomUUID();
    const deviceId = await gateway.issue(credential.gatewayId, patientId, 'pulse-oximeter');
    const hub = await Hub.connect(gateway.url, credential);
    const request = await gateway.ask(patientId);
    const { topic } = await hub.request(request.id);
    expect(topic).toBe(deviceTopic(credential.gatewayId, deviceId, 'requests'));

    await end(mosquitto);
    const short = await gateway.ask(patientId, { expiresAt: gateway.minutesFromNow(2) });
    const long = await gateway.ask(patientId, { expiresAt: gateway.minutesFromNow(20) });
    await gateway.caughtUp();
    gateway.clock.advance(3 * 60_000);
    mosquitto = await startMosquitto(folder, port);
    const again = await Hub.connect(gateway.url, credential);
    await again.request(long.id);
    expect([again.count(request.id), again.count(short.id)]).toEqual([0, 0]);
    await again.client.endAsync(true);
  }, 40_000);
});
