import type { Command } from 'commander';

import { readSettings } from '#libs/settings';

/** Adds `homeward up`: everything in one process. */
export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description('Run everything in one process, on embedded parts where no real ones are set')
    .option('--demo', 'make a demo ward and simulate its patients')
    .action(({ demo = false }: { readonly demo?: boolean }) => up(demo));
}

// What the services are made of is loaded only where they are to run, so that the short commands stay short.
async function up(demo: boolean): Promise<void> {
  const { ServiceSettings } = await import('../running/service-settings.ts');
  const { runEverything } = await import('../running/everything.service.ts');
  const { runUntilStopped } = await import('../running/run-until-stopped.service.ts');
  const settings = readSettings('Homeward', ServiceSettings, process.env);
  await runUntilStopped((start) => runEverything({ settings, demo }, start));
}
