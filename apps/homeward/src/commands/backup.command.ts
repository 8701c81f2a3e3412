import { setTimeout as pause } from 'node:timers/promises';

import type { Command } from 'commander';

import { SystemClock } from '#libs/clock';
import type { Logger } from '#libs/telemetry';

import type { BackupParts } from '../backups/base-backup.service.ts';

interface BackupFlags {
  readonly follow?: true;
  readonly list?: true;
}

const pauseAfterFailureMilliseconds = 5_000;

/** Adds `homeward backup`: the database into BACKUP_FOLDER, encrypted with BACKUP_KEY, while it goes on being used. */
export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description('Back up the database, encrypted, so that `homeward restore` can bring back any time')
    .option('--follow', 'archive what is committed every few seconds, until stopped, instead of a base backup')
    .option('--list', 'say which base backups there are')
    .action(backUp);
}

async function backUp(flags: BackupFlags): Promise<void> {
  const { backupFolder, readBackupSettings } = await import('../backups/backup-folder.service.ts');
  const settings = readBackupSettings('homeward backup');
  const folder = backupFolder(settings);
  if (flags.list === true) {
    for (const { endedAt, name, postgresVersion } of await folder.baseBackups())
      console.log(`${endedAt}  ${name}  Postgres ${postgresVersion}`);
    return;
  }
  const { deleteOldBackups, takeBaseBackup } = await import('../backups/base-backup.service.ts');
  const { databaseServer } = await import('../running/database-server.service.ts');
  const { serviceLogger } = await import('../terminal/service-logger.service.ts');
  const logger = serviceLogger('backup', settings);
  const clock = new SystemClock();
  const server = await databaseServer(
    { ...settings, DATABASE_URL: settings.BACKUP_DATABASE_URL ?? settings.DATABASE_URL },
    logger,
  );
  const parts = { folder, url: server.url, clock };
  if (flags.follow === true) {
    await followUntilStopped(parts, { everySeconds: settings.BACKUP_SECONDS, logger, stopServer: () => server.stop() });
    return;
  }
  try {
    const { endedAt, bytes } = await takeBaseBackup(parts);
    console.log(`A base backup of ${(bytes / 2 ** 20).toFixed(0)} MB is whole since ${endedAt}.`);
    const deleted = await deleteOldBackups(folder, { keepDays: settings.BACKUP_KEEP_DAYS, now: clock.now() });
    if (deleted > 0) console.log(`${String(deleted)} older file(s) were deleted.`);
  } finally {
    await server.stop();
  }
}

/** Where the database is away, it is tried again until it is there: what is committed meanwhile is held for us. */
async function followUntilStopped(
  parts: BackupParts,
  options: { readonly everySeconds: number; readonly logger: Logger; readonly stopServer: () => Promise<void> },
): Promise<void> {
  const { followWal } = await import('../backups/wal-archive.service.ts');
  const { stopRequest } = await import('../running/stop-request.service.ts');
  const { everySeconds, logger, stopServer } = options;
  const signal = stopRequest();
  let wasArchived = '';
  const onArchived = (position: string): void => {
    if (wasArchived === '') logger.info({ event: 'wal-archived', position }, 'The log is being archived');
    wasArchived = position;
  };
  while (!signal.aborted) {
    try {
      await followWal({ ...parts, everySeconds, signal, onArchived });
    } catch (error) {
      wasArchived = '';
      logger.error({ event: 'wal-archive-broken', err: error }, 'The log is not archived; trying again');
      await pause(pauseAfterFailureMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }
  await stopServer();
  process.exit(0);
}
