import { instant, type Instant } from '#libs/contracts';
import { type Database, deleteInSteps } from '#libs/database';
import type { SeenMessage } from './message-decision.ts';

export interface MessageKey {
  readonly deviceId: string;
  readonly messageId: string;
}

export interface TakenMessage extends MessageKey, SeenMessage {}

interface SeenRow {
  readonly n: string;
  readonly digest: string;
  readonly taken_at: Date;
}

/** The table `message`: which message ids each device has used, at which times, and for what. */
export class MessagesStore {
  constructor(private readonly database: Database) {}

  /** Under each id what was taken before, in the order of the keys: a device that was reset uses an id for several times. */
  async findSeen(keys: readonly MessageKey[]): Promise<readonly (readonly SeenMessage[])[]> {
    const seen: SeenMessage[][] = keys.map(() => []);
    if (keys.length === 0) return seen;
    // LATERAL, so that the planner goes by the index however large it takes the table to be.
    const { rows } = await this.database.pool.query<SeenRow>(
      `SELECT asked.n, m.digest, m.taken_at
         FROM unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n')) WITH ORDINALITY AS asked (device_id, message_id, n)
        CROSS JOIN LATERAL (
          SELECT digest, taken_at FROM message
           WHERE message.device_id = asked.device_id AND message.message_id = asked.message_id LIMIT 1000) AS m`,
      [lines(keys.map(({ deviceId }) => deviceId)), lines(keys.map(({ messageId }) => messageId))],
    );
    for (const { n, digest, taken_at: takenAt } of rows) {
      seen[Number(n) - 1]?.push({ digest: digest.replaceAll('-', ''), takenAt: instant(takenAt) });
    }
    return seen;
  }

  /** Remembers that these were taken. */
  async remember(messages: readonly TakenMessage[], receivedAt: Instant): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO message (device_id, message_id, digest, taken_at, received_at)
       SELECT *, $5::timestamptz
         FROM unnest(
           string_to_array($1, E'\\n'), string_to_array($2, E'\\n'), string_to_array($3, E'\\n')::uuid[],
           string_to_array($4, E'\\n')::timestamptz[])
       ON CONFLICT DO NOTHING`,
      [
        lines(messages.map(({ deviceId }) => deviceId)),
        lines(messages.map(({ messageId }) => messageId)),
        lines(messages.map(({ digest }) => digest)),
        lines(messages.map(({ takenAt }) => takenAt)),
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
