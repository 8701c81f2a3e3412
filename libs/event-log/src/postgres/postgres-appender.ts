import { topics, type TopicName } from '#libs/contracts';
import type pg from 'pg';
import type { OutgoingRecord } from '../event-log.ts';
import { partitionOfKey } from '../partition-of-key.ts';
import type { Stream } from './postgres-schema.ts';

/*
 * Positions are given under the row locks of `stream`, held until the commit, so within a partition the order of
 * positions is the order of commits, and a reader that has seen position n has seen everything before it. A sequence
 * would not give that. All locks are taken in the order of ids before anything is changed, so that two publishers of
 * overlapping partitions cannot each wait for the other.
 * $1, $2: streams ascending, and how many records each gets. $3 to $7: the records; `back` counts from the new head.
 * $8: all values, one after the other, cut up by `start` and `bytes` (-1 for a tombstone): JSON in a Postgres array would
 * have each of its quotes escaped here and unescaped there, which took longer than everything else. $9: where it is traced.
 */
const advance = `
  locked AS MATERIALIZED (
    SELECT id FROM event_log.stream WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE
  ),
  advanced AS (
    UPDATE event_log.stream s SET next_position = s.next_position + counted.records
    FROM unnest($1::int[], $2::int[]) AS counted(id, records)
    WHERE s.id = counted.id AND (SELECT count(*) FROM locked) = cardinality($1::int[])
    RETURNING s.id, s.next_position
  ),
  positioned AS (
    SELECT r.stream, a.next_position - r.back AS position, clock_timestamp() AS appended_at, r.key, r.trace,
      CASE WHEN r.bytes >= 0 THEN convert_from(substring($8::bytea FROM r.start FOR r.bytes), 'UTF8') END AS value
    FROM unnest($3::int[], $4::int[], $5::text[], $6::int[], $7::int[], $9::text[]) AS r(stream, back, key, start, bytes, trace)
    JOIN advanced a ON a.id = r.stream
  )
`;

const append = `
  WITH ${advance}
  INSERT INTO event_log.record (stream, position, appended_at, key, value, trace)
  SELECT stream, position, appended_at, key, value, trace FROM positioned
`;

/** The same for records of both kinds of topics. $10 lists the compacted streams. */
const appendWithLatest = `
  WITH ${advance},
  kept AS (
    INSERT INTO event_log.record (stream, position, appended_at, key, value, trace)
    SELECT stream, position, appended_at, key, value, trace FROM positioned WHERE stream <> ALL ($10::int[])
    RETURNING 1
  ),
  latest AS (
    INSERT INTO event_log.latest_record AS l (stream, position, appended_at, key, value)
    SELECT stream, position, appended_at, key, value FROM positioned WHERE stream = ANY ($10::int[])
    ON CONFLICT (stream, key) DO UPDATE
    SET position = excluded.position, appended_at = excluded.appended_at, value = excluded.value
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM kept) + (SELECT count(*) FROM latest) AS records
`;

/** Puts records onto the log: one statement, one commit, for all topics and partitions. */
export class PostgresAppender {
  readonly #pool: pg.Pool;
  readonly #streams: ReadonlyMap<TopicName, readonly Stream[]>;

  constructor(pool: pg.Pool, streams: readonly Stream[]) {
    this.#pool = pool;
    this.#streams = Map.groupBy(streams, (stream) => stream.topic);
  }

  /** Appends the records in their order and returns the streams that grew. */
  async append(records: readonly OutgoingRecord[]): Promise<readonly number[]> {
    const byStream = this.#sort(records);
    const ids = [...byStream.keys()].sort((a, b) => a - b);
    const compacted: number[] = [];
    const counts: number[] = [];
    const streams: number[] = [];
    const backs: number[] = [];
    const keys: string[] = [];
    const values: (string | null)[] = [];
    const traces: (string | null)[] = [];
    for (const id of ids) {
      const { stream, records: own } = byStream.get(id) ?? { stream: undefined, records: [] };
      if (stream?.compacted === true) compacted.push(id);
      counts.push(own.length);
      own.forEach((record, index) => {
        streams.push(id);
        backs.push(own.length - index);
        keys.push(record.key);
        values.push(record.value);
        traces.push(record.trace ?? null);
      });
    }
    const positioned = [ids, counts, streams, backs, keys, ...oneAfterTheOther(values), traces];
    await (compacted.length === 0
      ? this.#pool.query({ name: 'event-log-append', text: append, values: positioned })
      : this.#pool.query({
          name: 'event-log-append-latest',
          text: appendWithLatest,
          values: [...positioned, compacted],
        }));
    return ids;
  }

  #sort(records: readonly OutgoingRecord[]): Map<number, { stream: Stream; records: OutgoingRecord[] }> {
    const sorted = new Map<number, { stream: Stream; records: OutgoingRecord[] }>();
    for (const record of records) {
      const partition = partitionOfKey(record.key, topics[record.topic].partitions);
      const stream = this.#streams.get(record.topic)?.[partition];
      // Streams come from the same table of topics that the partition was reckoned with.
      if (stream === undefined) throw new Error(`The log has no stream for ${record.topic}/${String(partition)}.`);
      const own = sorted.get(stream.id);
      if (own === undefined) sorted.set(stream.id, { stream, records: [record] });
      else own.records.push(record);
    }
    for (const own of sorted.values()) if (own.stream.compacted) own.records = lastOfEachKey(own.records);
    return sorted;
  }
}

/** The values as one run of bytes, with where each starts (from 1) and how many bytes it has. */
function oneAfterTheOther(
  values: readonly (string | null)[],
): readonly [starts: number[], bytes: number[], all: Buffer] {
  const bytes = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const all = Buffer.allocUnsafe(bytes.reduce((sum, length) => sum + Math.max(0, length), 0));
  const starts: number[] = [];
  let end = 0;
  // Each by itself: half a character at the end of one and half at the start of the next must not become a whole one.
  for (const value of values) {
    starts.push(end + 1);
    if (value !== null) end += all.write(value, end);
  }
  return [starts, bytes, all];
}

/** One statement may not change the same row twice. */
function lastOfEachKey(records: readonly OutgoingRecord[]): OutgoingRecord[] {
  const last = new Map<string, OutgoingRecord>();
  for (const record of records) {
    last.delete(record.key);
    last.set(record.key, record);
  }
  return [...last.values()];
}
