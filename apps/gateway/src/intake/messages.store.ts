import type { Instant } from '#libs/contracts';
import { type Database, deleteInSteps } from '#libs/database';

export interface MessageKey {
  readonly deviceId: string;
  readonly messageId: string;
}

export interface TakenMessage extends MessageKey {
  readonly digest: string;
}

interface DigestRow {
  readonly n: string;
  readonly digest: string;
}

/** The table `message`: which message ids each device has used, and for what. */
export class MessagesStore {
  constructor(private readonly database: Database) {}

  /** The digest under which each message was taken before, in the order of the keys; undefined where it was not. */
  async findDigests(keys: readonly MessageKey[]): Promise<readonly (string | undefined)[]> {
    const digests = new Array<string | undefined>(keys.length);
    if (keys.length === 0) return digests;
    // LATERAL, so that the planner goes by the index however large it takes the table to be.
    const { rows } = await this.database.pool.query<DigestRow>(
      `SELECT asked.n, m.digest
         FROM unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n')) WITH ORDINALITY AS asked (device_id, message_id, n)
        CROSS JOIN LATERAL (
          SELECT digest FROM message
           WHERE message.device_id = asked.device_id AND message.message_id = asked.message_id LIMIT 1) AS m`,
      [lines(keys.map(({ deviceId }) => deviceId)), lines(keys.map(({ messageId }) => messageId))],
    );
    for (const { n, digest } of rows) digests[Number(n) - 1] = digest.replaceAll('-', '');
    return digests;
  }

  /** Remembers that these were taken. */
  async remember(messages: readonly TakenMessage[], receivedAt: Instant): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO message (device_id, message_id, digest, received_at)
       SELECT *, $4::timestamptz
         FROM unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n'), string_to_array($3, E'\\n')::uuid[])
       ON CONFLICT DO NOTHING`,
      [
        lines(messages.map(({ deviceId }) => deviceId)),
        lines(messages.map(({ messageId }) => messageId)),
        lines(messages.map(({ digest }) => digest)),
        receivedAt,
      ],
    );
  }

  /** Deletes those that were received before the time, in steps; says how many. */
  deleteBefore(time: Instant, signal?: AbortSignal): Promise<number> {
    return deleteInSteps(this.database.pool, {
      sql: `DELETE FROM message
             WHERE ctid = ANY (ARRAY (SELECT ctid FROM message WHERE received_at < $2::timestamptz LIMIT $1))`,
      values: [time],
      rowsPerStep: 5000,
      ...(signal !== undefined && { signal }),
    });
  }
}

/** Neither ids nor digests can hold a line feed, and splitting at one is cheaper for both sides than an array's syntax. */
const lines = (values: readonly string[]): string => values.join('\n');
