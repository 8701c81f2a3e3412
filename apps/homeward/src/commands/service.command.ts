import type { Command } from 'commander';

import { readSettings } from '#libs/settings';

const descriptions = {
  gateway: 'Run the gateway service alone: MQTT and HTTP in, observations on the log',
  scoring: 'Run the scoring service alone: observations from the log, scores and signals on it',
  clinician: 'Run the clinician service alone: wards, stays, alerts, the API and the console',
} as const;

/** Adds `homeward gateway`, `homeward scoring` and `homeward clinician`. */
export function addServiceCommands(program: Command): void {
  for (const name of ['gateway', 'scoring', 'clinician'] as const) {
    program
      .command(name)
      .description(descriptions[name])
      .action(() => runService(name));
  }
}

// What a service is made of is loaded only where one is to run, so that the short commands stay short.
async function runService(name: keyof typeof descriptions): Promise<void> {
  const { ServiceSettings } = await import('../running/service-settings.ts');
  const { startServices } = await import('../running/services.service.ts');
  const { runUntilStopped } = await import('../running/run-until-stopped.service.ts');
  const { serviceLogger } = await import('../terminal/service-logger.service.ts');
  const settings = readSettings(`The ${name} service`, ServiceSettings, process.env);
  await runUntilStopped(async (start) => {
    const { api, mqtt, database, log } = await startServices([name], settings, start);
    const facts = { event: 'service-started', http: api.href, ...(mqtt !== undefined && { mqtt }), database, log };
    serviceLogger(name, settings).info(facts, 'Started');
  });
}
