/**
 * Files that can be neither read nor changed without the key: AES-256-GCM over chunks of 1 MiB, each with its number and
 * whether it is the last in its nonce, so that none can be left out, repeated, moved, or cut off at the end. The key of
 * each file follows from the key of the installation, a random salt and the file's name (HKDF): a file that is put in the
 * place of another does not open. Nothing is passed on before its chunk is found whole.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

import { BackupUnreadableError } from './backup-errors.ts';

const magic = Buffer.from('HWSEAL1\n');
const saltBytes = 32;
const tagBytes = 16;
const chunkBytes = 1024 * 1024;

/** Which file it is, and the installation's key. */
export interface Seal {
  readonly key: Uint8Array;
  readonly name: string;
}

/** Encrypts what passes through it. */
export function sealing(seal: Seal): Transform {
  const salt = randomBytes(saltBytes);
  const key = keyOfFile(seal, salt);
  const chunks = new Chunks(chunkBytes, (chunk, index, last) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(index, last));
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  });
  chunks.push(Buffer.concat([magic, salt]));
  return chunks;
}

/**
 * Decrypts what passes through it.
 *
 * @throws BackupUnreadableError, as the stream's error, when the key is another, or the file is not as it was written.
 */
export function opening(seal: Seal): Transform {
  let key: Buffer | undefined;
  const header = magic.length + saltBytes;
  return new Chunks(
    chunkBytes + tagBytes,
    (chunk, index, last) => {
      if (key === undefined) throw new BackupUnreadableError(seal.name);
      return openChunk(chunk, { key, nonce: nonce(index, last), name: seal.name });
    },
    {
      bytes: header,
      read: (start) => {
        if (!start.subarray(0, magic.length).equals(magic)) throw new BackupUnreadableError(seal.name);
        key = keyOfFile(seal, start.subarray(magic.length));
      },
    },
  );
}

function openChunk(
  chunk: Buffer,
  { key, nonce: ofChunk, name }: { readonly key: Buffer; readonly nonce: Buffer; readonly name: string },
): Buffer {
  if (chunk.length < tagBytes) throw new BackupUnreadableError(name);
  const decipher = createDecipheriv('aes-256-gcm', key, ofChunk);
  decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes));
  const plain = decipher.update(chunk.subarray(0, chunk.length - tagBytes));
  try {
    decipher.final();
  } catch (error) {
    throw new BackupUnreadableError(name, { cause: error });
  }
  return plain;
}

function keyOfFile({ key, name }: Seal, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `homeward-backup:${name}`, 32));
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 7);
  bytes.writeUInt8(last ? 1 : 0, 11);
  return bytes;
}

type TurnChunk = (chunk: Buffer, index: number, last: boolean) => Buffer;
interface Header {
  readonly bytes: number;
  readonly read: (header: Buffer) => void;
}

/** Cuts a stream into chunks of one size and turns each; the last, shorter or empty, once the end is known. */
class Chunks extends Transform {
  #waiting: Buffer[] = [];
  #bytes = 0;
  #index = 0;
  #header: Header | undefined;

  constructor(
    private readonly size: number,
    private readonly turn: TurnChunk,
    header?: Header,
  ) {
    super();
    this.#header = header;
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#attempt(callback, () => {
      this.#waiting.push(data);
      this.#bytes += data.length;
      this.#readHeader();
      // One that is just full waits: it may be the last.
      if (this.#header !== undefined || this.#bytes <= this.size) return;
      const all = Buffer.concat(this.#waiting);
      let from = 0;
      for (; all.length - from > this.size; from += this.size) this.#pass(all.subarray(from, from + this.size), false);
      this.#waiting = [all.subarray(from)];
      this.#bytes = all.length - from;
    });
  }

  override _flush(callback: TransformCallback): void {
    this.#attempt(callback, () => {
      this.#pass(Buffer.concat(this.#waiting), true);
    });
  }

  #pass(chunk: Buffer, last: boolean): void {
    this.push(this.turn(chunk, this.#index, last));
    this.#index += 1;
  }

  #readHeader(): void {
    if (this.#header === undefined || this.#bytes < this.#header.bytes) return;
    const all = Buffer.concat(this.#waiting);
    this.#header.read(all.subarray(0, this.#header.bytes));
    this.#waiting = [all.subarray(this.#header.bytes)];
    this.#bytes = all.length - this.#header.bytes;
    this.#header = undefined;
  }

  #attempt(callback: TransformCallback, work: () => void): void {
    try {
      work();
      callback();
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
