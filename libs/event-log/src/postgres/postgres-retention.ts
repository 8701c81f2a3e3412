import { topics } from '#libs/contracts';
import type pg from 'pg';
import type { Logger } from 'pino';
import { pause } from '../pause.ts';
import type { Stream } from './postgres-schema.ts';

const roundMs = 10 * 60_000;
const chunkRecords = 5_000;
/** How long a tombstone stays for those who have not read it yet. */
const tombstoneHours = 24;

/*
 * Records of a partition lie in the order of time, so what is too old is a range at its beginning. A chunk at a time,
 * found through the primary key: no index on time, no long transaction, and nothing older than the chunk is looked at.
 */
const trim = `
  WITH oldest AS (
    SELECT r.position, r.appended_at
    FROM event_log.stream s JOIN event_log.record r ON r.stream = s.id AND r.position >= s.first_position
    WHERE s.id = $1
    ORDER BY r.position
    LIMIT $3
  ), cut AS (
    SELECT max(position) + 1 AS position, count(*) AS records FROM oldest
    WHERE appended_at < clock_timestamp() - make_interval(hours => $2)
  ), moved AS (
    UPDATE event_log.stream SET first_position = cut.position FROM cut WHERE id = $1 AND cut.position IS NOT NULL
  ), gone AS (
    DELETE FROM event_log.record r USING cut WHERE r.stream = $1 AND r.position < cut.position
  )
  SELECT records::int AS records FROM cut
`;

/** Takes what is too old off the log, in the background. Any number of processes may: they would only find less to do. */
export class PostgresRetention {
  readonly #pool: pg.Pool;
  readonly #logger: Logger | undefined;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;

  constructor(pool: pg.Pool, logger: Logger | undefined) {
    this.#pool = pool;
    this.#logger = logger;
  }

  start(streams: readonly Stream[]): void {
    this.#running ??= this.#run(streams);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Trims every stream once; returns how many records went. */
  async trim(streams: readonly Stream[]): Promise<number> {
    let gone = 0;
    for (const stream of streams) {
      const { keep } = topics[stream.topic];
      if (keep.kind === 'all') gone += await this.#trimStream(stream.id, keep.retentionHours);
      if (this.#stopped.signal.aborted) return gone;
    }
    const tombstones = await this.#pool.query(
      `DELETE FROM event_log.latest_record
       WHERE value IS NULL AND stream = ANY($1::int[]) AND appended_at < clock_timestamp() - make_interval(hours => $2)`,
      [streams.filter(({ compacted }) => compacted).map(({ id }) => id), tombstoneHours],
    );
    return gone + (tombstones.rowCount ?? 0);
  }

  async #trimStream(stream: number, hours: number): Promise<number> {
    let gone = 0;
    while (!this.#stopped.signal.aborted) {
      const { rows } = await this.#pool.query<{ records: number }>(trim, [stream, hours, chunkRecords]);
      const records = rows[0]?.records ?? 0;
      gone += records;
      if (records < chunkRecords) break;
    }
    return gone;
  }

  #hasStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  async #run(streams: readonly Stream[]): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await pause(roundMs, this.#stopped.signal);
      if (this.#hasStopped()) return;
      try {
        const gone = await this.trim(streams);
        this.#logger?.debug({ event: 'event-log-trimmed', records: gone }, 'took old records off the log');
      } catch (error) {
        this.#logger?.warn(
          { event: 'event-log-trim-failed', err: error },
          'old records could not be taken off the log',
        );
      }
    }
  }
}
