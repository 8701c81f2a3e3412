import { type Clock, ManualClock, SystemClock } from '#libs/clock';
import { type Database, type DatabaseOptions, openDatabase } from '#libs/database';
import type { KnownPerson, NewPassword } from '#libs/embedded';
import { bearerTokenAuthenticator, Identification, identityStatusOfCode } from '#libs/identity';
import { builtInRuleSets, LiveRuleBook } from '#libs/rule-book';
import { createMetrics, type Logger, MetricsPage, Readiness, readinessMetrics, telemetryModule } from '#libs/telemetry';

import { startCanary } from '../canary/canary.service.ts';
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
import type { Parts, Prepared } from './service-definition.service.ts';
import { definitionOf, type ServiceName } from './service-definitions.service.ts';
import type { ServiceSettings } from './service-settings.ts';
import { downtimeFolderOf } from './downtime-folder.ts';
import { testClockModule } from './test-clock.module.ts';
import { tracingOf } from './tracing.service.ts';

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
    const { prepare } = await definitionOf(name);
    prepared.push(await prepare({ ...parts, database, key, ownUrl, publicUrl }));
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
    identification: identificationOf(prepared, key),
    statusOfCode: statusesOf(prepared),
    logger,
    metrics,
    requestOwners: [...(await metricsOwners(parts, stack)), ...(provider === undefined ? [] : [provider])],
    console: names.includes('clinician') ? builtConsole : undefined,
  });
  stack.defer(() => app.close());
  const mqtt = prepared.flatMap(({ mqttAddress }) => mqttAddress?.(app) ?? []).at(0);
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

/** The HTTP status of each error code that has one of its own. */
function statusesOf(prepared: readonly Prepared[]): Readonly<Record<string, number>> {
  const own = prepared.flatMap(({ statusOfCode }) => Object.entries(statusOfCode));
  return { ...identityStatusOfCode, ...Object.fromEntries(own) };
}

/** How callers are known, and what is open to those who are not. */
function identificationOf(prepared: readonly Prepared[], key: Uint8Array): Identification {
  return new Identification({
    authenticators: [
      bearerTokenAuthenticator({ key, clock: new SystemClock() }),
      ...prepared.flatMap(({ authenticators }) => authenticators),
    ],
    openPaths: [...['/health/live', '/health/ready'], ...prepared.flatMap(({ openPaths }) => openPaths)],
  });
}

/** Opens one service's schema, brought up to date. */
export async function openSchema(
  name: ServiceName,
  parts: Pick<DatabaseOptions, 'url' | 'onLent'> & { readonly settings: ServiceSettings },
): Promise<Database> {
  const { settings, url } = parts;
  const logger = serviceLogger(name, settings);
  const { entities, migrations, poolSize } = await definitionOf(name);
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
    poolSize: poolSize(settings),
    readsByKey,
    entities: [...entities],
    timeouts,
    migrations,
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
