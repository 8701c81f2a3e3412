import { Command, CommanderError } from 'commander';

import { RuleSetError } from '#libs/clinical';
import { HomewardError } from '#libs/contracts';

import { addBackupCommand } from './commands/backup.command.ts';
import { addDeadLettersCommand } from './commands/dead-letters.command.ts';
import { addDoctorCommand } from './commands/doctor.command.ts';
import { addMigrateCommand } from './commands/migrate.command.ts';
import { addPasswordsCommand } from './commands/passwords.command.ts';
import { addRebuildChartCommand } from './commands/rebuild-chart.command.ts';
import { addRegisterGatewayCommand } from './commands/register-gateway.command.ts';
import { addReplayCommand } from './commands/replay.command.ts';
import { addRestoreCommand } from './commands/restore.command.ts';
import { addRulesCommand } from './commands/rules.command.ts';
import { addScoreCommand } from './commands/score.command.ts';
import { addSimulateCommand } from './commands/simulate.command.ts';
import { addServiceCommands } from './commands/service.command.ts';
import { addTokenCommand } from './commands/token.command.ts';
import { addUpCommand } from './commands/up.command.ts';

const badUsage = 2;

/** The `homeward` command. Ends with status 0; 1 when something went wrong; 2 when it was asked for in a way it is not known. */
async function main(words: readonly string[]): Promise<void> {
  const program = new Command('homeward')
    .description('A virtual ward: people who are ill at home are watched over as closely as in a hospital.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(homeward --help shows what there is)');
  addUpCommand(program);
  addServiceCommands(program);
  addScoreCommand(program);
  addReplayCommand(program);
  addRulesCommand(program);
  addSimulateCommand(program);
  addTokenCommand(program);
  addPasswordsCommand(program);
  addRegisterGatewayCommand(program);
  addDeadLettersCommand(program);
  addMigrateCommand(program);
  addBackupCommand(program);
  addRestoreCommand(program);
  addRebuildChartCommand(program);
  addDoctorCommand(program);
  // A command inherits these settings only if it is told to.
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : badUsage;
    else reportFailure(error);
  }
}

/** What we foresaw is said in its own words; anything else is a fault of ours, and its stack says where. */
function reportFailure(error: unknown): void {
  if (error instanceof HomewardError || error instanceof RuleSetError) console.error(error.message);
  else console.error(error);
  process.exitCode = 1;
}

await main(process.argv.slice(2));
