import pg from 'pg';

import type { Clock } from '#libs/clock';

import type { BackupFolder, BaseBackup } from './backup-folder.store.ts';
import { ReplicationClient } from './replication.client.ts';
import { serverOf } from './source-database.store.ts';
import { parseWalPosition, parseWalSegmentName, walPositionText } from './wal-position.ts';

const millisecondsOfADay = 86_400_000;

/** Where to, from where, and by whose time. */
export interface BackupParts {
  readonly folder: BackupFolder;
  readonly url: string;
  readonly clock: Clock;
}

/**
 * Takes a base backup: the whole database as it is when the backup ends, while it goes on being used. Restorable by itself;
 * with the log that is archived (`followWal`), to any time after it.
 *
 * @returns what it is, and how many bytes were read.
 */
export async function takeBaseBackup({ folder, url, clock }: BackupParts): Promise<BaseBackup & { bytes: number }> {
  const startedAt = clock.now();
  const server = await serverAt(url);
  const replication = await ReplicationClient.connect(url);
  try {
    const { systemId, timeline, position, segmentBytes } = await replication.identify();
    const name = startedAt.toISOString().replaceAll(/[-:.]/gu, '');
    const tar = replication.baseBackup();
    let bytes = 0;
    tar.on('data', (chunk: Buffer) => (bytes += chunk.length));
    tar.pause();
    await folder.write(`${systemId}/base/${name}.tar`, tar);
    const backup: BaseBackup = {
      system: systemId,
      name,
      startedAt: startedAt.toISOString(),
      endedAt: clock.now().toISOString(),
      startPosition: walPositionText(position),
      timeline,
      segmentBytes,
      ...server,
    };
    await folder.describe(backup);
    return { ...backup, bytes };
  } finally {
    await replication.close();
  }
}

async function serverAt(url: string): Promise<Pick<BaseBackup, 'postgresVersion' | 'user' | 'database'>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await serverOf(client);
  } finally {
    await client.end();
  }
}

/**
 * Deletes the base backups that are not needed to restore any time of the last so many days, and the log before the
 * oldest that stays. The newest always stays.
 *
 * @returns how many files were deleted.
 */
export async function deleteOldBackups(
  folder: BackupFolder,
  { keepDays, now }: { readonly keepDays: number; readonly now: Date },
): Promise<number> {
  const oldest = new Date(now.getTime() - keepDays * millisecondsOfADay).toISOString();
  const backups = await folder.baseBackups();
  // The newest of those that are older is what the times right after `oldest` are restored from.
  const firstToStay = Math.max(
    0,
    backups.findLastIndex(({ endedAt }) => endedAt <= oldest),
  );
  const stay = backups.slice(firstToStay);
  const unneeded: string[] = [];
  for (const { system, name } of backups.slice(0, firstToStay)) {
    // The description first: one without its tar would be believed.
    unneeded.push(`${system}/base/${name}.json`, `${system}/base/${name}.tar`);
  }
  for (const system of new Set(stay.map((backup) => backup.system))) {
    const first = stay.find((backup) => backup.system === system);
    if (first !== undefined) unneeded.push(...(await walBefore(folder, first)));
  }
  for (const name of unneeded) await folder.remove(name);
  return unneeded.length;
}

async function walBefore(folder: BackupFolder, first: BaseBackup): Promise<readonly string[]> {
  const number = parseWalPosition(first.startPosition) / BigInt(first.segmentBytes);
  const names = await folder.walOf(first.system);
  return names
    .filter((name) => (parseWalSegmentName(name, first.segmentBytes)?.number ?? number) < number)
    .map((name) => `${first.system}/wal/${name}`);
}
