import { type DynamicModule, type FactoryProvider, Module, type Type } from '@nestjs/common';
import { Outbox } from '#libs/outbox';
import { Timers } from '#libs/timers';
import { type ClinicianParts, OUTBOX, PARTS, TIMERS } from '../parts.module.ts';
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
  inject: [PARTS],
  useFactory: (parts: ClinicianParts) => new Timers({ ...parts, service: 'clinician' }),
};

const outbox: FactoryProvider<Outbox> = {
  provide: OUTBOX,
  inject: [PARTS],
  useFactory: (parts: ClinicianParts) =>
    new Outbox({ ...parts, service: 'clinician', waitMilliseconds: parts.settings.OUTBOX_WAIT_MILLISECONDS }),
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
    exports: [TIMERS, OUTBOX, AuditService, CommandsService, DeadLettersService, LiveChangesService],
  };
}
