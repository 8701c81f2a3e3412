import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '#libs/clock';

import { BackupStaleError, NotRestorableError } from './backup-errors.ts';
import type { BackupFolder } from './backup-folder.store.ts';
import { contentOf, type TableContent } from './content.store.ts';
import { restore } from './restore.service.ts';

/** What a rehearsal found. */
export interface Rehearsal {
  readonly base: string;
  /** When the last transaction that came back was committed. */
  readonly restoredUntil: string;
  readonly tables: readonly TableContent[];
  readonly seconds: number;
}

const millisecondsOfAMinute = 60_000;

/**
 * Restores the newest backup into a folder that is deleted afterwards, and reads every row of it.
 *
 * @throws what `restore` does; NotRestorableError when nothing of Homeward is in it; BackupStaleError when it ends longer
 * ago than so many minutes.
 */
export async function rehearseRestore(parts: {
  readonly folder: BackupFolder;
  readonly clock: Clock;
  readonly withinMinutes: number;
  readonly onProgress: (words: string) => void;
}): Promise<Rehearsal> {
  const { folder, clock, withinMinutes, onProgress } = parts;
  const began = performance.now();
  const into = await mkdtemp(join(tmpdir(), 'homeward-rehearsal-'));
  try {
    const { until, tables, base } = await restore({ folder, into, onProgress }, async (database, backup) => ({
      until: database.until?.toISOString() ?? backup.endedAt,
      tables: await contentOf(database.client),
      base: backup.name,
    }));
    if (tables.length === 0) throw new NotRestorableError('it has no tables.');
    const oldest = new Date(clock.now().getTime() - withinMinutes * millisecondsOfAMinute).toISOString();
    if (until < oldest) throw new BackupStaleError({ restoredUntil: until, minutes: withinMinutes });
    return { base, restoredUntil: until, tables, seconds: (performance.now() - began) / 1000 };
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}
