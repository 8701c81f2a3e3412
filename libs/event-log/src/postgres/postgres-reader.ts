import type pg from 'pg';
import type { LogRecord } from '../event-log.ts';
import type { Stream } from './postgres-schema.ts';

/** Where to read on, and how much at most. */
export interface Reading {
  readonly stream: Stream;
  readonly position: bigint;
  readonly limit: number;
}

type Row = [
  stream: number,
  position: string,
  appendedAtMs: number,
  key: string,
  value: string | null,
  trace: string | null,
];

const readFrom = (table: 'record' | 'latest_record'): string => `
  SELECT s.id, r.position, date_part('epoch', r.appended_at) * 1000, r.key, r.value, r.trace
  FROM unnest($1::int[], $2::bigint[], $3::int[]) AS s(id, position, most)
  CROSS JOIN LATERAL (
    SELECT position, appended_at, key, value, ${table === 'record' ? 'trace' : 'NULL::text AS trace'} FROM event_log.${table}
    WHERE stream = s.id AND position >= s.position
    ORDER BY position
    LIMIT s.most
  ) r
`;
const readRecords = { name: 'event-log-read', text: readFrom('record') };
const readLatest = { name: 'event-log-read-latest', text: readFrom('latest_record') };

/** Reads on in many partitions with one query for each kind of topic. Partitions without news are not in the answer. */
export async function read(pool: pg.Pool, readings: readonly Reading[]): Promise<ReadonlyMap<number, LogRecord[]>> {
  const [latest, kept] = [true, false].map((compacted) =>
    readings.filter((reading) => reading.stream.compacted === compacted),
  );
  const rows = await Promise.all([
    ...(kept?.length ? [query(pool, readRecords, kept)] : []),
    ...(latest?.length ? [query(pool, readLatest, latest)] : []),
  ]);
  const found = new Map<number, LogRecord[]>();
  for (const [stream, position, appendedAtMs, key, value, trace] of rows.flat()) {
    const appendedAt = new Date(appendedAtMs);
    const record = { key, value, position: BigInt(position), appendedAt, trace: trace ?? undefined };
    const records = found.get(stream);
    if (records === undefined) found.set(stream, [record]);
    else records.push(record);
  }
  return found;
}

async function query(
  pool: pg.Pool,
  statement: { name: string; text: string },
  readings: readonly Reading[],
): Promise<Row[]> {
  const answer = await pool.query<Row>({
    ...statement,
    rowMode: 'array',
    values: [
      readings.map(({ stream }) => stream.id),
      readings.map(({ position }) => position.toString()),
      readings.map(({ limit }) => limit),
    ],
  });
  return answer.rows;
}
