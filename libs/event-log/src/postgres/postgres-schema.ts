import { topics, type TopicName } from '#libs/contracts';
import type pg from 'pg';

/** One partition of one topic, as the database numbers it. */
export interface Stream {
  readonly id: number;
  readonly topic: TopicName;
  readonly partition: number;
  readonly compacted: boolean;
}

/** Any number that nothing else in the database uses for its advisory locks. */
const preparationLock = 7_305_141;

/*
 * `stream` has the head of each partition. Its rows are updated with every append, hence the room left in its pages:
 * updates stay in the page and leave no work to indexes.
 * `record` is append-only and has no index but its primary key; `trace` came later, and is added where it is missing. `latest_record` is where compacted topics live: one row
 * a key, which moves to the head when it changes, so there is never anything to compact.
 * `progress` says up to where a group has worked through a stream, and which member may go on (`owner`, and the `epoch`
 * that fences off an earlier owner which still thinks so).
 */
const tables = `
  CREATE SCHEMA IF NOT EXISTS event_log;
  CREATE TABLE IF NOT EXISTS event_log.stream (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    partition int NOT NULL,
    compacted boolean NOT NULL,
    first_position bigint NOT NULL DEFAULT 0,
    next_position bigint NOT NULL DEFAULT 0,
    UNIQUE (topic, partition)
  ) WITH (fillfactor = 20);
  CREATE TABLE IF NOT EXISTS event_log.record (
    stream int NOT NULL,
    position bigint NOT NULL,
    appended_at timestamptz NOT NULL,
    key text NOT NULL,
    value text,
    trace text,
    PRIMARY KEY (stream, position)
  ) WITH (autovacuum_vacuum_insert_scale_factor = 0.5);
  DO $$ BEGIN
    IF NOT EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = 'event_log.record'::regclass AND attname = 'trace' AND NOT attisdropped
    ) THEN
      ALTER TABLE event_log.record ADD COLUMN trace text;
    END IF;
  END $$;
  CREATE TABLE IF NOT EXISTS event_log.latest_record (
    stream int NOT NULL,
    position bigint NOT NULL,
    appended_at timestamptz NOT NULL,
    key text NOT NULL,
    value text,
    PRIMARY KEY (stream, position),
    UNIQUE (stream, key)
  );
  CREATE TABLE IF NOT EXISTS event_log.member (
    id uuid PRIMARY KEY,
    consumers text NOT NULL,
    topics text[] NOT NULL,
    expires_at timestamptz NOT NULL
  ) WITH (fillfactor = 50);
  CREATE TABLE IF NOT EXISTS event_log.progress (
    consumers text NOT NULL,
    stream int NOT NULL,
    position bigint NOT NULL,
    owner uuid,
    epoch bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (consumers, stream)
  ) WITH (fillfactor = 20);
`;

const addStreams = `
  INSERT INTO event_log.stream (topic, partition, compacted)
  SELECT wanted.topic, wanted.partition, wanted.compacted
  FROM unnest($1::text[], $2::int[], $3::boolean[]) AS wanted(topic, partition, compacted)
  WHERE NOT EXISTS (
    SELECT FROM event_log.stream s WHERE s.topic = wanted.topic AND s.partition = wanted.partition
  )
`;

/** Creates the tables, and the streams of every topic in libs/contracts, if they are not there yet. */
export async function prepareSchema(pool: pg.Pool, nameOf: (topic: TopicName) => string): Promise<void> {
  const wanted = wantedStreams();
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [preparationLock]);
    await client.query(tables);
    await client.query(addStreams, [
      wanted.map(({ topic }) => nameOf(topic)),
      wanted.map(({ partition }) => partition),
      wanted.map(({ compacted }) => compacted),
    ]);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // A connection in an unknown state must not be lent again.
    client.release(true);
    throw error;
  }
}

/** Reads how the database numbers the streams. Empty before `prepareSchema` has run. */
export async function readStreams(pool: pg.Pool, nameOf: (topic: TopicName) => string): Promise<readonly Stream[]> {
  const exists = await pool.query<{ ready: boolean }>(`SELECT to_regclass('event_log.progress') IS NOT NULL AS ready`);
  if (exists.rows[0]?.ready !== true) return [];
  const found = await pool.query<{ id: number; topic: string; partition: number }>(
    'SELECT id, topic, partition FROM event_log.stream',
  );
  const ids = new Map(found.rows.map((row) => [`${row.topic}/${String(row.partition)}`, row.id]));
  return wantedStreams().flatMap((wanted) => {
    const id = ids.get(`${nameOf(wanted.topic)}/${String(wanted.partition)}`);
    return id === undefined ? [] : [{ ...wanted, id }];
  });
}

function wantedStreams(): readonly Omit<Stream, 'id'>[] {
  // Object.keys forgets that the keys of `topics` are the names of topics.
  return (Object.keys(topics) as TopicName[]).flatMap((topic) =>
    Array.from({ length: topics[topic].partitions }, (_, partition) => ({
      topic,
      partition,
      compacted: topics[topic].keep.kind === 'last-value',
    })),
  );
}
