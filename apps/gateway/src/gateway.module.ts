import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import { type EventLog, EventLogTransport } from '#libs/event-log';
import type { GatewayId } from '#libs/contracts';
import type { Logger, Readiness } from '#libs/telemetry';
import type { Registry } from 'prom-client';
import type { MigrationInterface } from 'typeorm';
import { DeviceHoldingService } from './device-holding/device-holding.service.ts';
import { DevicesConsumer } from './device-holding/devices.consumer.ts';
import { DevicesStore } from './device-holding/devices.store.ts';
import { gatewayTransportId } from './gateway-transport.ts';
import { GatewaysConsumer } from './gateways/gateways.consumer.ts';
import { GatewaysService } from './gateways/gateways.service.ts';
import { GatewaysStore } from './gateways/gateways.store.ts';
import { IngestController, ingestClock } from './http-intake/ingest.controller.ts';
import { ForgettingService } from './intake/forgetting.service.ts';
import { IntakeMetrics } from './intake/intake-metrics.service.ts';
import { IntakeService } from './intake/intake.service.ts';
import { MessagesStore } from './intake/messages.store.ts';
import { CreateTables1763769600000 } from './migrations/create-tables.migration.ts';
import { Requests1795327200000 } from './migrations/requests.migration.ts';
import { MqttIntakeService } from './mqtt-intake/mqtt-intake.service.ts';
import { RequestMetrics } from './requests/request-metrics.service.ts';
import { RequestsConsumer } from './requests/requests.consumer.ts';
import { RequestsService } from './requests/requests.service.ts';
import { RequestsStore } from './requests/requests.store.ts';
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
}

export const gatewayMigrations: readonly (new () => MigrationInterface)[] = [
  CreateTables1763769600000,
  Requests1795327200000,
];

@Module({})
class GatewayModule {}

/**
 * The gateway service. Takes messages as soon as the application has started, and stops taking them before it shuts
 * down. `app.get(MqttIntakeService).address` tells where devices connect.
 */
export function gatewayModule(parts: GatewayParts): DynamicModule {
  const { settings, clock, log, database, logger, metrics, readiness } = parts;
  const newsWaitMs = settings.GATEWAY_NEWS_WAIT_MILLISECONDS;
  const devices = new DeviceHoldingService(new DevicesStore(database));
  const gateways = gatewaysService(parts);
  const messages = new MessagesStore(database);
  const intake = new IntakeService(
    { log, clock, messages, devices, gateways, metrics: new IntakeMetrics(metrics), logger },
    {
      limits: {
        maxPayloadBytes: settings.GATEWAY_MAX_PAYLOAD_BYTES,
        aheadMs: settings.GATEWAY_CLOCK_AHEAD_SECONDS * 1000,
        oldestMs: settings.GATEWAY_OLDEST_READING_DAYS * 86_400_000,
      },
      maxBatchMessages: settings.GATEWAY_BATCH_MESSAGES,
      newsWaitMs,
    },
  );
  const forgetting = new ForgettingService(
    { messages, clock, logger },
    { keepDays: settings.GATEWAY_OLDEST_READING_DAYS + 1, everyMs: 60_000, step: 5000 },
  );
  const mqtt = new MqttIntakeService({ settings, clock, logger, readiness, intake, gateways });
  const requests = new RequestsService({
    store: new RequestsStore(database),
    devices,
    mqtt,
    clock,
    metrics: new RequestMetrics(metrics),
    logger,
  });
  readiness.add('gateway-database', () => database.check());
  return {
    module: GatewayModule,
    controllers: [DevicesConsumer, GatewaysConsumer, IngestController, RequestsConsumer],
    providers: [
      { provide: DeviceHoldingService, useValue: devices },
      { provide: GatewaysService, useValue: gateways },
      { provide: IntakeService, useValue: intake },
      { provide: ForgettingService, useValue: forgetting },
      { provide: MqttIntakeService, useValue: mqtt },
      { provide: RequestsService, useValue: requests },
      { provide: ingestClock, useValue: clock },
    ],
    exports: [MqttIntakeService],
  };
}

/** Brings the handlers their batches: one transport for the group `gateway`. */
export function gatewayTransports({ log, clock, logger, metrics, readiness }: GatewayParts): EventLogTransport[] {
  const transport = new EventLogTransport({
    log,
    group: 'gateway',
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
  parts: Pick<GatewayParts, 'database' | 'settings'>,
): (gatewayId: string, secret: string) => Promise<GatewayId | undefined> {
  const gateways = gatewaysService(parts);
  return (gatewayId, secret) => gateways.admit(gatewayId, secret);
}

function gatewaysService({ database, settings }: Pick<GatewayParts, 'database' | 'settings'>): GatewaysService {
  return new GatewaysService(new GatewaysStore(database), { newsWaitMs: settings.GATEWAY_NEWS_WAIT_MILLISECONDS });
}

// For the composition, which asks where its broker listens.
export { MqttIntakeService } from './mqtt-intake/mqtt-intake.service.ts';
