import pg from 'pg';
import type { Logger } from 'pino';
import { pause, pauseBefore } from '../pause.ts';

/** What processes notify each other of. */
export type Notice =
  | { readonly kind: 'appended'; readonly streams: readonly number[]; readonly by: string }
  | { readonly kind: 'members-changed'; readonly group: string }
  /** The connection was lost for a while: anything may have been missed. */
  | { readonly kind: 'reconnected' };

const channel = 'homeward_event_log';

/** Notifies every listener, in this process and others. */
export async function notify(pool: pg.Pool, notice: Exclude<Notice, { kind: 'reconnected' }>): Promise<void> {
  await pool.query({
    name: 'event-log-notify',
    text: `SELECT pg_notify('${channel}', $1)`,
    values: [JSON.stringify(notice)],
  });
}

/**
 * The one connection of a log that listens for news. It reconnects by itself for as long as it takes; what was missed
 * meanwhile is made good by a `reconnected` notice, and what is missed in any other way by the readers' slow poll.
 */
export class PostgresListener {
  readonly #config: pg.ClientConfig;
  readonly #logger: Logger | undefined;
  readonly #listeners = new Set<(notice: Notice) => void>();
  readonly #closed = new AbortController();
  #client: pg.Client | undefined;
  #running: Promise<void> | undefined;

  constructor(config: pg.ClientConfig, logger: Logger | undefined) {
    this.#config = config;
    this.#logger = logger;
  }

  /** Calls back for every notice until the returned function is called. */
  listen(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    this.#running ??= this.#stayConnected();
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#client?.end();
    await this.#running;
  }

  async #stayConnected(): Promise<void> {
    let failures = 0;
    while (!this.#closed.signal.aborted) {
      const client = new pg.Client(this.#config);
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve);
        client.on('error', (error) => {
          this.#logger?.warn({ event: 'event-log-listener-lost', err: error }, 'the connection for notices broke');
          resolve();
        });
      });
      client.on('notification', ({ payload }) => {
        this.#pass(payload ?? '');
      });
      try {
        await client.connect();
        this.#client = client;
        await client.query(`LISTEN ${channel}`);
        failures = 0;
        this.#emit({ kind: 'reconnected' });
        if (this.#isClosed()) await client.end();
        await ended;
      } catch (error) {
        failures += 1;
        this.#logger?.warn({ event: 'event-log-listener-failed', err: error, failures }, 'no connection for notices');
        // Ends a connection that got half way; that it is broken is already known.
        client.end().catch((reason: unknown) => this.#logger?.debug({ err: reason }, 'closing a broken connection'));
      }
      await pause(pauseBefore(failures + 1), this.#closed.signal);
    }
  }

  #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  #pass(payload: string): void {
    // Only `notify` above writes to this channel.
    this.#emit(JSON.parse(payload) as Notice);
  }

  #emit(notice: Notice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}
