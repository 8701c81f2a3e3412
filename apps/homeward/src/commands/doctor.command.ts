import type { Command } from 'commander';

import { SettingsError } from '#libs/settings';

/** Adds `homeward doctor`: looks at everything that Homeward needs here and says what is wrong and what to do. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Look at everything that Homeward needs here, and say what is wrong and what to do')
    .action(doctor);
}

async function doctor(): Promise<void> {
  const { readSettings } = await import('#libs/settings');
  const { ServiceSettings } = await import('../running/service-settings.ts');
  const { examinations } = await import('../examining/examinations.service.ts');
  let wrong = 0;
  const say = (good: boolean, what: string, finding: string): void => {
    if (!good) wrong += 1;
    console.log(`${good ? 'ok   ' : 'WRONG'}  ${what.padEnd(9)} ${finding.replaceAll('\n', `\n${' '.repeat(17)}`)}`);
  };
  try {
    const settings = readSettings('Homeward', ServiceSettings, process.env);
    say(true, 'settings', 'every one can be used');
    for (const { what, examine } of examinations) {
      const { good, finding } = await examine(settings).catch((error: unknown) => ({
        good: false,
        finding: error instanceof Error ? error.message : String(error),
      }));
      say(good, what, finding);
    }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    say(false, 'settings', error.message);
  }
  console.log(wrong === 0 ? 'All is well.' : `${String(wrong)} thing(s) to put right.`);
  if (wrong > 0) process.exitCode = 1;
}
