import type { EventOn, TopicName } from '#libs/contracts';
import type pg from 'pg';
import type { Registry } from 'prom-client';

interface Parts {
  readonly database: {
    readonly pool: pg.Pool;
    transaction<R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R>;
  };
  readonly log: { publish(records: readonly { topic: TopicName; key: string; value: string }[]): Promise<void> };
  readonly clock: { now(): Date };
  readonly logger: { warn(facts: object, message: string): void };
  readonly metrics?: Registry;
  readonly service: string;
  readonly waitMilliseconds: number;
}
export const outboxTable: readonly string[] = [
  `create table outbox (id bigint generated always as identity primary key, topic text not null, key text not null, value text not null,
     staged_at timestamptz not null, set_aside_at timestamptz, reason text)`,
];
export class Outbox {
  #timer: NodeJS.Timeout | undefined;
  #chain: Promise<void> = Promise.resolve();
  constructor(private readonly parts: Parts) {}
  async stage<Topic extends TopicName>(
    client: pg.PoolClient,
    topic: Topic,
    records: readonly { readonly key: string; readonly event: EventOn<Topic> }[],
  ): Promise<void> {
    for (const { key, event } of records)
      await client.query('insert into outbox (topic, key, value, staged_at) values ($1,$2,$3,$4)', [
        topic,
        key,
        JSON.stringify(event),
        this.parts.clock.now(),
      ]);
  }
  async publish(): Promise<void> {
    this.#chain = this.#chain
      .then(() => this.#drain())
      .catch((error: unknown) => {
        this.parts.logger.warn({ err: error }, 'outbox');
      });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, this.parts.waitMilliseconds, undefined);
    await Promise.race([this.#chain, promise]);
    clearTimeout(timer);
  }
  start(): void {
    this.#timer = setInterval(() => void this.publish(), 1000).unref();
  }
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#chain;
  }
  async #drain(): Promise<void> {
    await this.parts.database.transaction(async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('outbox', 0))`);
      const { rows } = await client.query<{ id: string; topic: TopicName; key: string; value: string }>(
        'select id, topic, key, value from outbox order by id limit 500',
      );
      if (rows.length === 0) return;
      await this.parts.log.publish(rows.map(({ topic, key, value }) => ({ topic, key, value })));
      await client.query('delete from outbox where id = any($1::bigint[])', [rows.map(({ id }) => id)]);
    });
  }
}
