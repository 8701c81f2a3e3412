import type { TopicName } from '#libs/contracts';
import type pg from 'pg';
import { decideShare, type Member, type OwnedPartition } from './partition-shares.ts';
import type { Stream } from './postgres-schema.ts';

/** A member that has not been heard of for this long is taken for dead, and its partitions for free. */
export const leaseSeconds = 4;

/** A partition that this member may work on until a member with a higher epoch may. */
export interface Claim {
  readonly stream: Stream;
  readonly epoch: bigint;
  readonly position: bigint;
}

/** How far a partition has been worked through. */
export interface Progress {
  readonly stream: number;
  readonly epoch: bigint;
  readonly position: bigint;
}

/** What a heartbeat finds. */
export interface Membership {
  /** By stream: what the database says is this member's. */
  readonly owned: ReadonlyMap<number, bigint>;
  readonly release: readonly number[];
  /** Whether there is something to claim. */
  readonly more: boolean;
}

/*
 * Progress and heartbeats may be lost with the database's last milliseconds: the write-ahead log loses its end, never its
 * middle, so a group then merely sees some records again. Waiting for the disk would buy nothing.
 */
const lowPriority = `low_priority AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`;

const beat = `
  WITH ${lowPriority}
  INSERT INTO event_log.member (id, consumers, topics, expires_at)
  SELECT $1, $2, $3, clock_timestamp() + make_interval(secs => $4) FROM low_priority
  ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
`;

const ownersOfPartitions = `
  SELECT p.stream, p.position, p.epoch, m.id AS owner
  FROM event_log.progress p
  LEFT JOIN event_log.member m ON m.id = p.owner AND m.expires_at > clock_timestamp()
  WHERE p.consumers = $1 AND p.stream = ANY($2::int[])
  ORDER BY p.stream
`;

const commit = `
  WITH ${lowPriority}, done AS (
    SELECT done.* FROM unnest($3::int[], $4::bigint[], $5::bigint[]) AS done(stream, epoch, position), low_priority
  )
  UPDATE event_log.progress p SET position = done.position
  FROM done
  WHERE p.consumers = $1 AND p.owner = $2 AND p.stream = done.stream AND p.epoch = done.epoch
  RETURNING p.stream
`;

interface ProgressRow {
  readonly stream: number;
  readonly position: string;
  readonly epoch: string;
  readonly owner: string | null;
}

/**
 * One member of a consumer group, as the tables know it: alive while it beats, owner of some partitions, each with an
 * epoch that every claim raises. What a member does with an old epoch is refused, so a process that was paused or cut
 * off cannot undo the work of the one that took over.
 */
export class PostgresGroup {
  readonly #pool: pg.Pool;
  readonly #group: string;
  readonly #me: Member;
  readonly #streams: ReadonlyMap<number, Stream>;

  constructor(pool: pg.Pool, group: string, me: Member, streams: readonly Stream[]) {
    this.#pool = pool;
    this.#group = group;
    this.#me = me;
    this.#streams = new Map(streams.map((stream) => [stream.id, stream]));
  }

  /** Makes the group known where it is new, at the oldest record of each partition. */
  async enter(): Promise<void> {
    await this.#pool.query(
      `INSERT INTO event_log.progress (consumers, stream, position)
       SELECT $1, id, first_position FROM event_log.stream WHERE id = ANY($2::int[]) ORDER BY id
       ON CONFLICT DO NOTHING`,
      [this.#group, [...this.#streams.keys()]],
    );
  }

  /** Says that this member is alive, and finds out which partitions it has. */
  async beat(): Promise<Membership> {
    await this.#pool.query({
      name: 'event-log-beat',
      text: beat,
      values: [this.#me.id, this.#group, this.#me.topics, leaseSeconds],
    });
    const [members, rows] = await Promise.all([this.#members(this.#pool), this.#partitions(this.#pool)]);
    const owned = new Map<number, bigint>();
    for (const row of rows) if (row.owner === this.#me.id) owned.set(row.stream, BigInt(row.epoch));
    const { claim, release } = this.#decide(members, rows);
    return { owned, release, more: claim.length > 0 };
  }

  /** Claims what is free and within this member's share. One member of a group at a time does. */
  async claim(): Promise<readonly Claim[]> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('event-log ' || $1, 0))`, [this.#group]);
      const { claim } = this.#decide(await this.#members(client), await this.#partitions(client));
      const claimed = await client.query<Omit<ProgressRow, 'owner'>>(
        `UPDATE event_log.progress SET owner = $1, epoch = epoch + 1 WHERE consumers = $2 AND stream = ANY($3::int[])
         RETURNING stream, position, epoch`,
        [this.#me.id, this.#group, claim],
      );
      await client.query('COMMIT');
      client.release();
      return claimed.rows.flatMap((row) => {
        const stream = this.#streams.get(row.stream);
        return stream === undefined ? [] : [{ stream, epoch: BigInt(row.epoch), position: BigInt(row.position) }];
      });
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Writes down how far the work has come and returns the streams for which that was refused. */
  async commit(progress: readonly Progress[]): Promise<readonly number[]> {
    const done = await this.#pool.query<{ stream: number }>({
      name: 'event-log-commit',
      text: commit,
      values: [
        this.#group,
        this.#me.id,
        progress.map(({ stream }) => stream),
        progress.map(({ epoch }) => epoch.toString()),
        progress.map(({ position }) => position.toString()),
      ],
    });
    const accepted = new Set(done.rows.map(({ stream }) => stream));
    return progress.map(({ stream }) => stream).filter((stream) => !accepted.has(stream));
  }

  /** Gives partitions up, for others to claim. */
  async release(streams: readonly number[]): Promise<void> {
    await this.#pool.query(
      `UPDATE event_log.progress SET owner = NULL WHERE consumers = $1 AND owner = $2 AND stream = ANY($3::int[])`,
      [this.#group, this.#me.id, streams],
    );
  }

  /** Leaves the group for good. */
  async leave(): Promise<void> {
    await this.release([...this.#streams.keys()]);
    await this.#pool.query(
      `DELETE FROM event_log.member WHERE id = $1 OR expires_at < clock_timestamp() - interval '1 minute'`,
      [this.#me.id],
    );
  }

  #decide(members: readonly Member[], rows: readonly ProgressRow[]): ReturnType<typeof decideShare> {
    const known: OwnedPartition[] = rows.flatMap((row) => {
      const stream = this.#streams.get(row.stream);
      return stream === undefined ? [] : [{ stream: row.stream, topic: stream.topic, owner: row.owner }];
    });
    return decideShare(this.#me, members, known);
  }

  async #members(connection: pg.Pool | pg.PoolClient): Promise<readonly Member[]> {
    const found = await connection.query<{ id: string; topics: TopicName[] }>({
      name: 'event-log-members',
      text: 'SELECT id, topics FROM event_log.member WHERE consumers = $1 AND expires_at > clock_timestamp()',
      values: [this.#group],
    });
    return found.rows;
  }

  async #partitions(connection: pg.Pool | pg.PoolClient): Promise<readonly ProgressRow[]> {
    const found = await connection.query<ProgressRow>({
      name: 'event-log-partitions',
      text: ownersOfPartitions,
      values: [this.#group, [...this.#streams.keys()]],
    });
    return found.rows;
  }
}
