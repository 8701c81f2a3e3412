import { randomUUID } from 'node:crypto';
import { topics, type TopicName } from '#libs/contracts';
import pg from 'pg';
import type { Logger } from 'pino';
import type { EventLog, OutgoingRecord, SubscribeOptions, Subscription } from '../event-log.ts';
import { EventLogClosedError, EventLogUnavailableError } from '../event-log-errors.ts';
import { Gathering } from '../gathering.ts';
import { Rest } from '../pause.ts';
import { refuseUnfit, weightOf } from '../outgoing-records.ts';
import { PostgresAppender } from './postgres-appender.ts';
import { notify, PostgresListener, type Notice } from './postgres-listener.ts';
import { PostgresRetention } from './postgres-retention.ts';
import { prepareSchema, readStreams, type Stream } from './postgres-schema.ts';
import { PostgresSubscription } from './postgres-subscription.ts';

export interface PostgresLogOptions {
  /** Says how to connect. The log opens connections of its own, so that a service busy with its pool cannot starve it. */
  readonly pool: pg.Pool;
  readonly logger?: Logger;
  /** Goes before the name of every topic and group, so that several logs can share a database. */
  readonly namespace?: string;
  /** Connections for appending, reading and keeping progress; one more listens for news. Default 6. */
  readonly connections?: number;
}

/** The event log on Postgres, in a schema of its own (`event_log`): durable, for one machine. */
export function createPostgresLog(options: PostgresLogOptions): EventLog {
  return new PostgresLog(options);
}

/** What `prepare` found out. */
interface Prepared {
  readonly streams: readonly Stream[];
  readonly appender: PostgresAppender;
}

class PostgresLog implements EventLog {
  readonly #pool: pg.Pool;
  readonly #listener: PostgresListener;
  readonly #retention: PostgresRetention;
  readonly #logger: Logger | undefined;
  readonly #prefix: string;
  readonly #id = randomUUID();
  readonly #appends: Gathering<OutgoingRecord>;
  readonly #subscriptions = new Set<PostgresSubscription>();
  /** Streams that grew and that readers have not been notified of. */
  readonly #unannounced = new Set<number>();
  readonly #restBetweenNotices = new Rest(3);
  #announcing: Promise<void> | undefined;
  #prepared: Promise<Prepared> | undefined;
  #closed = false;

  constructor({ pool, logger, namespace, connections = 6 }: PostgresLogOptions) {
    const config = connectionLike(pool);
    this.#pool = new pg.Pool({ ...config, max: connections, idleTimeoutMillis: 60_000 });
    this.#pool.on('error', (error) =>
      logger?.warn({ event: 'event-log-connection-lost', err: error }, 'an idle connection broke'),
    );
    this.#listener = new PostgresListener(config, logger);
    this.#retention = new PostgresRetention(this.#pool, logger);
    this.#logger = logger;
    this.#prefix = namespace === undefined ? '' : `${namespace}.`;
    this.#appends = new Gathering<OutgoingRecord>({
      run: (records) => this.#append(records),
      maxItems: 5_000,
      maxWeight: 8_000_000,
      weigh: weightOf,
      restMs: 3,
    });
  }

  async prepare(): Promise<void> {
    this.#refuseIfClosed();
    await this.#reach(() => prepareSchema(this.#pool, this.#nameOf));
    this.#prepared = undefined;
    const { streams } = await this.#ready();
    this.#retention.start(streams);
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    this.#refuseIfClosed();
    refuseUnfit(records);
    if (records.length > 0) await this.#reach(() => this.#appends.add(records));
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    this.#refuseIfClosed();
    const { streams } = await this.#ready();
    const group = this.#prefix + options.group;
    const subscription = new PostgresSubscription({
      pool: this.#pool,
      streams: streams.filter(({ topic }) => options.topics.includes(topic)),
      group,
      options,
      logger: this.#logger,
      membersChanged: () => void this.#notify({ kind: 'members-changed', group }),
    });
    const stopListening = this.#listener.listen((notice) => {
      // Its own appends were announced to it already.
      if (notice.kind !== 'appended' || notice.by !== this.#id) subscription.onNotice(notice);
    });
    try {
      await this.#reach(() => subscription.start());
    } catch (error) {
      stopListening();
      throw error;
    }
    this.#subscriptions.add(subscription);
    return {
      close: async () => {
        await subscription.close();
        stopListening();
        this.#subscriptions.delete(subscription);
      },
    };
  }

  async lag(group: string): Promise<ReadonlyMap<TopicName, number>> {
    const found = await this.#reach(() =>
      this.#pool.query<{ topic: string; lag: string }>(
        `SELECT s.topic, sum(s.next_position - greatest(p.position, s.first_position)) AS lag
         FROM event_log.progress p JOIN event_log.stream s ON s.id = p.stream
         WHERE p.consumers = $1
         GROUP BY s.topic`,
        [this.#prefix + group],
      ),
    );
    // `enter` writes progress for topics of libs/contracts only.
    return new Map(found.rows.map((row) => [row.topic.slice(this.#prefix.length) as TopicName, Number(row.lag)]));
  }

  async size(): Promise<ReadonlyMap<TopicName, number>> {
    const { streams } = await this.#ready();
    const found = await this.#reach(() =>
      this.#pool.query<{ topic: string; records: string }>(
        `SELECT topic, sum(next_position - first_position) AS records
         FROM event_log.stream WHERE id = ANY($1::int[]) GROUP BY topic`,
        [streams.map(({ id }) => id)],
      ),
    );
    // These streams are of topics of libs/contracts.
    return new Map(found.rows.map((row) => [row.topic.slice(this.#prefix.length) as TopicName, Number(row.records)]));
  }

  async check(): Promise<void> {
    this.#refuseIfClosed();
    await this.#reach(() => this.#pool.query('SELECT 1'));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    // First, since the work on a batch in hand may end with publishing.
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    this.#closed = true;
    await this.#appends.idle();
    await this.#retention.stop();
    await this.#announcing;
    await this.#listener.close();
    await this.#pool.end();
  }

  readonly #nameOf = (topic: TopicName): string => this.#prefix + topic;

  #ready(): Promise<Prepared> {
    this.#prepared ??= this.#reach(async () => {
      const streams = await readStreams(this.#pool, this.#nameOf);
      const expected = Object.values(topics).reduce((sum, { partitions }) => sum + partitions, 0);
      if (streams.length < expected)
        throw new EventLogUnavailableError('The log is not prepared: call prepare() first.');
      return { streams, appender: new PostgresAppender(this.#pool, streams) };
    }).catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  async #append(records: readonly OutgoingRecord[]): Promise<void> {
    const { appender } = await this.#ready();
    const grown = await appender.append(records);
    // Readers in this process need not wait for the way round.
    for (const subscription of this.#subscriptions) subscription.expectNews(grown);
    for (const stream of grown) this.#unannounced.add(stream);
    this.#announcing ??= this.#announce();
  }

  /** Apart from the append, whose commit would else wait for all others that notify: Postgres lets one at a time. */
  async #announce(): Promise<void> {
    while (this.#unannounced.size > 0) {
      await this.#restBetweenNotices.over();
      const streams = [...this.#unannounced];
      this.#unannounced.clear();
      await this.#notify({ kind: 'appended', streams, by: this.#id });
    }
    this.#announcing = undefined;
  }

  async #notify(notice: Exclude<Notice, { kind: 'reconnected' }>): Promise<void> {
    try {
      await notify(this.#pool, notice);
    } catch (error) {
      // The readers' slow poll makes up for it.
      this.#logger?.warn({ event: 'event-log-notice-lost', err: error }, 'readers could not be notified');
    }
  }

  async #reach<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof EventLogUnavailableError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new EventLogUnavailableError(
        `The Postgres log did not answer as expected: ${reason}.`,
        {},
        { cause: error },
      );
    }
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new EventLogClosedError('The log has been closed; open another to go on.');
  }
}

/**
 * Connects like that pool. The log reads by primary key only; a plan made while a table was still empty must not settle
 * on anything else, hence the planner's settings.
 */
function connectionLike(pool: pg.Pool): pg.ClientConfig {
  const { connectionString, host, port, user, password, database, ssl, options } = pool.options;
  const planner = '-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c jit=off';
  return {
    ...(connectionString === undefined ? { host, port, user, password, database } : { connectionString }),
    ...(ssl === undefined ? {} : { ssl }),
    options: options === undefined ? planner : `${options} ${planner}`,
    application_name: 'homeward event log',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  };
}
