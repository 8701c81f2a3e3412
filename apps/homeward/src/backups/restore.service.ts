import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { recoverPostgres, type RecoveredPostgres } from '#libs/embedded';

import { unpack } from './archive.store.ts';
import { NoBackupError, NotRestorableError, WalMissingError } from './backup-errors.ts';
import type { BackupFolder, BaseBackup } from './backup-folder.store.ts';
import { firstMissingSegment, parseWalPosition, parseWalSegmentName, walSegmentName } from './wal-position.ts';

/** What is to be restored, and into which folder, which is to be empty or not there. */
export interface RestoreRequest {
  readonly folder: BackupFolder;
  readonly into: string;
  /** Left out: up to the last that was archived. */
  readonly until?: Date;
  readonly onProgress: (words: string) => void;
}

/**
 * Restores a database into a folder: `data` is then a data folder that was stopped in order, for any Postgres of the same
 * major version and kind of processor. While it is still running, `look` may ask it.
 *
 * @throws NoBackupError, BackupUnreadableError, WalMissingError, NotRestorableError.
 */
export async function restore<Result>(
  request: RestoreRequest,
  look: (database: RecoveredPostgres, backup: BaseBackup) => Promise<Result>,
): Promise<Result> {
  const { folder, into, until, onProgress } = request;
  await refuseUsedFolder(into);
  const backup = await baseBackupFor(folder, until);
  const data = join(into, 'data');
  const wal = join(into, 'wal');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await mkdir(wal, { mode: 0o700 });
  onProgress(`base backup of ${backup.endedAt}`);
  await unpack(folder.read(`${backup.system}/base/${backup.name}.tar`), data);
  const names = await neededWal(folder, backup);
  onProgress(`${String(names.length)} segments of the log`);
  for (const name of names) await readWal(folder, { backup, name, wal });
  onProgress('recovery');
  const account = { user: backup.user, database: backup.database };
  const result = await recoverPostgres({ home: into, wal, account, ...(until !== undefined && { until }) }, (found) =>
    look(found, backup),
  );
  await rm(wal, { recursive: true });
  return result;
}

async function refuseUsedFolder(into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const found = await readdir(into);
  if (found.length > 0) throw new NotRestorableError(`${into} is not empty. Move away what is there first.`);
}

async function baseBackupFor(folder: BackupFolder, until: Date | undefined): Promise<BaseBackup> {
  const backups = await folder.baseBackups();
  const latest = until?.toISOString();
  const backup = backups.findLast(({ endedAt }) => latest === undefined || endedAt <= latest);
  if (backup === undefined) throw new NoBackupError(folder.path, latest);
  return backup;
}

/** What recovery may ask for: the segments from the base backup on, and where timelines branched off. */
async function neededWal(folder: BackupFolder, backup: BaseBackup): Promise<readonly string[]> {
  const { segmentBytes, timeline } = backup;
  const first = parseWalPosition(backup.startPosition) / BigInt(segmentBytes);
  const names = await folder.walOf(backup.system);
  const numberOf = (name: string): bigint | undefined =>
    parseWalSegmentName(name.replace('.partial', ''), segmentBytes)?.number;
  const needed = names.filter((name) => name.endsWith('.history') || (numberOf(name) ?? -1n) >= first);
  const missing = firstMissingSegment(needed.flatMap((name) => numberOf(name) ?? []));
  if (missing !== undefined) throw new WalMissingError(walSegmentName({ timeline, number: missing }, segmentBytes));
  // One that was being written when it became full may be there twice.
  return needed.filter((name) => !name.endsWith('.partial') || !needed.includes(name.replace('.partial', '')));
}

async function readWal(
  folder: BackupFolder,
  { backup, name, wal }: { readonly backup: BaseBackup; readonly name: string; readonly wal: string },
): Promise<void> {
  const file = join(wal, name.replace('.partial', ''));
  await pipeline(folder.read(`${backup.system}/wal/${name}`), createWriteStream(file, { mode: 0o600 }));
  // Postgres takes segments of full length only; zeros are where its log ends.
  if (name.endsWith('.partial')) await truncate(file, backup.segmentBytes);
}
