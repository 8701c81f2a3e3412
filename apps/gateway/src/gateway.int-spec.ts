import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { SystemClock } from '#libs/clock';
import {
  type DeviceChannel,
  deviceTopic,
  GatewayId,
  instant,
  type ObservationSetRecorded,
  type Quarantined,
  type Receipt,
  receiptsTopic,
  RegisteredDevice,
  RegisteredGateway,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createPostgresLog, encode, type EventLog, type OutgoingRecord, type Subscription } from '#libs/event-log';
import { digestOfSecret, gatewayAuthenticator, Identification, IdentityGuard, newGatewaySecret } from '#libs/identity';
import { ProblemDetailsFilter } from '#libs/problem-details';
import { readSettings } from '#libs/settings';
import { createLogger, nestLogger, Readiness } from '#libs/telemetry';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { Registry } from 'prom-client';
import {
  gatewayCredentialCheck,
  gatewayMigrations,
  gatewayModule,
  type GatewayParts,
  gatewayTransports,
} from './gateway.module.ts';
import { MqttIntakeService } from './mqtt-intake/mqtt-intake.service.ts';
import { GatewaySettings } from './settings.ts';

// Real: Postgres, the event log on it, the embedded MQTT broker, MQTT clients, the Nest application. The only thing
// that is made up is the log's bad days.

/** The real log, which can be told to fail or to be slow. */
class MoodyLog implements EventLog {
  mood: 'well' | 'failing' | Promise<unknown> = 'well';
  published = 0;
  constructor(private readonly log: EventLog) {}
  prepare = () => this.log.prepare();
  subscribe = (options: Parameters<EventLog['subscribe']>[0]) => this.log.subscribe(options);
  lag = (group: string) => this.log.lag(group);
  check = () => this.log.check();
  close = () => this.log.close();
  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.mood === 'failing') throw new Error('the log is down');
    if (this.mood !== 'well') await this.mood;
    await this.log.publish(records);
    this.published += records.length;
  }
}

interface Credential {
  readonly gatewayId: GatewayId;
  readonly secret: string;
}

const clock = new SystemClock();
const now = () => instant(clock.now());
const minutesAgo = (minutes: number) => instant(clock.now().getTime() - minutes * 60_000);

const readings = [
  { code: 'oxygen-saturation', value: 94, unit: '%', quality: { perfusionIndex: 1.4 } },
  { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
  { code: 'pulse-rate', value: 96, unit: '/min' },
  { code: 'respiration-rate', value: 18, unit: '/min' },
  { code: 'consciousness', value: 'A' },
];
const message = (over: object = {}) => ({
  messageId: randomUUID(),
  takenAt: minutesAgo(1),
  source: 'device',
  readings,
  ...over,
});

async function until<Value>(what: string, find: () => Value | undefined, withinMs = 8000): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(10);
  }
}

/** A gateway's own client, and the receipts that it got. */
class Hub {
  readonly receipts: Receipt[] = [];
  private constructor(
    readonly credential: Credential,
    readonly client: MqttClient,
  ) {}

  static async connect(url: string, credential: Credential, options: IClientOptions = {}): Promise<Hub> {
    const client = await connectAsync(url, {
      username: credential.gatewayId,
      password: credential.secret,
      reconnectPeriod: 50,
      ...options,
    });
    const hub = new Hub(credential, client);
    client.on('message', (_topic, payload) => hub.receipts.push(JSON.parse(payload.toString()) as Receipt));
    await client.subscribeAsync(receiptsTopic(credential.gatewayId), { qos: 1 });
    return hub;
  }

  topic(deviceId: string, channel: DeviceChannel = 'observations'): string {
    return deviceTopic(this.credential.gatewayId, deviceId, channel);
  }

  send(deviceId: string, body: unknown, channel: DeviceChannel = 'observations'): Promise<unknown> {
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return this.client.publishAsync(this.topic(deviceId, channel), payload, { qos: 1 });
  }

  receiptFor(messageId: string | null): Promise<Receipt> {
    return until(`a receipt for ${String(messageId)}`, () => this.receipts.find((it) => it.messageId === messageId));
  }

  close(): Promise<void> {
    return this.client.endAsync(true);
  }
}

/** Resolves when the hub's connection ends. */
const closing = (hub: Hub): Promise<void> =>
  new Promise((resolve) => {
    hub.client.once('close', () => {
      resolve();
    });
  });

describe('The gateway service', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let log: MoodyLog;
  let app: NestFastifyApplication;
  let url: string;
  let witness: Subscription;
  let hub: Hub;
  const sets: ObservationSetRecorded[] = [];
  const quarantine: Quarantined[] = [];
  const statuses: unknown[] = [];

  const register = async (name: string): Promise<Credential> => {
    const secret = newGatewaySecret();
    const gatewayId = GatewayId.parse(`gw-${name}-${randomUUID().slice(0, 8)}`);
    const event = RegisteredGateway.parse({
      gatewayId,
      name,
      secretSha256: digestOfSecret(secret),
      revision: 1,
      disabledAt: null,
    });
    await log.publish([encode('gateways', gatewayId, event)]);
    return { gatewayId, secret };
  };

  const registerDevice = async (
    gatewayId: string,
    over: object = {},
  ): Promise<{ deviceId: string; patientId: string }> => {
    const deviceId = `dev-${randomUUID().slice(0, 8)}`;
    const patientId = randomUUID();
    const event = RegisteredDevice.parse({
      deviceId,
      gatewayId,
      kind: 'wearable',
      revision: 1,
      holdings: [{ patientId, from: minutesAgo(60), until: null }],
      ...over,
    });
    await log.publish([encode('devices', event.deviceId, event)]);
    return { deviceId: event.deviceId, patientId };
  };

  const setsOf = (messageId: string) => sets.filter((set) => set.messageId === messageId);
  const setOf = (messageId: string) => until(`a set of ${messageId}`, () => setsOf(messageId)[0]);
  const keptAside = (fits: (item: Quarantined) => boolean) =>
    until('something in quarantine', () => quarantine.find(fits));

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
    database = await openDatabase({ url: testDatabase.url, schema: 'gateway', migrations: gatewayMigrations });
    log = new MoodyLog(createPostgresLog({ pool: database.pool }));
    await log.prepare();
    const parts: GatewayParts = {
      settings: readSettings('The gateway service', GatewaySettings, { MQTT_PORT: '0' }),
      clock,
      log,
      database,
      logger: createLogger({ service: 'gateway', level: process.env['LOG_LEVEL'] ?? 'silent' }),
      metrics: new Registry(),
      readiness: new Readiness(),
    };
    const built = await Test.createTestingModule({ imports: [gatewayModule(parts)] })
      .setLogger(nestLogger(parts.logger))
      .compile();
    app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    for (const strategy of gatewayTransports(parts)) app.connectMicroservice({ strategy });
    const identification = new Identification({
      authenticators: [gatewayAuthenticator(gatewayCredentialCheck(parts))],
      openPaths: [],
    });
    app.useGlobalGuards(new IdentityGuard(identification));
    app.useGlobalFilters(
      new ProblemDetailsFilter({
        statusOfCode: { 'credential-refused': 401, 'not-signed-in': 401 },
        logger: parts.logger,
      }),
    );
    await app.startAllMicroservices();
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    url = app.get(MqttIntakeService).address ?? '';
    witness = await log.subscribe({
      group: 'witness',
      topics: ['observations', 'quarantine', 'device-status'],
      onBatch: ({ topic, records }) => {
        for (const { value } of records) {
          const event: unknown = JSON.parse(value ?? 'null');
          if (topic === 'observations') sets.push(event as ObservationSetRecorded);
          else if (topic === 'quarantine') quarantine.push(event as Quarantined);
          else statuses.push(event);
        }
        return Promise.resolve();
      },
    });
    hub = await Hub.connect(url, await register('hub'));
  }, 60_000);

  afterEach(() => {
    log.mood = 'well';
  });

  afterAll(async () => {
    await hub.close();
    await witness.close();
    await app.close();
    await log.close();
    await database.close();
    await testDatabase.stop();
  });

  it('puts a good message on the log for the patient who had the device, and says so', async () => {
    const { deviceId, patientId } = await registerDevice(hub.credential.gatewayId);
    const sent = message();
    await hub.send(deviceId, sent);
    const set = await setOf(sent.messageId);
    expect(set).toMatchObject({ patientId, deviceId, gatewayId: hub.credential.gatewayId, source: 'device' });
    expect(set.observations.map(({ code }) => code)).toEqual(readings.map(({ code }) => code));
    expect(set.observations[0]?.quality).toEqual({ perfusionIndex: 1.4 });
    expect(await hub.receiptFor(sent.messageId)).toEqual({
      messageId: sent.messageId,
      deviceId,
      outcome: 'accepted',
      reasons: [],
    });
  });

  it('acknowledges nothing before the log has it', async () => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    await hub.send(deviceId, message());
    const { promise, resolve } = Promise.withResolvers<undefined>();
    log.mood = promise;
    const order: string[] = [];
    const sent = message();
    const acknowledged = hub.send(deviceId, sent).then(() => order.push('acknowledged'));
    await pause(300);
    expect([order, setsOf(sent.messageId)]).toEqual([[], []]);
    order.push('log well again');
    log.mood = 'well';
    resolve(undefined);
    await acknowledged;
    expect(order).toEqual(['log well again', 'acknowledged']);
    await setOf(sent.messageId);
  });

  it('drops the connection while the log is down, and takes the message when it comes again', async () => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    await hub.send(deviceId, message());
    log.mood = 'failing';
    const dropped = closing(hub);
    const sent = message();
    const acknowledged = hub.send(deviceId, sent);
    await dropped;
    log.mood = 'well';
    await acknowledged;
    expect((await setOf(sent.messageId)).messageId).toBe(sent.messageId);
  });

  it('takes a repeat for a duplicate, and the same id with other content for a fault', async () => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    const sent = message();
    await hub.send(deviceId, sent);
    await hub.receiptFor(sent.messageId);
    hub.receipts.length = 0;
    await hub.send(deviceId, JSON.stringify(sent, null, 2));
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ outcome: 'duplicate', reasons: [] });
    hub.receipts.length = 0;
    await hub.send(deviceId, { ...sent, takenAt: minutesAgo(2) });
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'message-id-reused', path: 'messageId' }],
    });
    expect(setsOf(sent.messageId)).toHaveLength(1);
  });

  it('keeps one bad reading aside and takes its neighbours', async () => {
    const { deviceId, patientId } = await registerDevice(hub.credential.gatewayId);
    const sent = message({ readings: [...readings, { code: 'temperature', value: 380, unit: 'Cel' }] });
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'accepted',
      reasons: [{ code: 'implausible-value', path: 'readings.5.value' }],
    });
    expect((await setOf(sent.messageId)).observations).toHaveLength(5);
    const kept = await keptAside((item) => item.messageId === sent.messageId);
    expect(kept).toMatchObject({ patientId, deviceId, reasons: [{ code: 'implausible-value' }] });
  });

  it.each([
    ['malformed JSON', 'observations', '{"messageId": ', 'malformed-json'],
    ['a payload of 1 MB', 'observations', JSON.stringify({ padding: 'x'.repeat(1_000_000) }), 'payload-too-large'],
    ['something that is no message', 'observations', '{"hello":"world"}', 'invalid-message'],
    ['a FHIR resource', 'fhir', '{"resourceType":"Observation"}', 'unsupported-format'],
    ['a bad status', 'status', '{"batteryPercent":250}', 'invalid-message'],
  ] as const)('quarantines %s and says why', async (_what, channel, payload, code) => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    hub.receipts.length = 0;
    await hub.send(deviceId, payload, channel);
    const receipt = await hub.receiptFor(null);
    expect(receipt).toMatchObject({ deviceId, outcome: 'quarantined' });
    expect(receipt.reasons[0]?.code).toBe(code);
    const kept = await keptAside((item) => item.deviceId === deviceId);
    expect(kept).toMatchObject({ payloadBytes: payload.length, reasons: receipt.reasons });
    expect(kept.payload.length).toBeLessThanOrEqual(16 * 1024);
  });

  it('waits for a device that is registered while its message is under way, and holds up nobody', async () => {
    const { deviceId: known } = await registerDevice(hub.credential.gatewayId);
    const deviceId = `dev-${randomUUID().slice(0, 8)}`;
    const early = message();
    const acknowledged = hub.send(deviceId, early);
    const neighbour = message();
    await hub.send(known, neighbour);
    expect(await hub.receiptFor(neighbour.messageId)).toMatchObject({ outcome: 'accepted' });
    expect(hub.receipts.some(({ messageId }) => messageId === early.messageId)).toBe(false);
    await registerDevice(hub.credential.gatewayId, { deviceId });
    await acknowledged;
    expect(await hub.receiptFor(early.messageId)).toMatchObject({ outcome: 'accepted' });
  });

  it('quarantines what nobody claims in time', async () => {
    const started = performance.now();
    const sent = message();
    await hub.send('nobodys-watch', sent);
    expect(performance.now() - started).toBeGreaterThan(1900);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'unknown-device' }],
    });
  });

  it("refuses another gateway's device, and ends the connection over another gateway's topic", async () => {
    const neighbour = await Hub.connect(url, await register('neighbour'));
    const { deviceId } = await registerDevice(neighbour.credential.gatewayId);
    const theirs = message();
    await neighbour.send(deviceId, theirs);
    await neighbour.receiptFor(theirs.messageId);
    const sent = message();
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ reasons: [{ code: 'foreign-device' }] });
    expect(hub.receipts.some(({ messageId }) => messageId === theirs.messageId)).toBe(false);

    const intruder = await Hub.connect(url, hub.credential, { reconnectPeriod: 0 });
    const closed = closing(intruder);
    const stolen = message();
    intruder.client.publish(neighbour.topic(deviceId), JSON.stringify(stolen), { qos: 1 });
    await closed;
    expect(intruder.receipts.at(-1)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'topic-not-allowed' }],
    });
    await keptAside((item) => item.arrivedBy === neighbour.topic(deviceId));
    expect(setsOf(stolen.messageId)).toEqual([]);
    expect(neighbour.client.connected).toBe(true);
    await neighbour.close();
  }, 20_000);

  it('lets nobody in without a credential that holds', async () => {
    const { gatewayId, secret } = await register('withdrawn');
    await (await Hub.connect(url, { gatewayId, secret })).close();
    await expect(connectAsync(url, { reconnectPeriod: 0 })).rejects.toThrow(/Not authorized/);
    await expect(connectAsync(url, { username: gatewayId, password: 'guess', reconnectPeriod: 0 })).rejects.toThrow(
      /Bad username or password/,
    );
    const open = await Hub.connect(url, { gatewayId, secret }, { reconnectPeriod: 0 });
    const closed = closing(open);
    const event = RegisteredGateway.parse({
      gatewayId,
      name: 'withdrawn',
      secretSha256: digestOfSecret(secret),
      revision: 2,
      disabledAt: now(),
    });
    await log.publish([encode('gateways', gatewayId, event)]);
    await closed;
    await expect(Hub.connect(url, { gatewayId, secret }, { reconnectPeriod: 0 })).rejects.toThrow(/Bad username/);
  });

  it("publishes a device's status, and its last will when it falls silent", async () => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    const device = await connectAsync(url, {
      username: hub.credential.gatewayId,
      password: hub.credential.secret,
      reconnectPeriod: 0,
      will: { topic: hub.topic(deviceId, 'status'), payload: Buffer.from('{"online":false}'), qos: 1, retain: false },
    });
    await device.publishAsync(hub.topic(deviceId, 'status'), '{"online":true,"batteryPercent":71}', { qos: 1 });
    const said = (online: boolean) =>
      until(`online ${String(online)}`, () =>
        statuses.find(
          (it) =>
            (it as { deviceId: string; online?: boolean }).deviceId === deviceId &&
            (it as { online?: boolean }).online === online,
        ),
      );
    expect(await said(true)).toMatchObject({ batteryPercent: 71, gatewayId: hub.credential.gatewayId });
    device.stream.destroy();
    await said(false);
    await device.endAsync(true);
  });

  it('takes 5,000 messages pipelined on one connection, each once', async () => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    await hub.send(deviceId, message());
    const before = log.published;
    const bodies = Array.from({ length: 5000 }, () => message());
    const started = performance.now();
    await Promise.all(bodies.map((body) => hub.send(deviceId, body)));
    const seconds = (performance.now() - started) / 1000;
    console.log(`5,000 sets on one connection in ${seconds.toFixed(2)} s, with the client in the same process`);
    expect(log.published - before).toBe(5000);
    await until('the last receipt', () => hub.receipts.find(({ messageId }) => messageId === bodies.at(-1)?.messageId));
  }, 30_000);

  it('answers a gateway over HTTP only once the log has it, by the same rules', async () => {
    const { deviceId } = await registerDevice(hub.credential.gatewayId);
    const { gatewayId, secret } = hub.credential;
    const post = (body: unknown, password = secret) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/ingest/observations',
        headers: {
          authorization: `Basic ${Buffer.from(`${gatewayId}:${password}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      });
    const sent = message();
    const taken = await post({ ...sent, deviceId });
    expect([taken.statusCode, taken.json()]).toEqual([
      200,
      { messageId: sent.messageId, deviceId, outcome: 'accepted', reasons: [] },
    ]);
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ outcome: 'duplicate' });
    const bad = await post({ ...message({ readings: [{ code: 'mood', value: 3 }] }), deviceId });
    expect([bad.statusCode, bad.json<Receipt>().reasons[0]?.code]).toEqual([422, 'unknown-code']);
    expect((await post({ deviceId })).statusCode).toBe(400);
    expect((await post('{')).statusCode).toBe(400);
    expect((await post({ ...message(), deviceId }, 'guess')).statusCode).toBe(401);
  });
});
