import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const gigabyte = 2 ** 30;
/** The file behind it takes no room until something is written. */
const sizeBytes = 8 * gigabyte;

/** A disk of its own, a file with an ext4 on it, that can be filled without filling the machine's. */
export class SmallDisk {
  private constructor(
    private readonly parent: string,
    /** Where it is mounted. */
    readonly folder: string,
  ) {}

  /** @returns undefined where this account may not mount one: only root may, on Linux. */
  static async mount(): Promise<SmallDisk | undefined> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
    const parent = await mkdtemp(join(tmpdir(), 'homeward-disk-'));
    const [image, folder] = [join(parent, 'image'), join(parent, 'home')];
    try {
      await writeFile(image, '');
      await truncate(image, sizeBytes);
      await mkdir(folder);
      await run('mkfs.ext4', ['-q', '-F', image]);
      await run('mount', ['-o', 'loop', image, folder]);
    } catch {
      // No mkfs, or a container without loop devices.
      await rm(parent, { recursive: true, force: true });
      return undefined;
    }
    return new SmallDisk(parent, folder);
  }

  /** Takes all its room but so much. */
  async fillBut(freeBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    const taken = Math.max(0, bavail * bsize - freeBytes);
    await run('fallocate', ['-l', String(taken), this.#filler]);
  }

  async makeRoom(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder]);
    await rm(this.parent, { recursive: true, force: true });
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}
