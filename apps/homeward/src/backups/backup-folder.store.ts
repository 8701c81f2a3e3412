/**
 * The folder that backups are in:
 *
 *     <system>/base/<time>.tar          a base backup: gzip, sealed
 *     <system>/base/<time>.json         what it is; written last, so that one without it is not whole
 *     <system>/wal/<segment>            a segment of the write-ahead log: gzip, sealed
 *     <system>/wal/<segment>.partial    the last one as far as it has come
 *     <system>/wal/<timeline>.history   where a timeline branched off
 *
 * `<system>` is the number that Postgres gave the database when it was made, so that two never mix.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import { z } from 'zod';

import { BackupUnreadableError } from './backup-errors.ts';
import { opening, sealing } from './sealed-file.codec.ts';

const fastCompression = 1;

/** What a base backup is. Nothing in it is about a patient. */
export const BaseBackup = z.object({
  system: z.string(),
  name: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  startPosition: z.string(),
  timeline: z.int(),
  segmentBytes: z.int(),
  postgresVersion: z.string(),
  user: z.string(),
  database: z.string(),
});
export type BaseBackup = z.infer<typeof BaseBackup>;

export class BackupFolder {
  constructor(
    readonly path: string,
    private readonly key: Uint8Array,
  ) {}

  /** The base backups that are whole, oldest first. */
  async baseBackups(): Promise<readonly BaseBackup[]> {
    const systems = await namesIn(this.path);
    const found = await Promise.all(
      systems.map(async (system) => {
        const names = (await namesIn(join(this.path, system, 'base'))).filter((name) => name.endsWith('.json'));
        return Promise.all(names.map((name) => this.#description(join(this.path, system, 'base', name))));
      }),
    );
    return found.flat().sort((one, other) => one.endedAt.localeCompare(other.endedAt));
  }

  /** The names of what there is of a system's log. */
  walOf(system: string): Promise<readonly string[]> {
    return namesIn(join(this.path, system, 'wal'));
  }

  async describe(backup: BaseBackup): Promise<void> {
    const text = Readable.from([`${JSON.stringify(backup, null, 2)}\n`]);
    await this.#write(`${backup.system}/base/${backup.name}.json`, (file) => pipeline(text, file));
  }

  /** Writes under another name and renames when it is on the disk, so that what is there is whole. */
  async write(name: string, content: Readable): Promise<void> {
    const seal = sealing({ key: this.key, name });
    await this.#write(name, (file) => pipeline(content, createGzip({ level: fastCompression }), seal, file));
  }

  /**
   * @throws BackupUnreadableError, as the stream's error.
   */
  read(name: string): Readable {
    const file = createReadStream(join(this.path, name));
    const gunzip = createGunzip();
    pipeline(file, opening({ key: this.key, name }), gunzip).catch((error: unknown) => {
      gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    return gunzip;
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
  }

  async #description(path: string): Promise<BaseBackup> {
    try {
      return BaseBackup.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      throw new BackupUnreadableError(path, { cause: error });
    }
  }

  async #write(name: string, fill: (file: NodeJS.WritableStream) => Promise<void>): Promise<void> {
    const path = join(this.path, name);
    const draft = `${path}.new`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await fill(createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, path);
    await syncFolder(dirname(path));
  }
}

/** What has been renamed in it is still renamed after the machine's fall. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.endsWith('.new')).sort();
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
