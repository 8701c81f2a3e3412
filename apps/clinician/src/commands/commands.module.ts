import { type DynamicModule, type FactoryProvider, Module, type Type } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Database } from '#libs/database';
import type { EventLog } from '#libs/event-log';
import { Outbox } from '#libs/outbox';
import type { Logger } from '#libs/telemetry';
import { Timers } from '#libs/timers';
import type { Registry } from 'prom-client';
import { CLOCK, DATABASE, EVENT_LOG, LOGGER, METRICS, OUTBOX, SETTINGS, TIMERS } from '../parts.module.ts';
import type { ClinicianSettings } from '../settings.ts';
import { AuditService } from './audit/audit.service.ts';
import { AuditStore } from './audit/audit.store.ts';
import { BackgroundWorkService } from './background-work.service.ts';
import { CommandsService } from './commands.service.ts';
import { DeadLettersConsumer } from './dead-letters/dead-letters.consumer.ts';
import { DeadLettersController } from './dead-letters/dead-letters.controller.ts';
import { DeadLettersService } from './dead-letters/dead-letters.service.ts';
import { DeadLettersStore } from './dead-letters/dead-letters.store.ts';
import { IdempotencyKeysStore } from './idempotency/idempotency-keys.store.ts';
import { LiveChangesService } from './live-changes/live-changes.service.ts';
import { LiveChangesStore } from './live-changes/live-changes.store.ts';

export const commandsControllers: readonly Type[] = [DeadLettersController, DeadLettersConsumer];

const timers: FactoryProvider<Timers> = {
  provide: TIMERS,
  inject: [DATABASE, CLOCK, LOGGER, METRICS],
  useFactory: (database: Database, clock: Clock, logger: Logger, metrics: Registry) =>
    new Timers({ database, clock, logger, metrics, service: 'clinician' }),
};

const outbox: FactoryProvider<Outbox> = {
  provide: OUTBOX,
  inject: [DATABASE, EVENT_LOG, CLOCK, LOGGER, METRICS, SETTINGS],
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  useFactory: (
    database: Database,
    log: EventLog,
    clock: Clock,
    logger: Logger,
    metrics: Registry,
    settings: ClinicianSettings,
  ) =>
    new Outbox({
      database,
      log,
      clock,
      logger,
      metrics,
      service: 'clinician',
      waitMilliseconds: settings.OUTBOX_WAIT_MILLISECONDS,
    }),
};

@Module({})
class CommandsModule {}

/** How anything is changed: commands with their audit, idempotency keys, outgoing events, timers and live changes. */
export function commandsModule(parts: DynamicModule): DynamicModule {
  return {
    module: CommandsModule,
    imports: [parts],
    controllers: [...commandsControllers],
    providers: [
      timers,
      outbox,
      AuditService,
      AuditStore,
      BackgroundWorkService,
      CommandsService,
      DeadLettersService,
      DeadLettersStore,
      IdempotencyKeysStore,
      LiveChangesService,
      LiveChangesStore,
    ],
    exports: [TIMERS, OUTBOX, AuditService, CommandsService, LiveChangesService],
  };
}
