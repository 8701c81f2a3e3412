import type { Signal } from '#libs/contracts';
import { EmbeddedPostgres } from '#libs/embedded';
import { createPostgresLog, encode } from '#libs/event-log';
import { eventually } from '#libs/fixtures';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ApiClient } from '../../outside/api-client.ts';
import { homeward } from '../../outside/homeward-process.ts';
import { ServiceProcess } from '../../outside/service-process.ts';

/** What can be killed. */
export const victims = ['first clinician service', 'second clinician service', 'database'] as const;
export type Victim = (typeof victims)[number];

const names = ['clinician-1', 'clinician-2'] as const;
const patience = { withinMs: 120_000, everyMs: 100 };
/** Ahead of the machine's clock: a service that has just been restarted, and has that time, finds nothing due. */
const aheadMs = 3_600_000;
const minuteMs = 60_000;

interface Parts {
  readonly folder: string;
  readonly database: EmbeddedPostgres;
  readonly services: readonly [ServiceProcess, ServiceProcess];
  readonly token: string;
}

/** Two clinician services in processes of their own on one database, whose time passes as it is told, and all of which can die. */
export class TwoClinicians {
  #now = new Date(Math.ceil((Date.now() + aheadMs) / minuteMs) * minuteMs);
  /** Those that have been killed and have not the time yet that it is: what they answered would be of an hour ago. */
  readonly #away = new Set<0 | 1>();

  private constructor(private readonly parts: Parts) {}

  static async start(settings: Readonly<Record<string, string>>): Promise<TwoClinicians> {
    const folder = await mkdtemp(join(tmpdir(), 'homeward-two-clinicians-'));
    // Postgres runs as another user where this is root, and has to get through.
    await chmod(folder, 0o755);
    const database = await EmbeddedPostgres.start({ home: join(folder, 'postgres') });
    const environment = {
      ...settings,
      DATABASE_URL: database.url,
      KAFKA_BROKERS: '',
      HOMEWARD_HOME: join(folder, 'home'),
      HOMEWARD_CLOCK: 'manual',
      LOG_LEVEL: 'warn',
    };
    const { stdout } = await homeward(['token', '--role', 'administrator'], { env: environment });
    const named = (name: string): Readonly<Record<string, string>> => {
      const url = new URL(database.url);
      // Postgres says by it whose a connection is.
      url.searchParams.set('application_name', name);
      return { ...environment, DATABASE_URL: url.href };
    };
    const services = await Promise.all([
      ServiceProcess.start('clinician', named(names[0])),
      ServiceProcess.start('clinician', named(names[1])),
    ]);
    const clinicians = new TwoClinicians({ folder, database, services, token: stdout.trim() });
    await clinicians.pass(0);
    return clinicians;
  }

  get now(): Date {
    return this.#now;
  }

  /** The API of one of them. */
  api(which: 0 | 1): ApiClient {
    return new ApiClient(this.parts.services[which].url, this.parts.token);
  }

  /** Asks one of them and then the other, until one answers. */
  async ask<Value>(question: (api: ApiClient) => Promise<Value>, first: 0 | 1 = 0): Promise<Value> {
    let which: 0 | 1 = first;
    const { value } = await eventually(
      async () => {
        which = which === 0 ? 1 : 0;
        if (this.#away.has(which)) throw new Error(`Clinician service ${String(which + 1)} has just been killed.`);
        return { value: await question(this.api(which)) };
      },
      { what: 'an answer of one of the services', ...patience },
    );
    return value;
  }

  /** Lets time pass, for both. */
  async pass(seconds: number): Promise<void> {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
    await Promise.all([this.#setClock(0), this.#setClock(1)]);
  }

  async publish(signals: readonly { readonly key: string; readonly event: Signal }[]): Promise<void> {
    const pool = new pg.Pool({ connectionString: this.parts.database.url, max: 2 });
    const log = createPostgresLog({ pool });
    try {
      await log.publish(signals.map(({ key, event }) => encode('signals', key, event)));
    } finally {
      await log.close();
      await pool.end();
    }
  }

  /** `kill -9`. @returns once it is there again, at the time that it is. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'database') return this.#killDatabase();
    const which = victim === 'first clinician service' ? 0 : 1;
    this.#away.add(which);
    await this.parts.services[which].killHard();
    // As a supervisor does: a start that finds the database away ends, and is tried again.
    await eventually(() => this.parts.services[which].restart().then(() => true), {
      what: `clinician service ${String(which + 1)} to be there again`,
      ...patience,
    });
    await this.#setClock(which);
    this.#away.delete(which);
  }

  /**
   * `kill -9` of the one that has taken the step of this patient's alert which is due when so many seconds have passed: it
   * dies in the transaction that takes the step.
   *
   * @returns once the other has taken it, how many milliseconds after the death; the dead one is there again.
   */
  async killOverStep(
    patientId: string,
    seconds: number,
    isTaken: (api: ApiClient) => Promise<boolean>,
  ): Promise<number> {
    const client = new pg.Client({ connectionString: this.parts.database.url });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT FROM clinician.stay WHERE patient_id = $1 FOR UPDATE', [patientId]);
      await this.pass(seconds);
      const taker = await eventually(() => whoWaits(client), { what: 'one of them to take the step', everyMs: 5 });
      await this.parts.services[taker].killHard();
      const diedAtMs = performance.now();
      await client.query('ROLLBACK');
      const other = this.api(taker === 0 ? 1 : 0);
      await eventually(() => isTaken(other), { what: 'the other to take the step', withinMs: 30_000 });
      const tookMs = performance.now() - diedAtMs;
      await this.parts.services[taker].restart();
      await this.#setClock(taker);
      return tookMs;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.parts.services.map((service) => service.stop()));
    await this.parts.database.stop();
    await rm(this.parts.folder, { recursive: true, force: true });
  }

  async #killDatabase(): Promise<void> {
    const { database } = this.parts;
    const { pid } = database;
    process.kill(pid, 'SIGKILL');
    await eventually(() => database.pid !== pid, { what: 'the database to be started again', ...patience });
  }

  async #setClock(which: 0 | 1): Promise<void> {
    await eventually(
      () => this.api(which).put<{ now: string }>('/test/clock', { now: this.#now.toISOString() }),
      ({ now }) => now === this.#now.toISOString(),
      { what: `the clock of clinician service ${String(which + 1)} to be set`, ...patience },
    );
  }
}

/** Which of them waits for a row that another has locked. */
async function whoWaits(client: pg.Client): Promise<0 | 1 | undefined> {
  const { rows } = await client.query<{ readonly name: string }>(
    `SELECT application_name AS name FROM pg_stat_activity
     WHERE wait_event_type = 'Lock' AND application_name = ANY ($1)`,
    [names],
  );
  if (rows[0] === undefined) return undefined;
  return rows[0].name === names[0] ? 0 : 1;
}
