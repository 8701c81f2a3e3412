import { Test, type TestingModule } from '@nestjs/testing';
import { ManualClock } from '#libs/clock';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { createPostgresLog } from '#libs/event-log';
import { createLogger, Readiness } from '#libs/telemetry';
import { Registry } from 'prom-client';
import { clinicianEntities, clinicianMigrations } from '../clinician.module.ts';
import { commandsModule } from '../commands/commands.module.ts';
import { CommandsService } from '../commands/commands.service.ts';
import { type ClinicianParts, partsModule } from '../parts.module.ts';
import { ClinicianSettings } from '../settings.ts';
import type { Contacts } from './channels/contact-method.ts';
import { notificationsModule } from './notifications.module.ts';
import { CONTACT_DIRECTORY } from './notifications/contact-directory.service.ts';
import { NotificationsService } from './notifications/notifications.service.ts';

/** The groups `commands` and `notifications` of one process. */
export interface RunningNotifications {
  readonly notifications: NotificationsService;
  readonly commands: CommandsService;
  readonly metrics: Registry;
  stop(): Promise<void>;
}

export interface NotificationsWorld {
  readonly clock: ManualClock;
  readonly database: Database;
  /** How people are reached, for every process: a test sets it. */
  readonly contacts: Map<string, Contacts>;
  start(settings: Record<string, string>): Promise<RunningNotifications>;
  stop(): Promise<void>;
}

/** One real database with the clinician's tables, and as many processes on it as a test starts. No HTTP. */
export async function openNotificationsWorld(): Promise<NotificationsWorld> {
  const testDatabase = await startTestDatabase();
  const clock = new ManualClock(new Date('2026-11-22T14:00:00.000Z'));
  const contacts = new Map<string, Contacts>();
  const open = (): Promise<Database> =>
    openDatabase({
      url: testDatabase.url,
      schema: 'clinician',
      poolSize: 8,
      entities: [...clinicianEntities],
      migrations: clinicianMigrations,
    });
  const database = await open();
  const running = new Set<RunningNotifications>();
  const stop = async (started: RunningNotifications): Promise<void> => {
    if (running.delete(started)) await started.stop();
  };
  return {
    clock,
    database,
    contacts,
    start: async (settings) => {
      const started = await startOne({ clock, contacts, database: await open(), settings });
      running.add(started);
      return { ...started, stop: () => stop(started) };
    },
    stop: async () => {
      // Also those that a test which failed has left running.
      await Promise.all([...running].map(stop));
      await database.close();
      await testDatabase.stop();
    },
  };
}

async function startOne(given: {
  readonly clock: ManualClock;
  readonly contacts: ReadonlyMap<string, Contacts>;
  readonly database: Database;
  readonly settings: Record<string, string>;
}): Promise<RunningNotifications> {
  const { clock, contacts, database, settings } = given;
  const logger = createLogger({ service: 'clinician-test', level: 'fatal' });
  const metrics = new Registry();
  const log = createPostgresLog({ pool: database.pool, logger });
  const parts: ClinicianParts = {
    settings: ClinicianSettings.parse(settings),
    clock,
    log,
    database,
    logger,
    metrics,
    readiness: new Readiness(),
    ruleBook: {
      get current(): never {
        throw new Error('Notifications need no rules.');
      },
    },
    publicUrl: new URL('https://ward.example/'),
  };
  const base = partsModule(parts);
  const app: TestingModule = await Test.createTestingModule({
    imports: [notificationsModule(base, commandsModule(base))],
  })
    .overrideProvider(CONTACT_DIRECTORY)
    .useValue({ contactsOf: () => Promise.resolve(contacts) })
    .compile();
  await app.init();
  return {
    notifications: app.get(NotificationsService, { strict: false }),
    commands: app.get(CommandsService, { strict: false }),
    metrics,
    stop: async () => {
      await app.close();
      await log.close();
      await database.close();
    },
  };
}
