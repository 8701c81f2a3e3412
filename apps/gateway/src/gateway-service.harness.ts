import { randomUUID } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Clock } from '#libs/clock';
import {
  type DeviceChannel,
  deviceTopic,
  type DeviceId,
  type EventOn,
  GatewayId,
  instant,
  type PatientId,
  PatientId as PatientIdShape,
  Receipt,
  receiptsTopic,
  RegisteredDevice,
  RegisteredGateway,
  RequestMessage,
  type TopicName,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';
import { createPostgresLog, encode, type EventLog, type OutgoingRecord } from '#libs/event-log';
import { eventually } from '#libs/fixtures';
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
  gatewayOpenPaths,
  type GatewayParts,
  gatewayTransports,
} from './gateway.module.ts';
import { gatewayStatusOfCode } from './http-intake/http-statuses.ts';
import { MqttIntakeService } from './mqtt-intake/mqtt-intake.service.ts';
import { GatewaySettings } from './settings.ts';

/** A gateway's id and secret. */
export interface Credential {
  readonly gatewayId: GatewayId;
  readonly secret: string;
}

/** The real log, which can be made to fail or to be slow. */
export class FaultyLog implements EventLog {
  state: 'well' | 'failing' | Promise<unknown> = 'well';

  constructor(private readonly log: EventLog) {}

  prepare = () => this.log.prepare();
  subscribe = (options: Parameters<EventLog['subscribe']>[0]) => this.log.subscribe(options);
  size = () => this.log.size();
  check = () => (this.state === 'failing' ? Promise.reject(new Error('the log is down')) : this.log.check());
  close = () => this.log.close();

  async lag(group: string) {
    await this.#reached();
    return this.log.lag(group);
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    await this.#reached();
    await this.log.publish(records);
  }

  async #reached(): Promise<void> {
    if (this.state === 'failing') throw new Error('the log is down');
    if (this.state !== 'well') await this.state;
  }
}

/** A real Postgres with a log on it, and any number of gateway services that share them. */
export class GatewayInstallation {
  readonly #services = new Set<GatewayService>();

  private constructor(
    readonly clock: Clock,
    readonly testDatabase: TestDatabase,
    readonly database: Database,
    readonly log: FaultyLog,
  ) {}

  static async start(clock: Clock): Promise<GatewayInstallation> {
    const testDatabase = await startTestDatabase();
    const database = await openDatabase({ url: testDatabase.url, schema: 'gateway', migrations: gatewayMigrations });
    const log = new FaultyLog(createPostgresLog({ pool: database.pool }));
    await log.prepare();
    return new GatewayInstallation(clock, testDatabase, database, log);
  }

  /** Starts a gateway service: one of several replicas where it is called again. */
  async startService(
    environment: Readonly<Record<string, string>> = { MQTT_PORT: '0' },
    over: Pick<GatewayParts, 'disk'> = {},
  ): Promise<GatewayService> {
    const service = await GatewayService.start({
      settings: readSettings('The gateway service', GatewaySettings, environment),
      clock: this.clock,
      log: this.log,
      database: this.database,
      logger: createLogger({ service: 'gateway', level: 'silent' }),
      metrics: new Registry(),
      readiness: new Readiness(),
      ...over,
    });
    this.#services.add(service);
    return service;
  }

  async stop(): Promise<void> {
    for (const service of this.#services) await service.stop();
    await this.log.close();
    await this.database.close();
    await this.testDatabase.stop();
  }

  minutesFromNow(minutes: number) {
    return instant(this.clock.now().getTime() + minutes * 60_000);
  }

  async publish<Topic extends TopicName>(topic: Topic, key: string, event: EventOn<Topic>): Promise<void> {
    await this.log.publish([encode(topic, key, event)]);
  }

  async registerGateway(name = 'hub'): Promise<Credential> {
    const secret = newGatewaySecret();
    const gatewayId = GatewayId.parse(`gw-${name}-${randomUUID().slice(0, 8)}`);
    await this.#publishGateway({ gatewayId, secret }, { name, revision: 1, disabledAt: null });
    return { gatewayId, secret };
  }

  withdrawGateway(credential: Credential): Promise<void> {
    return this.#publishGateway(credential, { name: 'withdrawn', revision: 2, disabledAt: this.minutesFromNow(0) });
  }

  #publishGateway({ gatewayId, secret }: Credential, over: object): Promise<void> {
    const event = RegisteredGateway.parse({ gatewayId, secretSha256: digestOfSecret(secret), ...over });
    return this.publish('gateways', gatewayId, event);
  }

  /** Registers a device that a patient of its own has had for ten hours. Resolves once the services know of it. */
  async registerDevice(
    gatewayId: string,
    over: Partial<RegisteredDevice> & { readonly patientId?: PatientId } = {},
  ): Promise<{ readonly deviceId: DeviceId; readonly patientId: PatientId }> {
    const { patientId = PatientIdShape.parse(randomUUID()), ...given } = over;
    const event = RegisteredDevice.parse({
      deviceId: `dev-${randomUUID().slice(0, 8)}`,
      gatewayId,
      kind: 'wearable',
      revision: 1,
      holdings: [{ patientId, from: this.minutesFromNow(-600), until: null }],
      ...given,
    });
    await this.publish('devices', event.deviceId, event);
    await this.caughtUp('devices');
    return { deviceId: event.deviceId, patientId };
  }

  /** Resolves once the services have processed everything on the topic. */
  async caughtUp(topic: TopicName): Promise<void> {
    await eventually(async () => ((await this.log.lag('gateway')).get(topic) ?? 0) === 0, { what: `${topic} is read` });
  }
}

/** One gateway service, with its broker unless MQTT_URL names another, and its HTTP. */
export class GatewayService {
  private constructor(
    readonly parts: GatewayParts,
    private readonly app: NestFastifyApplication,
  ) {}

  static async start(parts: GatewayParts): Promise<GatewayService> {
    const built = await Test.createTestingModule({ imports: [gatewayModule(parts)] })
      .setLogger(nestLogger(parts.logger))
      .compile();
    const app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    for (const strategy of gatewayTransports(parts)) app.connectMicroservice({ strategy });
    const authenticators = [gatewayAuthenticator(gatewayCredentialCheck(parts))];
    app.useGlobalGuards(new IdentityGuard(new Identification({ authenticators, openPaths: gatewayOpenPaths })));
    const statusOfCode = { 'credential-refused': 401, 'not-signed-in': 401, ...gatewayStatusOfCode };
    app.useGlobalFilters(new ProblemDetailsFilter({ statusOfCode, logger: parts.logger }));
    await app.startAllMicroservices();
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new GatewayService(parts, app);
  }

  /** Where its MQTT is. */
  get url(): string {
    return this.app.get(MqttIntakeService).address ?? '';
  }

  /** A part of the service, by its class. */
  get<Part>(part: abstract new (...given: never[]) => Part): Part {
    return this.app.get(part);
  }

  /** Asks over HTTP, without a credential. */
  ask(url: string) {
    return this.app.inject({ method: 'GET', url });
  }

  /** Sends observations over HTTP. */
  post(body: unknown, { gatewayId, secret }: Credential) {
    return this.app.inject({
      method: 'POST',
      url: '/api/v1/ingest/observations',
      headers: {
        authorization: `Basic ${Buffer.from(`${gatewayId}:${secret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  stop(): Promise<void> {
    return this.app.close();
  }
}

/** A gateway's own client, with the receipts and requests that it got. */
export class Hub {
  readonly receipts: Receipt[] = [];
  readonly requests: { readonly topic: string; readonly message: RequestMessage }[] = [];

  private constructor(
    readonly credential: Credential,
    readonly client: MqttClient,
  ) {}

  static async connect(url: string, credential: Credential, options: IClientOptions = {}): Promise<Hub> {
    const { gatewayId: username, secret: password } = credential;
    const client = await connectAsync(url, { username, password, reconnectPeriod: 50, ...options });
    const hub = new Hub(credential, client);
    client.on('message', (topic, payload) => {
      const body: unknown = JSON.parse(payload.toString());
      if (topic === receiptsTopic(username)) hub.receipts.push(Receipt.parse(body));
      else hub.requests.push({ topic, message: RequestMessage.parse(body) });
    });
    await client.subscribeAsync([receiptsTopic(username), deviceTopic(username, '+', 'requests')], { qos: 1 });
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
    const what = `a receipt for ${String(messageId)}`;
    return eventually(() => this.receipts.find((receipt) => receipt.messageId === messageId), { what });
  }

  request(id: string) {
    const what = `request ${id}`;
    return eventually(() => this.requests.find(({ message }) => message.requestId === id), { what });
  }

  /** How often the request came. */
  requestCount(id: string): number {
    return this.requests.filter(({ message }) => message.requestId === id).length;
  }

  /** Resolves when the connection ends. */
  closed(): Promise<void> {
    return new Promise((resolve) => {
      this.client.once('close', () => {
        resolve();
      });
    });
  }

  close(): Promise<void> {
    return this.client.endAsync(true);
  }
}

const readings = [
  { code: 'oxygen-saturation', value: 94, unit: '%', quality: { perfusionIndex: 1.4 } },
  { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
  { code: 'pulse-rate', value: 96, unit: '/min' },
  { code: 'respiration-rate', value: 18, unit: '/min' },
  { code: 'consciousness', value: 'A' },
];

/** Observations as a device sends them, taken at the time: good in every respect, with an id of their own. */
export function aMessage(takenAt: string, over: object = {}) {
  return { messageId: randomUUID(), takenAt, source: 'device', readings, ...over };
}
