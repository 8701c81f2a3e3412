import type { Command } from 'commander';

import { readSettings } from '#libs/settings';

/** Adds `homeward migrate`: brings every schema and the log up to date, and says so. */
export function addMigrateCommand(program: Command): void {
  program.command('migrate').description('Bring the database up to date, and the topics of the log').action(migrate);
}

async function migrate(): Promise<void> {
  const { ServiceSettings } = await import('../running/service-settings.ts');
  const { serviceNames } = await import('../running/service-definitions.service.ts');
  const { openSchema } = await import('../running/services.service.ts');
  const { databaseServer } = await import('../running/database-server.service.ts');
  const { eventLog } = await import('../running/event-log.service.ts');
  const { serviceLogger } = await import('../terminal/service-logger.service.ts');
  const settings = readSettings('homeward migrate', ServiceSettings, process.env);
  const logger = serviceLogger('homeward', settings);
  const server = await databaseServer(settings, logger);
  try {
    for (const name of serviceNames) {
      const database = await openSchema(name, { url: server.url, settings });
      await database.close();
      console.log(`${name}: up to date`);
    }
    const { log, address } = await eventLog(settings, { server, logger });
    await log.close();
    console.log(`log (${address}): up to date`);
  } finally {
    await server.stop();
  }
}
