import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ProcessLock } from '../processes/process-lock.ts';
import { ProcessRegister } from '../processes/process-register.ts';
import { type DataFolder, prepareDataFolder, superuser } from './data-folder.ts';
import { isStopping, isUp, type Postmaster, signalStop, socketFolderOf } from './postmaster.ts';
import { ensureServer, stopServer, withClient } from './server.ts';

/** As much of a logger as is used here; pino's fits. */
interface PostgresLogger {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** Holds the data, the password, the server's log and who uses it; made if missing. */
  readonly home: string;
  /** False gives up safety against the machine's fall for speed: for tests only. @default true */
  readonly durable?: boolean;
  /** Further settings, `name=value` each, for the server where it is this process that starts it. @default [] */
  readonly settings?: readonly string[];
  readonly logger?: PostgresLogger;
}

const lockPatienceMilliseconds = 180_000;
const watchEveryMilliseconds = 1_000;
const database = 'homeward';

/**
 * A real Postgres server that needs no installation, shared by every process that starts it on the same home: the first
 * starts it, the last one's `stop` stops it. It listens on 127.0.0.1 and on a Unix socket beside its data,
 * and has a random password.
 *
 * It outlives a kill of its users, and the next one finds and uses it. If it is killed itself, or is asked to stop by
 * something else, the first of its users to notice starts it again on the same port within a second or so; connections
 * that were open are lost.
 */
export class EmbeddedPostgres {
  readonly #folder: DataFolder;
  readonly #durable: boolean;
  readonly #settings: readonly string[];
  readonly #home: string;
  readonly #logger: PostgresLogger | undefined;
  readonly #register: ProcessRegister;
  readonly #leave: () => void;
  readonly #watch: NodeJS.Timeout;
  #postmaster: Postmaster;
  #reviving: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  private constructor(parts: {
    readonly options: EmbeddedPostgresOptions;
    readonly folder: DataFolder;
    readonly postmaster: Postmaster;
    readonly register: ProcessRegister;
    readonly leave: () => void;
  }) {
    this.#home = parts.options.home;
    this.#durable = parts.options.durable ?? true;
    this.#settings = parts.options.settings ?? [];
    this.#logger = parts.options.logger;
    this.#folder = parts.folder;
    this.#postmaster = parts.postmaster;
    this.#register = parts.register;
    this.#leave = parts.leave;
    this.#watch = setInterval(() => {
      if (!isUp(this.#postmaster) || isStopping(this.#folder.path)) this.#reviving ??= this.#revive();
    }, watchEveryMilliseconds);
    this.#watch.unref();
  }

  /**
   * Starts the server on a home, or joins those that use it already, and makes the database `homeward` if missing.
   *
   * @throws EmbeddedPostgresUnsupportedError, EmbeddedPostgresUnreachableFolderError, EmbeddedPostgresVersionError,
   * EmbeddedPostgresFailedError, ProcessLockHeldError; each says what to do.
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const { home, durable = true, settings = [] } = options;
    await mkdir(home, { recursive: true });
    const register = new ProcessRegister(join(home, 'users'));
    return underLock(home, async () => {
      const leave = register.enter();
      try {
        const folder = await prepareDataFolder(home, durable);
        const postmaster = await ensureServer(folder, { durable, preferredPort: undefined, settings });
        await withClient(folder, { port: postmaster.port, database: 'postgres' }, async (client) => {
          const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
          if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
        });
        return new EmbeddedPostgres({ options, folder, postmaster, register, leave });
      } catch (error) {
        leave();
        throw error;
      }
    });
  }

  /** With the password; see {@link address} for what may be shown. */
  get url(): string {
    return this.urlOf(database);
  }

  /** The same by the server's Unix socket, which costs less for each statement; like `url` where it has none. */
  get nearestUrl(): string {
    const socketFolder = socketFolderOf(this.#folder.path, this.#postmaster);
    const url = new URL(this.url);
    if (socketFolder !== undefined) url.searchParams.set('host', socketFolder);
    return url.href;
  }

  /** Where it is, without the password. */
  get address(): string {
    return `postgres://127.0.0.1:${String(this.#postmaster.port)}/${database}`;
  }

  get pid(): number {
    return this.#postmaster.pid;
  }

  /** The URL of another database of the same server. */
  urlOf(name: string): string {
    return `postgres://${superuser}:${this.#folder.password}@127.0.0.1:${String(this.#postmaster.port)}/${name}`;
  }

  /** Ends this use of the server, and stops it when it was the last. Calling it again changes nothing. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** The same for an exit handler: asks the server to stop, but cannot wait until it has. */
  stopAtExit(): void {
    clearInterval(this.#watch);
    this.#leave();
    if (this.#register.count() === 0) signalStop(this.#postmaster, 'fast');
  }

  async #stop(): Promise<void> {
    clearInterval(this.#watch);
    await this.#reviving;
    await underLock(this.#home, async () => {
      this.#leave();
      if (this.#register.count() === 0) await stopServer(this.#folder, this.#postmaster);
    });
  }

  async #revive(): Promise<void> {
    const { pid, port } = this.#postmaster;
    if (isUp(this.#postmaster)) {
      this.#logger?.error(
        { event: 'postgres-asked-to-stop', pid },
        'The embedded Postgres was asked to stop; restarting',
      );
    } else this.#logger?.error({ event: 'postgres-died', pid }, 'The embedded Postgres has died; starting it again');
    try {
      this.#postmaster = await underLock(this.#home, () =>
        ensureServer(this.#folder, { durable: this.#durable, preferredPort: port, settings: this.#settings }),
      );
      const facts = { event: 'postgres-restarted', pid: this.#postmaster.pid, port: this.#postmaster.port };
      if (this.#postmaster.port === port) this.#logger?.info(facts, 'The embedded Postgres is back');
      else this.#logger?.error(facts, 'The embedded Postgres had to take another port: restart Homeward');
    } catch (error) {
      // The next look tries again.
      this.#logger?.error({ event: 'postgres-restart-failed', err: error }, 'The embedded Postgres did not come back');
    } finally {
      this.#reviving = undefined;
    }
  }
}

async function underLock<Result>(home: string, work: () => Promise<Result>): Promise<Result> {
  const lock = await ProcessLock.acquire(join(home, 'lock'), lockPatienceMilliseconds);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
