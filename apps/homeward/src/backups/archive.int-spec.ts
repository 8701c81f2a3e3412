import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { unpack } from './archive.store.ts';
import { NotRestorableError } from './backup-errors.ts';

// Real: tar, which makes the archive and unpacks it.

describe('The archive of a base backup', () => {
  let folder: string;
  let archive: Buffer;
  const content = 'row by row '.repeat(10_000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'homeward-archive-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data/table'), content);
    const options = { encoding: 'buffer', maxBuffer: 10_000_000 } as const;
    const tar = await promisify(execFile)('tar', ['-c', '-C', join(folder, 'data'), '-f', '-', 'table'], options);
    archive = tar.stdout;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const unpacked = async (from: Readable): Promise<string> => {
    const into = await mkdtemp(join(folder, 'into-'));
    await unpack(from, into);
    return readFile(join(into, 'table'), 'utf8');
  };

  it('is whole where tar has read to its end, with any number of zeros behind that', async () => {
    expect(await unpacked(Readable.from([archive]))).toBe(content);
    const zeros = Array.from({ length: 200 }, () => Buffer.alloc(64 * 1024));
    expect(await unpacked(Readable.from([archive, ...zeros]))).toBe(content);
  });

  it('is refused where it ends too early or is none', async () => {
    const half = archive.subarray(0, archive.length / 2);
    await expect(unpacked(Readable.from([half]))).rejects.toThrow(NotRestorableError);
    await expect(unpacked(Readable.from([Buffer.from('junk'.repeat(1_000))]))).rejects.toThrow(NotRestorableError);
  });

  it('is not unpacked in silence where it cannot be read to its end', async () => {
    const unreadable = Readable.from(
      (function* () {
        yield archive.subarray(0, 1_000);
        throw new Error('the disk is broken');
      })(),
    );
    await expect(unpacked(unreadable)).rejects.toThrow('the disk is broken');
  });
});
