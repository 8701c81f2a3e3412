import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import type { BackupParts } from './base-backup.service.ts';
import { ReplicationClient, type ServerIdentity, type WalCopy } from './replication.client.ts';
import { commitTime } from './source-database.store.ts';
import { walPositionText } from './wal-position.ts';
import { endOfArchive, WalSegmentWriter } from './wal-segments.store.ts';

/** The server holds its log for it until it is archived: `homeward doctor` looks how far it is behind. */
export const backupSlot = 'homeward_backup';

export interface FollowParts extends BackupParts {
  /** How often what has come is written, and the server is asked for a sign of life. */
  readonly everySeconds: number;
  readonly signal: AbortSignal;
  /** Up to where the log is archived; called after each write. */
  readonly onArchived: (position: string) => void;
}

/**
 * Archives the write-ahead log as it is written, until the signal is aborted: any time from the newest base backup on can
 * then be restored, but for the last `everySeconds`. What is archived is on the disk before the server may forget it.
 * A connection that ends rejects: begun again, it goes on where the archive ends.
 */
export async function followWal(parts: FollowParts): Promise<void> {
  const replication = await ReplicationClient.connect(parts.url);
  const beats = new pg.Client({ connectionString: parts.url, application_name: 'homeward-backup-time' });
  beats.on('error', () => undefined);
  try {
    await beats.connect();
    const server = await replication.identify();
    await replication.ensureSlot(backupSlot);
    await archiveHistory(parts, { replication, server });
    const held = await replication.positionOfSlot(backupSlot);
    const first = (await endOfArchive(parts.folder, server)) ?? segmentOf(held ?? server.position, server);
    const writer = new WalSegmentWriter(parts.folder, server, first);
    const copy = replication.wal({
      slot: backupSlot,
      position: walPositionText(writer.flushed),
      timeline: server.timeline,
      clock: parts.clock,
    });
    await archive(parts, { copy, writer, beats });
  } finally {
    await beats.end().catch(() => undefined);
    await replication.close().catch(() => undefined);
  }
}

const segmentOf = (position: bigint, { segmentBytes }: ServerIdentity): bigint => position / BigInt(segmentBytes);

/** Where this timeline branched off from the one before, as after a failover or a restore. */
async function archiveHistory(
  { folder }: FollowParts,
  { replication, server }: { readonly replication: ReplicationClient; readonly server: ServerIdentity },
): Promise<void> {
  const history = await replication.timelineHistory(server.timeline);
  if (history === undefined) return;
  const name = `${server.timeline.toString(16).toUpperCase().padStart(8, '0')}.history`;
  await folder.write(`${server.systemId}/wal/${name}`, Readable.from([Buffer.from(history)]));
}

async function archive(
  parts: FollowParts,
  { copy, writer, beats }: { readonly copy: WalCopy; readonly writer: WalSegmentWriter; readonly beats: pg.Client },
): Promise<void> {
  const { signal, everySeconds } = parts;
  // One after the other: what comes while a segment is written waits.
  let work: Promise<unknown> = Promise.resolve();
  const failed = Promise.withResolvers<never>();
  const next = (task: () => Promise<void>): void => {
    work = work.then(task).catch(failed.reject);
  };
  copy.onData = ({ from, bytes }) => {
    // The driver's buffer is used again.
    const own = Buffer.from(bytes);
    next(() => writer.append({ from, bytes: own }));
  };
  const beat = async (): Promise<void> => {
    await commitTime(beats);
    next(async () => {
      await writer.writePartial();
      copy.confirm(writer.flushed);
      parts.onArchived(walPositionText(writer.flushed));
    });
  };
  const ended = Promise.race([copy.ended.promise.then(endedByServer), failed.promise]);
  const beating = async (): Promise<void> => {
    while (!signal.aborted) {
      await beat();
      await pause(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  };
  const aborted = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  await Promise.race([ended, beating(), aborted.then(() => work)]);
  await work;
  await writer.writePartial();
}

function endedByServer(): never {
  throw new Error('The server has ended the copy of its log.');
}
