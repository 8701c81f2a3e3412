import { instant } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexText, isPackFile, type PackInFolder } from './pack-files.ts';

const indexName = 'index.txt';
const partSuffix = '.part';
/** What was being written when a process was killed, and is by none any more. */
const abandonedAfterMs = 3_600_000;

/**
 * The folder of packs, on this machine. Each file is written beside the one that it takes the place of, and moved there when
 * it is whole: who reads finds the old one or the new one. Packs name patients: only the account that Homeward runs under may
 * read them.
 */
export class DowntimeFolder {
  constructor(private readonly folder: string) {}

  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await chmod(this.folder, 0o700);
  }

  /** The time at which the file was changed last is that at which the pack was made. */
  async write(fileName: string, bytes: Buffer | string, madeAt: Date): Promise<void> {
    const part = join(this.folder, `.${fileName}.${randomUUID()}${partSuffix}`);
    try {
      await writeFile(part, bytes, { mode: 0o600, flush: true });
      await utimes(part, madeAt, madeAt);
      await rename(part, join(this.folder, fileName));
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Takes away the packs of wards that are gone, and what killed processes left half written. */
  async removeAllBut(fileNames: ReadonlySet<string>, now: Date): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const isGone = isPackFile(name) && !fileNames.has(name);
      if (isGone || (name.endsWith(partSuffix) && (await this.#isAbandoned(name, now)))) {
        await rm(join(this.folder, name), { force: true });
      }
    }
  }

  /** Writes which packs there are, and when each was made: one that could not be made anew is older than the others. */
  async writeIndex(at: Date): Promise<void> {
    const names = (await readdir(this.folder)).filter(isPackFile);
    const packs = await Promise.all(
      names.map(async (fileName): Promise<PackInFolder> => {
        const { mtime } = await stat(join(this.folder, fileName));
        return { fileName, madeAt: instant(mtime) };
      }),
    );
    await this.write(indexName, indexText(packs), at);
  }

  async #isAbandoned(name: string, now: Date): Promise<boolean> {
    // Another process may have finished it since.
    const found = await stat(join(this.folder, name)).catch(() => undefined);
    return found !== undefined && now.getTime() - found.ctimeMs > abandonedAfterMs;
  }
}
