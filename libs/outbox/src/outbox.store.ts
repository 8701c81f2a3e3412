import type { TopicName } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** A connection or the pool: whatever runs a statement. */
export type Queryable = Pick<PoolClient, 'query'>;

/** What goes onto the log. */
export interface OutgoingRecord {
  readonly topic: TopicName;
  readonly key: string;
  readonly value: string;
  /** The W3C traceparent of what decided it, where that is traced. */
  readonly trace?: string | undefined;
}

/** For so long a record that cannot be published is kept, to be looked at. */
export const setAsideKeepDays = 90;

/** A record that waits, by its number: those of one key are published in the order of their numbers. */
export interface WaitingRecord extends OutgoingRecord {
  readonly id: string;
}

/** A record that cannot be published, and why. */
export interface SetAsideRecord extends WaitingRecord {
  readonly reason: string;
  readonly stagedAt: Date;
  readonly setAsideAt: Date;
}

/** Statements for a service's migration. */
export const outboxTable: readonly string[] = [
  `CREATE TABLE outbox (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     topic text NOT NULL,
     key text NOT NULL,
     value text NOT NULL,
     staged_at timestamptz NOT NULL,
     set_aside_at timestamptz,
     reason text
   )`,
  'CREATE INDEX outbox_waiting ON outbox (id) WHERE set_aside_at IS NULL',
  'CREATE INDEX outbox_set_aside ON outbox (set_aside_at) WHERE set_aside_at IS NOT NULL',
];

/** Statements for a later migration: with each event the trace that it belongs to. */
export const outboxTrace: readonly string[] = ['ALTER TABLE outbox ADD COLUMN trace text'];

interface WaitingRow extends Omit<WaitingRecord, 'trace'> {
  readonly trace: string | null;
}

interface SetAsideRow extends WaitingRecord {
  readonly reason: string;
  readonly staged_at: Date;
  readonly set_aside_at: Date;
}

/** SQL of `outbox`: events that were decided and are not on the log yet. */
export class OutboxStore {
  async add(client: Queryable, records: readonly OutgoingRecord[], now: Date): Promise<void> {
    await client.query({
      name: 'outbox-add',
      text: `INSERT INTO outbox (topic, key, value, trace, staged_at)
             SELECT topic, key, value, trace, $5
             FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
               WITH ORDINALITY AS new (topic, key, value, trace, place)
             ORDER BY place`,
      values: [
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        records.map(({ value }) => value),
        records.map(({ trace }) => trace ?? null),
        now,
      ],
    });
  }

  async oldest(client: Queryable, most: number): Promise<readonly WaitingRecord[]> {
    const { rows } = await client.query<WaitingRow>({
      name: 'outbox-oldest',
      text: 'SELECT id, topic, key, value, trace FROM outbox WHERE set_aside_at IS NULL ORDER BY id LIMIT $1',
      values: [most],
    });
    return rows.map(({ trace, ...record }) => (trace === null ? record : { ...record, trace }));
  }

  async forget(client: Queryable, ids: readonly string[]): Promise<void> {
    await client.query({
      name: 'outbox-forget',
      text: 'DELETE FROM outbox WHERE id = ANY ($1::bigint[])',
      values: [ids],
    });
  }

  async setAsideRecord(client: Queryable, id: string, { reason, now }: { reason: string; now: Date }): Promise<void> {
    await client.query({
      name: 'outbox-set-aside',
      text: 'UPDATE outbox SET set_aside_at = $2, reason = $3 WHERE id = $1',
      values: [id, now, reason.slice(0, 2000)],
    });
  }

  /** Newest first. */
  async allSetAside(client: Queryable, most: number): Promise<readonly SetAsideRecord[]> {
    const { rows } = await client.query<SetAsideRow>({
      name: 'outbox-all-set-aside',
      text: `SELECT id, topic, key, value, reason, staged_at, set_aside_at FROM outbox
             WHERE set_aside_at IS NOT NULL ORDER BY id DESC LIMIT $1`,
      values: [most],
    });
    return rows.map(({ staged_at: stagedAt, set_aside_at: setAsideAt, ...record }) => ({
      ...record,
      stagedAt,
      setAsideAt,
    }));
  }

  /** Deletes a few of those that were set aside before that time. */
  async forgetSetAside(client: Queryable, before: Date): Promise<void> {
    await client.query({
      name: 'outbox-forget-set-aside',
      text: `DELETE FROM outbox WHERE id = ANY (ARRAY(SELECT id FROM outbox WHERE set_aside_at < $1 LIMIT 500))`,
      values: [before],
    });
  }

  async counts(client: Queryable): Promise<OutboxCounts> {
    const { rows } = await client.query<OutboxCounts>({
      name: 'outbox-counts',
      text: `SELECT waiting::integer, oldest, "setAside"::integer
             FROM (SELECT count(*) AS waiting, min(staged_at) AS oldest FROM outbox WHERE set_aside_at IS NULL) AS w,
               (SELECT count(*) AS "setAside" FROM outbox WHERE set_aside_at IS NOT NULL) AS s`,
    });
    return rows[0] ?? { waiting: 0, oldest: null, setAside: 0 };
  }
}

export interface OutboxCounts {
  readonly waiting: number;
  /** When the one that has waited longest was staged. */
  readonly oldest: Date | null;
  readonly setAside: number;
}
