import { randomBytes } from 'node:crypto';
import { pipeline, Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import fc from 'fast-check';

import { BackupUnreadableError } from './backup-errors.ts';
import { opening, sealing } from './sealed-file.codec.ts';

const mebibyte = 1024 * 1024;
const seal = { key: randomBytes(32), name: 'wal/000000010000000000000002' };

function through(stream: Transform, pieces: readonly Buffer[]): Promise<Buffer> {
  // What goes wrong is the error of the stream that is read.
  return buffer(pipeline(Readable.from(pieces), stream, () => undefined));
}

const sealed = (plain: Buffer): Promise<Buffer> => through(sealing(seal), [plain]);
const opened = (secret: Buffer, by = seal): Promise<Buffer> => through(opening(by), [secret]);

describe('a sealed file', () => {
  it.each([0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte])('of %i bytes opens as it was', async (bytes) => {
    const plain = randomBytes(bytes);
    const secret = await sealed(plain);
    expect(secret.includes(plain.subarray(0, 32)) && bytes > 32).toBe(false);
    expect((await opened(secret)).equals(plain)).toBe(true);
  });

  it('opens the same in whatever pieces it is read', async () => {
    const plain = randomBytes(2 * mebibyte + 100);
    const secret = await sealed(plain);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: mebibyte }), { maxLength: 5 }), async (sizes) => {
        let from = 0;
        const pieces = sizes.map((size) => secret.subarray(from, (from += size))).filter(({ length }) => length > 0);
        expect((await through(opening(seal), [...pieces, secret.subarray(from)])).equals(plain)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('does not open with another key, or under another name', async () => {
    const secret = await sealed(Buffer.from('a reading'));
    await expect(opened(secret, { ...seal, key: randomBytes(32) })).rejects.toThrow(BackupUnreadableError);
    await expect(opened(secret, { ...seal, name: 'wal/another' })).rejects.toThrow(BackupUnreadableError);
  });

  it('does not open when a byte of it was changed, wherever', async () => {
    const secret = await sealed(randomBytes(1000));
    for (const at of [0, 10, 50, 500, secret.length - 1]) {
      const changed = Buffer.from(secret);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await expect(opened(changed)).rejects.toThrow(BackupUnreadableError);
    }
  });

  it('does not open when its end is cut off, between chunks or within one', async () => {
    const secret = await sealed(randomBytes(2 * mebibyte));
    for (const length of [0, 20, 40, 40 + mebibyte + 16, secret.length - 1])
      await expect(opened(secret.subarray(0, length))).rejects.toThrow(BackupUnreadableError);
  });

  it('does not open when two of its chunks have changed places', async () => {
    const secret = await sealed(randomBytes(3 * mebibyte));
    const [header, size] = [40, mebibyte + 16];
    const chunk = (nth: number): Buffer => secret.subarray(header + nth * size, header + (nth + 1) * size);
    const swapped = Buffer.concat([secret.subarray(0, header), chunk(1), chunk(0), chunk(2)]);
    await expect(opened(swapped)).rejects.toThrow(BackupUnreadableError);
  });
});
