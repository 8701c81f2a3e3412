import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import type { MigrationInterface } from 'typeorm';

import { type Clock, ManualClock, SystemClock } from '#libs/clock';
import { type Database, type DatabaseOptions, openDatabase } from '#libs/database';
import type { EventLog, EventLogTransport } from '#libs/event-log';
import type { KnownPerson, NewPassword } from '#libs/embedded';
import {
  type Authenticator,
  bearerTokenAuthenticator,
  gatewayAuthenticator,
  Identification,
  identityStatusOfCode,
} from '#libs/identity';
import { builtInRuleSets, LiveRuleBook } from '#libs/rule-book';
import {
  createMetrics,
  type Logger,
  MetricsPage,
  Readiness,
  readinessMetrics,
  telemetryModule,
  type Tracing,
} from '#libs/telemetry';

import {
  clinicianEntities,
  clinicianMigrations,
  clinicianModule,
  clinicianStatusOfCode,
  clinicianTransports,
  openApiPaths,
  signInPaths,
} from '../../../clinician/src/clinician.module.ts';
import {
  gatewayCredentialCheck,
  gatewayMigrations,
  gatewayModule,
  gatewayStatusOfCode,
  gatewayTransports,
  MqttIntakeService,
} from '../../../gateway/src/gateway.module.ts';
import { scoringMigrations, scoringModule, scoringTransports } from '../../../scoring/src/scoring.module.ts';
import { canaryCredential, startCanary } from '../canary/canary.service.ts';
import { ManualClockRefusedError } from '../homeward-errors.ts';
import { tokenKey } from '../local-state/token-key.store.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';
import { urlsOf } from './addresses.ts';
import { certificateOf } from './certificate.service.ts';
import { builtConsole } from './console-pages.service.ts';
import { watchClock } from './clock-watch.service.ts';
import { DatabaseMetrics } from './database-metrics.service.ts';
import { databaseServer } from './database-server.service.ts';
import { DiskWatch } from './disk-watch.service.ts';
import { eventLog } from './event-log.service.ts';
import { httpPort } from './http-port.service.ts';
import { startHttpServer } from './http-server.service.ts';
import { startMetricsServer } from './metrics-server.service.ts';
import { notifyingSettings, replyKey } from './notifying.service.ts';
import type { ServiceSettings } from './service-settings.ts';
import { type SignIn, signIn } from './sign-in.service.ts';
import { testClockModule } from './test-clock.module.ts';
import { tracingOf } from './tracing.service.ts';

export const serviceNames = ['gateway', 'scoring', 'clinician'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const migrationsOf: Readonly<Record<ServiceName, readonly (new () => MigrationInterface)[]>> = {
  gateway: gatewayMigrations,
  scoring: scoringMigrations,
  clinician: clinicianMigrations,
};

const entitiesOf: Readonly<Record<ServiceName, readonly (new () => object)[]>> = {
  gateway: [],
  scoring: [],
  clinician: clinicianEntities,
};

/** What runs, and where; addresses without secrets. */
export interface RunningServices {
  /** As browsers find it. */
  readonly console: URL;
  /** As this machine's programs reach it. */
  readonly api: URL;
  /** Undefined where no gateway runs in this process. */
  readonly mqtt: string | undefined;
  readonly database: string;
  readonly log: string;
  /** Who can sign in while the embedded provider serves. */
  readonly people: readonly KnownPerson[];
  /** Of those people, where this start has made them: they are kept nowhere. */
  readonly newPasswords: readonly NewPassword[];
}

/** What every service of this process is made from. */
interface Parts {
  readonly settings: ServiceSettings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly readiness: Readiness;
  /** Undefined where nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** As it is at the moment: a site's own rule sets may change while we run. */
  readonly ruleBook: LiveRuleBook;
  readonly disk: DiskWatch;
}

/** One service, ready to be put on the server. */
interface Prepared {
  readonly module: DynamicModule;
  readonly transports: readonly EventLogTransport[];
  readonly authenticators: readonly Authenticator[];
  readonly signIn?: SignIn;
}

/**
 * Starts services in this process, with embedded parts where no real ones are set.
 *
 * @param stack is given all that has to be stopped, in the order in which it was started: dispose of it to stop
 * everything, also after a failure on the way.
 * @param signal ends the start at the next step.
 */
export async function startServices(
  names: readonly ServiceName[],
  settings: ServiceSettings,
  { stack, signal }: { readonly stack: AsyncDisposableStack; readonly signal: AbortSignal },
): Promise<RunningServices> {
  const clock = clockOf(settings);
  const logger = serviceLogger('homeward', settings);
  const key = await tokenKey(settings);
  const certificate = await certificateOf(settings);
  const port = await httpPort(settings);
  const { ownUrl, publicUrl } = urlsOf(settings, { port, secure: certificate !== undefined });
  const ruleBook = await ruleBookOf(settings, logger);
  stack.defer(() => ruleBook.close());
  signal.throwIfAborted();
  const server = await databaseServer(settings, logger);
  stack.defer(() => server.stop());
  signal.throwIfAborted();
  const tracing = tracingOf(settings);
  stack.defer(() => tracing?.close());
  const { log, address } = await eventLog(settings, { server, logger, tracing });
  stack.defer(() => log.close());

  const { metrics, readiness } = meteredReadiness();
  const downtimeFolder = names.includes('clinician') ? downtimeFolderOf(settings) : undefined;
  const disk = new DiskWatch({ settings, downtimeFolder, logger, readiness, metrics });
  const parts: Parts = { settings, clock, log, tracing, metrics, readiness, ruleBook, disk };
  await disk.start(stack);
  watchClock({ ...parts, logger }, stack);
  const databaseMetrics = new DatabaseMetrics(parts.metrics);
  const prepared: Prepared[] = [];
  for (const name of names) {
    const database = await openSchema(name, { url: server.url, settings, onLent: databaseMetrics.onLent(name) });
    stack.defer(() => database.close());
    databaseMetrics.watch(name, database);
    signal.throwIfAborted();
    prepared.push(await prepare[name]({ ...parts, database, key, ownUrl, publicUrl }));
  }
  // Without the log the console still shows what is known, and says what is wrong: that is when it is needed most.
  readiness[names.some((name) => name !== 'clinician') ? 'add' : 'observe']('log', () => log.check());
  readiness.observe('rule-sets', () => ruleBook.check());

  const provider = prepared.flatMap((service) => service.signIn?.provider ?? []).at(0);
  const app = await startHttpServer({
    host: settings.HTTP_HOST,
    port,
    certificate,
    modules: [
      ...prepared.flatMap((service) => [service.module, ...(service.signIn ? [service.signIn.module] : [])]),
      telemetryModule({ readiness: parts.readiness }),
      ...(clock instanceof ManualClock ? [testClockModule(clock)] : []),
    ],
    transports: prepared.flatMap(({ transports }) => transports),
    identification: identificationOf(prepared, { key, names }),
    statusOfCode: { ...identityStatusOfCode, ...clinicianStatusOfCode, ...gatewayStatusOfCode },
    logger,
    metrics,
    requestOwners: [...(await metricsOwners(parts, stack)), ...(provider === undefined ? [] : [provider])],
    console: names.includes('clinician') ? builtConsole : undefined,
  });
  stack.defer(() => app.close());
  const mqtt = names.includes('gateway') ? mqttAddress(app) : undefined;
  startCanary({ settings, clock, key, mqtt, logger }, stack);
  return {
    console: publicUrl,
    api: ownUrl,
    mqtt,
    database: server.address,
    log: address,
    people: provider?.people ?? [],
    newPasswords: provider?.newPasswords ?? [],
  };
}

/** Metrics that say of each check whether it fails. */
function meteredReadiness(): Pick<Parts, 'metrics' | 'readiness'> {
  const [metrics, readiness] = [createMetrics(), new Readiness()];
  readinessMetrics(readiness, metrics);
  return { metrics, readiness };
}

/** Serves the metrics on METRICS_PORT where one is set; else gives what answers for them on the port of everything. */
async function metricsOwners(
  { settings, metrics }: Parts,
  stack: AsyncDisposableStack,
): Promise<readonly MetricsPage[]> {
  const { METRICS_PORT: port, METRICS_TOKEN: token, HTTP_HOST: host } = settings;
  const page = new MetricsPage(metrics, { token, stopwatch: () => performance.now() / 1000 });
  if (port === undefined) return [page];
  stack.defer(await startMetricsServer(page, { host, port }));
  return [];
}

/** How callers are known, and what is open to those who are not. */
function identificationOf(
  prepared: readonly Prepared[],
  { key, names }: { readonly key: Uint8Array; readonly names: readonly ServiceName[] },
): Identification {
  return new Identification({
    authenticators: [
      bearerTokenAuthenticator({ key, clock: new SystemClock() }),
      ...prepared.flatMap(({ authenticators }) => authenticators),
    ],
    openPaths: [
      ...['/health/live', '/health/ready'],
      ...(names.includes('clinician') ? [...signInPaths, ...openApiPaths] : []),
    ],
  });
}

interface ServiceParts extends Parts {
  readonly database: Database;
  /** What tokens and the canary's secret are made with. */
  readonly key: Uint8Array;
  readonly ownUrl: URL;
  readonly publicUrl: URL;
}

/** How each service is made from its parts. */
const prepare: Readonly<Record<ServiceName, (parts: ServiceParts) => Promise<Prepared>>> = {
  gateway: async (shared) => {
    const parts = { ...shared, logger: serviceLogger('gateway', shared.settings) };
    return {
      module: gatewayModule(parts),
      transports: gatewayTransports(parts),
      authenticators: [gatewayAuthenticator(gatewayCredentialCheck(parts))],
    };
  },
  scoring: async (shared) => {
    const parts = { ...shared, logger: serviceLogger('scoring', shared.settings) };
    return { module: scoringModule(parts), transports: scoringTransports(parts), authenticators: [] };
  },
  clinician: async (shared) => {
    const settings = {
      ...(await notifyingSettings(shared.settings)),
      DOWNTIME_PACK_FOLDER: downtimeFolderOf(shared.settings),
    };
    const parts = {
      ...shared,
      settings,
      logger: serviceLogger('clinician', shared.settings),
      canary: canaryCredential(shared.key),
      replyKey: replyKey(shared.key),
    };
    const people = await signIn(parts);
    const transports = clinicianTransports(parts);
    parts.readiness.add('clinician-database', () => parts.database.check());
    for (const transport of transports) parts.readiness.observe(transport.group, () => transport.check());
    return {
      module: clinicianModule({ ...parts, signIns: people.sessions }),
      transports,
      authenticators: [people.sessions],
      signIn: people,
    };
  },
};

const downtimeFolderOf = ({ DOWNTIME_PACK_FOLDER: folder, HOMEWARD_HOME: home }: ServiceSettings): string =>
  folder ?? join(home, 'downtime');

const poolSizeOf: Readonly<Record<ServiceName, (settings: ServiceSettings) => number>> = {
  gateway: (settings) => settings.GATEWAY_DATABASE_POOL,
  scoring: (settings) => settings.SCORING_DATABASE_POOL,
  clinician: (settings) => settings.CLINICIAN_DATABASE_POOL,
};

/** Opens one service's schema, brought up to date. */
export function openSchema(
  name: ServiceName,
  parts: Pick<DatabaseOptions, 'url' | 'onLent'> & { readonly settings: ServiceSettings },
): Promise<Database> {
  const { settings, url } = parts;
  const logger = serviceLogger(name, settings);
  const poolSize = poolSizeOf[name](settings);
  const entities = [...entitiesOf[name]];
  const timeouts = {
    statementMilliseconds: settings.DATABASE_STATEMENT_SECONDS * 1000,
    lockMilliseconds: settings.DATABASE_LOCK_SECONDS * 1000,
    idleInTransactionMilliseconds: settings.DATABASE_IDLE_IN_TRANSACTION_SECONDS * 1000,
  };
  // The scoring service has no statement that is to read all of a table; TypeORM's of the clinician service may.
  const readsByKey = name === 'scoring';
  return openDatabase({
    url,
    schema: name,
    poolSize,
    readsByKey,
    entities,
    timeouts,
    migrations: migrationsOf[name],
    logger,
    ...(parts.onLent !== undefined && { onLent: parts.onLent }),
  });
}

/** @throws RuleSetError with every fault: no patient is monitored by rules that are wrong. */
function ruleBookOf({ RULE_SETS_FOLDER }: ServiceSettings, log: Logger): Promise<LiveRuleBook> {
  const ofSite = RULE_SETS_FOLDER === undefined ? [] : [RULE_SETS_FOLDER];
  return LiveRuleBook.open([builtInRuleSets, ...ofSite], { log });
}

/** @throws ManualClockRefusedError in production. */
function clockOf({ HOMEWARD_CLOCK, NODE_ENV }: ServiceSettings): Clock {
  if (HOMEWARD_CLOCK === 'system') return new SystemClock();
  if (NODE_ENV === 'production') throw new ManualClockRefusedError();
  return new ManualClock(new SystemClock().now());
}

function mqttAddress(app: NestFastifyApplication): string | undefined {
  return app.get(MqttIntakeService, { strict: false }).address;
}
