/**
 * Postgres' replication protocol over the ordinary driver: base backups and the write-ahead log, without Postgres' own
 * programs, of which the image has only the server. https://www.postgresql.org/docs/18/protocol-replication.html
 */
import { Readable } from 'node:stream';

import pg from 'pg';

import type { Clock } from '#libs/clock';

import { positionOfSlot, segmentBytesOf } from './source-database.store.ts';
import { parseWalPosition } from './wal-position.ts';

/** Seconds from 1970 to 2000, from which Postgres counts. */
const postgresEpochSeconds = 946_684_800;
const duplicateObject = '42710';

/** What a server says of itself. */
export interface ServerIdentity {
  readonly systemId: string;
  readonly timeline: number;
  readonly position: bigint;
  readonly segmentBytes: number;
}

/** What frames of a copy carry of the write-ahead log. */
export interface WalData {
  readonly from: bigint;
  readonly bytes: Buffer;
}

/** What the driver has for COPY and its types do not list. */
interface CopyConnection {
  readonly stream: { pause(): void; resume(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
}

/** One connection in replication mode. Its role needs REPLICATION. */
export class ReplicationClient {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async connect(url: string): Promise<ReplicationClient> {
    const options = {
      connectionString: url,
      application_name: 'homeward-backup',
      connectionTimeoutMillis: 10_000,
      // Of the kind that may also be asked by SQL, so that pg_hba.conf needs no line of its own for replication.
      replication: 'database',
    };
    const client = new pg.Client(options);
    // The copy that it hits is rejected; without a listener it would end the process as well.
    client.on('error', () => undefined);
    await client.connect();
    return new ReplicationClient(client);
  }

  async identify(): Promise<ServerIdentity> {
    const { rows } = await this.#client.query<{
      readonly systemid: string;
      readonly timeline: string;
      readonly xlogpos: string;
    }>('IDENTIFY_SYSTEM');
    const [found] = rows;
    if (found === undefined) throw new TypeError('IDENTIFY_SYSTEM gave no row');
    return {
      systemId: found.systemid,
      timeline: Number(found.timeline),
      position: parseWalPosition(found.xlogpos),
      segmentBytes: await segmentBytesOf(this.#client),
    };
  }

  /** Has the server hold its log from now on until it has been archived, unless it does already. */
  async ensureSlot(name: string): Promise<void> {
    try {
      await this.#client.query(`CREATE_REPLICATION_SLOT ${name} PHYSICAL RESERVE_WAL`);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === duplicateObject)) throw error;
    }
  }

  /** From where on the server holds its log for the slot; undefined when there is none. */
  positionOfSlot(name: string): Promise<bigint | undefined> {
    return positionOfSlot(this.#client, name);
  }

  /** How the timelines came about, in the form that recovery reads; undefined on the first, which has none before. */
  async timelineHistory(timeline: number): Promise<string | undefined> {
    if (timeline === 1) return undefined;
    const { rows } = await this.#client.query<{ readonly content: Buffer | string }>(
      `TIMELINE_HISTORY ${String(timeline)}`,
    );
    return rows[0]?.content.toString();
  }

  /** A tar of the data folder, with as much of the log as makes it whole. */
  baseBackup(): Readable {
    const copy = new BaseBackupCopy();
    this.#client.query(copy);
    return copy.tar;
  }

  /** The log from a position on, until the connection ends. */
  wal(from: {
    readonly slot: string;
    readonly position: string;
    readonly timeline: number;
    readonly clock: Clock;
  }): WalCopy {
    const { slot, position, timeline, clock } = from;
    const copy = new WalCopy(`START_REPLICATION SLOT ${slot} PHYSICAL ${position} TIMELINE ${String(timeline)}`, clock);
    this.#client.query(copy);
    return copy;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}

abstract class Copy {
  protected connection: CopyConnection | undefined;

  constructor(private readonly text: string) {}

  submit(connection: pg.Connection): void {
    // The driver's own class, whose types leave out what belongs to COPY.
    this.connection = connection as unknown as CopyConnection;
    this.connection.query(this.text);
  }

  abstract handleCopyData(message: { readonly chunk: Buffer }): void;
  abstract handleError(error: Error): void;
  abstract handleReadyForQuery(): void;

  handleRowDescription(): void {
    // Rows before and after the copy say from where to where it goes; backup_label in the tar says it as well.
  }

  handleDataRow(): void {
    // See handleRowDescription.
  }

  handleCommandComplete(): void {
    // Several parts make up a base backup: only the end of all of them counts.
  }
}

/** `n` begins an archive, `d` is data, `m` the manifest, which recovery does without, and `p` progress. */
class BaseBackupCopy extends Copy {
  readonly tar: Readable;
  #archives = 0;
  #inManifest = false;

  constructor() {
    super(`BASE_BACKUP (LABEL 'homeward', CHECKPOINT 'fast', WAL true, MANIFEST 'no')`);
    this.tar = new Readable({ read: () => this.connection?.stream.resume() });
  }

  override handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === 'n') this.#archives += 1;
    if (kind === 'm') this.#inManifest = true;
    if (this.#archives > 1) {
      this.tar.destroy(new Error('The database has tablespaces of its own, which are not backed up. Move them back.'));
    } else if (kind === 'd' && !this.#inManifest && !this.tar.push(Buffer.from(chunk.subarray(1)))) {
      this.connection?.stream.pause();
    }
  }

  override handleError(error: Error): void {
    this.tar.destroy(error);
  }

  override handleReadyForQuery(): void {
    this.tar.push(null);
  }
}

/** `w` carries log, `k` asks whether we are still there. */
export class WalCopy extends Copy {
  /** Resolves when the server ends the copy, as it does when it stops or its timeline ends; rejects on a failure. */
  readonly ended = Promise.withResolvers<undefined>();
  onData: (data: WalData) => void = () => undefined;
  #flushed = 0n;

  constructor(
    text: string,
    private readonly clock: Clock,
  ) {
    super(text);
  }

  override handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const kind = String.fromCharCode(chunk[0] ?? 0);
    if (kind === 'w') this.onData({ from: chunk.readBigUInt64BE(1), bytes: chunk.subarray(25) });
    if (kind === 'k' && chunk[17] === 1) this.confirm(this.#flushed);
  }

  /** Says up to where the log is safe with us: the server may forget it. */
  confirm(flushed: bigint): void {
    this.#flushed = flushed;
    const status = Buffer.alloc(34);
    status.write('r');
    for (const at of [1, 9, 17]) status.writeBigUInt64BE(flushed, at);
    status.writeBigInt64BE(BigInt(this.clock.now().getTime() - postgresEpochSeconds * 1000) * 1000n, 25);
    this.connection?.sendCopyFromChunk(status);
  }

  override handleError(error: Error): void {
    this.ended.reject(error);
  }

  override handleReadyForQuery(): void {
    this.ended.resolve(undefined);
  }
}
