import { Readable } from 'node:stream';

import type { BackupFolder } from './backup-folder.store.ts';
import type { ServerIdentity, WalData } from './replication.client.ts';
import { WalMissingError } from './backup-errors.ts';
import { parseWalSegmentName, walPositionText, walSegmentName } from './wal-position.ts';

/**
 * Where the archive of a server's log ends: the next segment that it lacks of the timeline that the server is on, undefined
 * when it has none. Another timeline's may go further: a server that was restored to an earlier time has left it.
 */
export async function endOfArchive(
  folder: BackupFolder,
  { systemId, segmentBytes, timeline }: ServerIdentity,
): Promise<bigint | undefined> {
  const names = await folder.walOf(systemId);
  const numbers = names
    .flatMap((name) => parseWalSegmentName(name, segmentBytes) ?? [])
    .flatMap((segment) => (segment.timeline === timeline ? [segment.number] : []));
  if (numbers.length === 0) return undefined;
  return numbers.reduce((one, other) => (one > other ? one : other)) + 1n;
}

/** Cuts a stream of log into segments and writes them: each when it is full, and the last as far as it has come. */
export class WalSegmentWriter {
  readonly #segment: Buffer;
  readonly #segmentBytes: bigint;
  #number: bigint;
  #filled = 0;
  #writtenPartial = 0;

  /** @param first the number of the segment whose beginning comes first. */
  constructor(
    private readonly folder: BackupFolder,
    private readonly server: ServerIdentity,
    first: bigint,
  ) {
    this.#segment = Buffer.alloc(server.segmentBytes);
    this.#segmentBytes = BigInt(server.segmentBytes);
    this.#number = first;
  }

  /** Up to where what came is on the disk. */
  get flushed(): bigint {
    return this.#number * this.#segmentBytes + BigInt(this.#writtenPartial);
  }

  /** @throws WalMissingError when something was left out before it. */
  async append({ from, bytes }: WalData): Promise<void> {
    const expected = this.#number * this.#segmentBytes + BigInt(this.#filled);
    if (from !== expected) throw new WalMissingError(walPositionText(expected));
    let at = 0;
    while (at < bytes.length) {
      const copied = bytes.copy(this.#segment, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled === this.#segment.length) await this.#writeFull();
    }
  }

  /** Writes the segment that is not full, if anything has come since. */
  async writePartial(): Promise<void> {
    if (this.#filled === this.#writtenPartial) return;
    const filled = this.#filled;
    await this.folder.write(`${this.#path()}.partial`, Readable.from([this.#segment.subarray(0, filled)]));
    this.#writtenPartial = filled;
  }

  async #writeFull(): Promise<void> {
    const path = this.#path();
    await this.folder.write(path, Readable.from([this.#segment]));
    await this.folder.remove(`${path}.partial`);
    this.#number += 1n;
    this.#filled = 0;
    this.#writtenPartial = 0;
  }

  #path(): string {
    const segment = { timeline: this.server.timeline, number: this.#number };
    return `${this.server.systemId}/wal/${walSegmentName(segment, this.server.segmentBytes)}`;
  }
}
