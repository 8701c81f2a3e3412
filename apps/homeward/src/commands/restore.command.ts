import { resolve } from 'node:path';

import { type Command, InvalidArgumentError } from 'commander';

import { SystemClock } from '#libs/clock';
import { InstantWithOffset } from '#libs/contracts';

interface RestoreFlags {
  readonly into?: string;
  readonly until?: Date;
  readonly rehearse?: true;
  readonly within: number;
}

/** Adds `homeward restore`: a database as it was at any time, from BACKUP_FOLDER. */
export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('Restore the database from its backups, as it was at any time; or rehearse it')
    .option('--into <folder>', 'an empty folder, in which `data` becomes a data folder of Postgres')
    .option('--until <time>', 'as in 2026-11-01T08:00:00+00:00 (up to the last that was archived)', time)
    .option('--rehearse', 'restore the newest into a folder that is deleted, and read every row')
    .option('--within <minutes>', 'when rehearsing: how old the newest that comes back may be', minutes, 15)
    .action(async (flags: RestoreFlags, command: Command) => {
      if ((flags.into === undefined) === (flags.rehearse === undefined))
        command.error('error: expected either --into FOLDER or --rehearse', { exitCode: 2 });
      await restoreOrRehearse(flags);
    });
}

async function restoreOrRehearse({ into, until, within }: RestoreFlags): Promise<void> {
  const { backupFolder, readBackupSettings } = await import('../backups/backup-folder.service.ts');
  const folder = backupFolder(readBackupSettings('homeward restore'));
  const onProgress = (words: string): void => {
    console.error(`… ${words}`);
  };
  if (into === undefined) {
    const { rehearseRestore } = await import('../backups/rehearsal.service.ts');
    const clock = new SystemClock();
    const found = await rehearseRestore({ folder, clock, withinMinutes: within, onProgress });
    const rows = found.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `The backup can be restored: up to ${found.restoredUntil}, ${String(rows)} rows of ${String(found.tables.length)} tables, in ${found.seconds.toFixed(0)} s.`,
    );
    return;
  }
  const { restore } = await import('../backups/restore.service.ts');
  const { handOverToEmbedded } = await import('../backups/embedded-home.store.ts');
  const home = resolve(into);
  const request = { folder, into: home, onProgress, ...(until !== undefined && { until }) };
  const last = await restore(request, async (database, backup) => {
    await handOverToEmbedded(home, { database, backup });
    return database.until?.toISOString() ?? backup.endedAt;
  });
  console.log(`${home}/data is the database as it was at ${last}.`);
}

function time(text: string): Date {
  const parsed = InstantWithOffset.safeParse(text);
  if (parsed.success) return new Date(Date.parse(parsed.data));
  throw new InvalidArgumentError('Expected a time such as 2026-11-01T08:00:00+00:00.');
}

function minutes(text: string): number {
  const count = Number(text);
  if (count > 0) return count;
  throw new InvalidArgumentError('Expected a number of minutes.');
}
