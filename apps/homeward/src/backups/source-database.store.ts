import type { Client } from 'pg';

import { BaseBackup } from './backup-folder.store.ts';
import { parseWalPosition } from './wal-position.ts';

/** Which Postgres it is, and as whom we ask it. */
export async function serverOf(client: Client): Promise<Pick<BaseBackup, 'postgresVersion' | 'user' | 'database'>> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version') AS "postgresVersion", current_user AS "user", current_database() AS database`,
  );
  return BaseBackup.pick({ postgresVersion: true, user: true, database: true }).parse(rows[0]);
}

/** How large a file of its write-ahead log is. */
export async function segmentBytesOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ readonly bytes: string }>(
    `SELECT setting AS bytes FROM pg_settings WHERE name = 'wal_segment_size'`,
  );
  return Number(rows[0]?.bytes);
}

/** From where on the server holds its log for a slot; undefined when there is none. In replication mode there are no parameters. */
export async function positionOfSlot(client: Client, name: string): Promise<bigint | undefined> {
  const { rows } = await client.query<{ readonly restart_lsn: string | null }>(
    `SELECT restart_lsn::text FROM pg_replication_slots WHERE slot_name = '${name}'`,
  );
  const position = rows[0]?.restart_lsn;
  return position === undefined || position === null ? undefined : parseWalPosition(position);
}

/** A commit that does nothing else: so that the end of the log says until when it goes, also on a quiet night. */
export async function commitTime(client: Client): Promise<void> {
  await client.query(`SELECT pg_logical_emit_message(true, 'homeward', 'backup')`);
}
