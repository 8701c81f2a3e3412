import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { Repeats, type RepeatedWork } from './repeats.ts';
import { TimerKindError, TimersLateError } from './timer-errors.ts';
import { TimerMetrics } from './timer-metrics.ts';
import type { TimersParts } from './timer-parts.ts';
import { type DueTimer, type Queryable, TimerStore } from './timer.store.ts';

/** What is done when timers of one kind are due. */
export interface TimerKind {
  readonly kind: string;
  /**
   * Does what these timers are for, in the transaction that takes them away: both happen or neither. Lock what they are
   * about, and leave out those whose subject has another revision by now.
   */
  onDue(client: PoolClient, timers: readonly DueTimer[], entities: EntityManager): Promise<void>;
  /** At most so many timers are handed over together. @default 100 */
  readonly atOnce?: number;
}

/** Later than this, readiness says so: the service does not do in time what it has promised to do. */
const farTooLateSeconds = 120;
/** How many rounds pass between two looks at how late timers are. */
const roundsPerMeasurement = 10;

/**
 * A service's durable timers: rows of the table `timer`, made in the transaction that makes them necessary, and done by one
 * poller in each process. Replicas share them. A step takes the due timers of one kind, does them and removes them in one
 * transaction, so that after a crash they are done once and not half. When a step fails, its timers are done one by one:
 * those that fail again keep their error and wait, ever longer, and the others go on.
 */
export class Timers {
  readonly #parts: TimersParts;
  readonly #store = new TimerStore();
  readonly #metrics: TimerMetrics;
  readonly #kinds = new Map<string, TimerKind>();
  readonly #repeats: Repeats;
  #polling: Promise<void> | undefined;
  #stopping = new AbortController();
  #outage = false;

  constructor(parts: TimersParts) {
    this.#parts = parts;
    this.#metrics = new TimerMetrics(parts.metrics, parts.service);
    this.#repeats = new Repeats({ ...parts, store: this.#store, metrics: this.#metrics });
  }

  /** Says what is done when timers of a kind are due. */
  register(kind: TimerKind): void {
    this.#refuseKnown(kind.kind);
    this.#kinds.set(kind.kind, kind);
  }

  /** Has work done again and again by one replica at a time, across restarts: retention, for instance. */
  repeat(work: RepeatedWork): void {
    this.#refuseKnown(work.kind);
    this.#repeats.add(work);
  }

  /**
   * Makes timers, in the caller's transaction. A timer takes the place of those of the same kind and subject, unless one of
   * them has a higher revision. Every change of the subject has to raise its revision.
   */
  async schedule(client: Queryable, timers: readonly DueTimer[]): Promise<void> {
    const unknown = timers.find(({ kind }) => !this.#kinds.has(kind));
    if (unknown !== undefined) throw new TimerKindError(`No timer of the kind "${unknown.kind}" is registered.`);
    await this.#store.schedule(client, timers);
  }

  /** Takes timers away, in the caller's transaction. One that is being done meanwhile finds its subject changed. */
  async cancel(client: Queryable, kind: string, subjects: readonly string[]): Promise<void> {
    await this.#store.cancel(client, kind, subjects);
  }

  /** Which of these timers there are not: for an audit of what is to have one. */
  async missing<Wanted extends Pick<DueTimer, 'subject' | 'revision'>>(
    client: Queryable,
    kind: string,
    wanted: readonly Wanted[],
  ): Promise<readonly Wanted[]> {
    if (wanted.length === 0) return [];
    const present = await this.#store.present(client, kind, wanted);
    const keys = new Set(present.map(({ subject, revision }) => `${subject} ${String(revision)}`));
    return wanted.filter(({ subject, revision }) => !keys.has(`${subject} ${String(revision)}`));
  }

  start(): void {
    if (this.#polling !== undefined) return;
    this.#stopping = new AbortController();
    this.#polling = this.#poll(this.#stopping.signal);
  }

  /** Resolves when the step in hand is done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    this.#polling = undefined;
    await this.#repeats.stop();
  }

  /** For readiness: rejects when the oldest due timer is far too late. One that fails by itself does not count. */
  async check(): Promise<void> {
    const { untriedSeconds } = await this.#measure();
    if (untriedSeconds <= farTooLateSeconds) return;
    const seconds = Math.round(untriedSeconds);
    throw new TimersLateError(
      `The oldest due timer of the ${this.#parts.service} service is ${String(seconds)} seconds late.`,
      { service: this.#parts.service, seconds },
    );
  }

  #refuseKnown(kind: string): void {
    if (!this.#kinds.has(kind) && !this.#repeats.has(kind)) return;
    throw new TimerKindError(`There is already a timer of the kind "${kind}".`);
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { logger, service, pollEveryMilliseconds = 500 } = this.#parts;
    for (let round = 0; !signal.aborted; round += 1) {
      try {
        await this.#repeats.begin(signal);
        await this.#doDue(signal);
        if (round % roundsPerMeasurement === 0) await this.#measure();
        this.#outage = false;
      } catch (error) {
        // Said once for as long as it lasts.
        if (!this.#outage)
          logger.warn({ event: 'timers-unreachable', err: error, service }, 'Timers could not be read');
        this.#outage = true;
      }
      await pause(pollEveryMilliseconds, signal);
    }
  }

  /** One step of each kind in turn, until nothing is due: no kind has to wait for a long queue of another. */
  async #doDue(signal: AbortSignal): Promise<void> {
    const { pool } = this.#parts.database;
    let due: readonly string[];
    do {
      due = await this.#store.kindsDue(pool, [...this.#kinds.keys()], this.#parts.clock.now());
      let done = 0;
      for (const name of due) {
        const kind = this.#kinds.get(name);
        if (kind !== undefined && !signal.aborted) done += await this.#step(kind, signal);
      }
      // Everything that is due is in another replica's hands.
      if (done === 0) return;
    } while (due.length > 0 && !signal.aborted);
  }

  /** @returns how many timers were tried. */
  async #step(kind: TimerKind, signal: AbortSignal): Promise<number> {
    const { database, clock } = this.#parts;
    const asked = { kind: kind.kind, now: clock.now(), most: kind.atOnce ?? 100 };
    let taken: readonly DueTimer[] = [];
    let tried = 0;
    try {
      await database.transaction(async (client, entities) => {
        taken = await this.#store.take(client, asked);
        if (taken.length > 0) await kind.onDue(client, taken, entities);
      });
      this.#metrics.fired(kind.kind, taken.length);
      tried = taken.length;
    } catch (error) {
      if (taken.length === 0) throw error;
      for (const timer of taken) if (!signal.aborted) tried += await this.#alone(kind, timer);
    }
    for (const timer of await this.#store.retries(database.pool, asked)) {
      if (!signal.aborted) tried += await this.#alone(kind, timer);
    }
    return tried;
  }

  /** @returns 0 if another replica has it. */
  async #alone(kind: TimerKind, timer: DueTimer): Promise<number> {
    const { database, logger, service } = this.#parts;
    try {
      const taken = await database.transaction(async (client, entities) => {
        const one = await this.#store.take(client, timer);
        if (one.length > 0) await kind.onDue(client, one, entities);
        return one.length;
      });
      this.#metrics.fired(kind.kind, taken);
      return taken;
    } catch (error) {
      // Rejects when the database is away, which is not the timer's fault: the round ends there.
      await this.#store.failed(database.pool, timer, error instanceof Error ? error.message : String(error));
      this.#metrics.failed(kind.kind);
      const facts = { event: 'timer-failed', err: error, service, kind: timer.kind, subject: timer.subject };
      logger.warn(facts, 'A timer could not be done; it is tried again');
      return 1;
    }
  }

  async #measure(): Promise<{ readonly untriedSeconds: number }> {
    const { clock, database } = this.#parts;
    const now = clock.now();
    const { untried, oldest, failing } = await this.#store.lateness(database.pool, [...this.#kinds.keys()], now);
    const secondsSince = (since: Date | null) => (since === null ? 0 : (now.getTime() - since.getTime()) / 1000);
    this.#metrics.late({ seconds: secondsSince(oldest), failing });
    return { untriedSeconds: secondsSince(untried) };
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (signal.aborted) return Promise.resolve();
  const end = (): void => {
    resolve(undefined);
  };
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener('abort', end, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  });
}
