import { type DynamicModule, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import { type EventLog, EventLogTransport } from '#libs/event-log';
import type { GatewayId } from '#libs/contracts';
import type { Logger, Readiness, Tracing } from '#libs/telemetry';
import { Timers } from '#libs/timers';
import type { Registry } from 'prom-client';
import type { MigrationInterface } from 'typeorm';
import { AllowancesService, type DatabaseDisk } from './allowances/allowances.service.ts';
import { DailyVolumesStore } from './allowances/daily-volumes.store.ts';
import { DeviceHoldingService } from './device-holding/device-holding.service.ts';
import { DevicesConsumer } from './device-holding/devices.consumer.ts';
import { DevicesStore } from './device-holding/devices.store.ts';
import { gatewayTransportId } from './gateway-transport.ts';
import { GatewaysConsumer } from './gateways/gateways.consumer.ts';
import { GatewaysService } from './gateways/gateways.service.ts';
import { GatewaysStore } from './gateways/gateways.store.ts';
import { IngestController, ingestClock, ingestTracing } from './http-intake/ingest.controller.ts';
import { IngestDocumentController, ingestDocumentPath } from './http-intake/ingest-document.controller.ts';
import { IntakeMetrics } from './intake/intake-metrics.service.ts';
import { type IntakeOptions, IntakeService } from './intake/intake.service.ts';
import { MessagesStore } from './intake/messages.store.ts';
import { IntakeStatusService } from './intake-status/intake-status.service.ts';
import { IntakeStatusStore } from './intake-status/intake-status.store.ts';
import { AddMqttSessions1796000000000 } from './migrations/add-mqtt-sessions.migration.ts';
import { CreateTables1795802400000 } from './migrations/create-tables.migration.ts';
import { LatenessService } from './monitoring-plans/lateness.service.ts';
import { LatenessStore } from './monitoring-plans/lateness.store.ts';
import { MonitoringPlansConsumer } from './monitoring-plans/monitoring-plans.consumer.ts';
import { MqttIntakeService } from './mqtt-intake/mqtt-intake.service.ts';
import { MqttSessionsStore } from './mqtt-intake/mqtt-sessions.store.ts';
import { RegistrationDelay } from './registrations/registration-delay.service.ts';
import { RequestMetrics } from './requests/request-metrics.service.ts';
import { RequestsConsumer } from './requests/requests.consumer.ts';
import { RequestsService } from './requests/requests.service.ts';
import { RequestsStore } from './requests/requests.store.ts';
import { RetentionService } from './retention.service.ts';
import type { GatewaySettings } from './settings.ts';

/** Everything the gateway service needs from outside itself. */
export interface GatewayParts {
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly readiness: Readiness;
  /** Left out where it is not watched. */
  readonly disk?: DatabaseDisk;
  /** Left out where nothing is traced. */
  readonly tracing?: Tracing | undefined;
}

export const gatewayMigrations: readonly (new () => MigrationInterface)[] = [
  CreateTables1795802400000,
  AddMqttSessions1796000000000,
];

export { gatewayStatusOfCode } from './problem-statuses.ts';

/** What answers without sign-in: for `openPaths` of the composition's `Identification`. */
export const gatewayOpenPaths = [ingestDocumentPath] as const;

const controllers = [
  DevicesConsumer,
  GatewaysConsumer,
  IngestController,
  IngestDocumentController,
  MonitoringPlansConsumer,
  RequestsConsumer,
];

/** By which this service reads the log. */
const consumerGroup = 'gateway';

@Module({})
class GatewayModule {}

/** Has timers done for as long as the service runs. */
class TimersRunner implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly timers: Timers) {}

  onApplicationBootstrap(): void {
    this.timers.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.timers.stop();
  }
}

/**
 * The gateway service. Takes messages as soon as the application has started, and stops taking them before it shuts
 * down. `app.get(MqttIntakeService).address` says where devices connect.
 */
export function gatewayModule(parts: GatewayParts): DynamicModule {
  const { settings, clock, log, database, logger, metrics, readiness, tracing } = parts;
  const devices = new DeviceHoldingService(new DevicesStore(database));
  const gateways = gatewaysService(parts);
  const lateness = new LatenessService(new LatenessStore(database));
  const messages = new MessagesStore(database);
  const volumes = new DailyVolumesStore(database);
  const allowances = allowancesService(parts, volumes);
  const intake = new IntakeService(
    {
      log,
      clock,
      messages,
      devices,
      gateways,
      registrations: registrationDelay(parts),
      lateness,
      allowances,
      metrics: new IntakeMetrics(metrics),
      logger,
    },
    intakeOptions(settings),
  );
  const timers = new Timers({ database, clock, logger, metrics, service: 'gateway' });
  const intakeStatusStore = new IntakeStatusStore(database);
  const oldestReadingDays = settings.GATEWAY_OLDEST_READING_DAYS;
  const retained = { messages, intakeStatus: intakeStatusStore, volumes };
  const retention = new RetentionService({ timers, ...retained, oldestReadingDays });
  const ofMqtt = { settings, clock, logger, readiness, metrics, tracing };
  const mqtt = new MqttIntakeService({
    ...ofMqtt,
    intake,
    gateways,
    allowances,
    sessions: new MqttSessionsStore(database),
  });
  const requests = requestsService(parts, { timers, devices, mqtt });
  const outageDays = oldestReadingDays;
  const intakeStatus = new IntakeStatusService({
    store: intakeStatusStore,
    log,
    mqtt,
    clock,
    logger,
    metrics,
    outageDays,
  });
  readiness.add('gateway-database', () => database.check());
  readiness.add('gateway-timers', () => timers.check());
  return {
    module: GatewayModule,
    controllers,
    providers: [
      { provide: AllowancesService, useValue: allowances },
      { provide: DeviceHoldingService, useValue: devices },
      { provide: GatewaysService, useValue: gateways },
      { provide: LatenessService, useValue: lateness },
      { provide: IntakeService, useValue: intake },
      { provide: IntakeStatusService, useValue: intakeStatus },
      { provide: RetentionService, useValue: retention },
      { provide: TimersRunner, useValue: new TimersRunner(timers) },
      { provide: MqttIntakeService, useValue: mqtt },
      { provide: RequestsService, useValue: requests },
      { provide: ingestClock, useValue: clock },
      { provide: ingestTracing, useValue: tracing ?? null },
    ],
    exports: [MqttIntakeService],
  };
}

function requestsService(
  { database, clock, metrics, logger }: GatewayParts,
  parts: { readonly timers: Timers; readonly devices: DeviceHoldingService; readonly mqtt: MqttIntakeService },
): RequestsService {
  const store = new RequestsStore(database);
  return new RequestsService({ database, store, clock, metrics: new RequestMetrics(metrics), logger, ...parts });
}

/** Brings the handlers their batches: one transport for the group `gateway`. */
export function gatewayTransports({ log, clock, logger, metrics, readiness }: GatewayParts): EventLogTransport[] {
  const transport = new EventLogTransport({
    log,
    group: consumerGroup,
    transportId: gatewayTransportId,
    clock,
    logger,
    metrics,
  });
  readiness.add('gateway-log', () => transport.check());
  return [transport];
}

/** Says which gateway has this id and secret; undefined if none has. For `gatewayAuthenticator` of the composition. */
export function gatewayCredentialCheck(
  parts: Pick<GatewayParts, 'database' | 'settings' | 'log'>,
): (gatewayId: string, secret: string) => Promise<GatewayId | undefined> {
  const gateways = gatewaysService(parts);
  return (gatewayId, secret) => gateways.admit(gatewayId, secret);
}

function intakeOptions(settings: GatewaySettings): IntakeOptions {
  return {
    limits: {
      maxPayloadBytes: settings.GATEWAY_MAX_PAYLOAD_BYTES,
      aheadMs: settings.GATEWAY_CLOCK_AHEAD_SECONDS * 1000,
      oldestMs: settings.GATEWAY_OLDEST_READING_DAYS * 86_400_000,
    },
    maxBatchMessages: settings.GATEWAY_BATCH_MESSAGES,
    newsWaitMs: settings.GATEWAY_NEWS_WAIT_MILLISECONDS,
  };
}

function allowancesService(
  { settings, clock, logger, metrics, disk }: GatewayParts,
  store: DailyVolumesStore,
): AllowancesService {
  return new AllowancesService({
    store,
    disk,
    clock,
    logger,
    metrics,
    rates: {
      messages: { perSecond: settings.GATEWAY_MESSAGES_PER_SECOND, burst: settings.GATEWAY_BURST_MESSAGES },
      bytes: { perSecond: settings.GATEWAY_BYTES_PER_SECOND, burst: settings.GATEWAY_BURST_BYTES },
    },
    volumes: {
      messages: settings.GATEWAY_DAILY_MESSAGES,
      bytes: settings.GATEWAY_DAILY_BYTES,
      quarantined: settings.GATEWAY_DAILY_QUARANTINED,
    },
    unreadable: { perSecond: settings.GATEWAY_UNREADABLE_PER_SECOND, burst: settings.GATEWAY_BURST_UNREADABLE },
  });
}

function gatewaysService(parts: Pick<GatewayParts, 'database' | 'settings' | 'log'>): GatewaysService {
  return new GatewaysService(new GatewaysStore(parts.database), {
    newsWaitMs: parts.settings.GATEWAY_NEWS_WAIT_MILLISECONDS,
    registrations: registrationDelay(parts),
  });
}

function registrationDelay({ log }: Pick<GatewayParts, 'log'>): RegistrationDelay {
  return new RegistrationDelay({ log, group: consumerGroup });
}

// For the composition, which asks where its broker listens.
export { MqttIntakeService } from './mqtt-intake/mqtt-intake.service.ts';
