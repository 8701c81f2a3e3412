import { type EventOn, eventToLog, HomewardError, type TopicName, topics } from '#libs/contracts';
import type { Pool, PoolClient } from 'pg';
import type { Registry } from 'prom-client';
import { OutgoingEventInvalidError } from './outbox-errors.ts';
import { OutboxMetrics } from './outbox-metrics.ts';
import {
  type OutgoingRecord,
  OutboxStore,
  type SetAsideRecord,
  setAsideKeepDays,
  type WaitingRecord,
} from './outbox.store.ts';

/** As much of a service's database as is used here. */
export interface OutboxDatabase {
  readonly pool: Pick<Pool, 'query'>;
  exclusively<Result>(work: {
    readonly lock: string;
    readonly wait: boolean;
    readonly work: (lost: AbortSignal) => Promise<Result>;
  }): Promise<Result | undefined>;
}

export interface OutboxParts {
  /** Its schema has the table `outbox`: see `outboxTable`. */
  readonly database: OutboxDatabase;
  readonly log: {
    publish(records: readonly OutgoingRecord[]): Promise<void>;
    /** Where there is any: an event belongs to the trace of what decided it, also where it is published later. */
    readonly tracing?: { traceOf(key: string): string | undefined };
  };
  readonly clock: { now(): Date };
  /** pino's fits. */
  readonly logger: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
  readonly metrics?: Registry;
  readonly service: string;
  /** For how long `publish` waits for the log before it leaves the rest to the relay. */
  readonly waitMilliseconds: number;
  /** How often the relay looks for what was left behind. @default 1000 */
  readonly relayEveryMilliseconds?: number;
}

const batchRecords = 500;
const mostListed = 500;
/** How many rounds of the relay pass between two looks at how much waits and what is too old. */
const roundsPerLook = 5;

/**
 * Puts a service's events on the log exactly as they were committed, at least once, and those of one key in the order in
 * which they were staged. An event is staged in the transaction that decides it; `publish` brings it to the log right after
 * the commit, and a relay brings what a crash or an unreachable log has left behind. Of several replicas one publishes at a
 * time, so that no older value of a key follows a newer one. A record that the log can never take is set aside with its
 * reason, and the others go on.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #store = new OutboxStore();
  readonly #metrics: OutboxMetrics;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #relay: NodeJS.Timeout | undefined;
  #rounds = 0;
  #outage = false;
  #stopped = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#metrics = new OutboxMetrics(parts.metrics, parts.service);
  }

  /**
   * Stages events in the caller's transaction; call `publish` once it has been committed. For the order of a key to be the
   * order of decisions, the caller holds a lock on what the key stands for.
   *
   * @throws OutgoingEventInvalidError when the topic's schema refuses an event.
   */
  async stage<Topic extends TopicName>(
    client: Pick<PoolClient, 'query'>,
    topic: Topic,
    records: readonly { readonly key: string; readonly event: EventOn<Topic> }[],
  ): Promise<void> {
    if (records.length === 0) return;
    const { tracing } = this.#parts.log;
    const outgoing = records.map(({ key, event }) => {
      return { topic, key, value: encode(topic, key, event), trace: tracing?.traceOf(key) };
    });
    await this.#store.add(client, outgoing, this.#parts.clock.now());
  }

  /**
   * Resolves once everything committed so far is on the log, or when that takes too long: the relay then goes on trying.
   * Never rejects, since what was decided has been decided.
   */
  async publish(): Promise<void> {
    const { promise: tooLong, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, this.#parts.waitMilliseconds, undefined);
    await Promise.race([this.#reported(this.#flush()), tooLong]);
    clearTimeout(timer);
  }

  start(): void {
    this.#stopped = false;
    this.#relay ??= setInterval(() => void this.#relayRound(), this.#parts.relayEveryMilliseconds ?? 1000).unref();
  }

  /** Resolves when the records in hand are on the log, or have failed to get there. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#relay);
    this.#relay = undefined;
    await Promise.allSettled([this.#running, this.#next]);
  }

  /** The records that cannot be published, newest first, at most 500. */
  setAside(): Promise<readonly SetAsideRecord[]> {
    return this.#store.allSetAside(this.#parts.database.pool, mostListed);
  }

  async #relayRound(): Promise<void> {
    const { pool } = this.#parts.database;
    this.#rounds += 1;
    await this.#reported(
      (async () => {
        if (this.#rounds % roundsPerLook === 1) {
          await this.#forgetSetAside();
          await this.#measure();
        }
        if (this.#running !== undefined) return;
        if ((await this.#store.oldest(pool, 1)).length > 0) await this.#flush(false);
      })(),
    );
  }

  /** An outage is said once, and its end. */
  async #reported(work: Promise<void>): Promise<void> {
    const { logger, service } = this.#parts;
    try {
      await work;
    } catch (error) {
      if (!this.#outage)
        logger.warn({ event: 'outbox-publish-failed', err: error, service }, 'Events wait for the log');
      this.#outage = true;
    }
  }

  /**
   * One run at a time. A caller that asks during a run waits for the next one, which all of them share: the run under way may
   * have looked before their commit.
   */
  #flush(wait = true): Promise<void> {
    if (this.#running === undefined) return this.#begin(wait);
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#begin(true);
      });
    return this.#next;
  }

  #begin(wait: boolean): Promise<void> {
    const run = this.#drain(wait).finally(() => {
      this.#running = undefined;
    });
    this.#running = run;
    return run;
  }

  async #drain(wait: boolean): Promise<void> {
    const { database, logger, service } = this.#parts;
    try {
      const done = await database.exclusively({ lock: 'outbox', wait, work: (lost) => this.#drainAlone(lost) });
      if (done !== true) return;
    } catch (error) {
      // Another replica is at it for long, and says itself what it waits for; our own relay looks again.
      if (isLockTimeout(error)) return;
      throw error;
    }
    if (this.#outage) logger.info({ event: 'outbox-publish-recovered', service }, 'Events reach the log again');
    this.#outage = false;
  }

  async #drainAlone(lost: AbortSignal): Promise<true> {
    let waiting;
    do {
      waiting = await this.#store.oldest(this.#parts.database.pool, batchRecords);
      if (waiting.length > 0) await this.#put(waiting, lost);
    } while (waiting.length === batchRecords && !this.#stopped);
    return true;
  }

  /** Finds those that cannot be published by halves, in order, so that a key's values keep theirs. */
  async #put(records: readonly WaitingRecord[], lost: AbortSignal): Promise<void> {
    lost.throwIfAborted();
    const { database, log } = this.#parts;
    try {
      await log.publish(records.map(({ topic, key, value, trace }) => ({ topic, key, value, trace })));
    } catch (error) {
      if (!isForGood(error)) throw error;
      const [first, ...others] = records;
      if (first === undefined) return;
      if (others.length === 0) {
        await this.#setAsideRecord(first, error);
        return;
      }
      const half = Math.ceil(records.length / 2);
      await this.#put(records.slice(0, half), lost);
      await this.#put(records.slice(half), lost);
      return;
    }
    await this.#store.forget(
      database.pool,
      records.map(({ id }) => id),
    );
  }

  async #setAsideRecord({ id, topic }: WaitingRecord, error: HomewardError): Promise<void> {
    const { database, clock, logger, service } = this.#parts;
    await this.#store.setAsideRecord(database.pool, id, { reason: error.message, now: clock.now() });
    logger.error({ event: 'outbox-record-set-aside', err: error, service, topic, id }, 'An event cannot be published');
    await this.#measure();
  }

  async #forgetSetAside(): Promise<void> {
    const before = new Date(this.#parts.clock.now().getTime() - setAsideKeepDays * 86_400_000);
    await this.#store.forgetSetAside(this.#parts.database.pool, before);
  }

  async #measure(): Promise<void> {
    const { waiting, oldest, setAside } = await this.#store.counts(this.#parts.database.pool);
    const oldestSeconds = oldest === null ? 0 : (this.#parts.clock.now().getTime() - oldest.getTime()) / 1000;
    this.#metrics.set({ waiting, oldestSeconds, setAside });
  }
}

function encode<Topic extends TopicName>(topic: Topic, key: string, event: EventOn<Topic>): string {
  const checked = topics[topic].schema.safeParse(event);
  // The schema is the one that EventOn<Topic> is inferred from.
  if (checked.success) return eventToLog(topic, checked.data as EventOn<Topic>);
  const faults = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new OutgoingEventInvalidError(topic, key, faults);
}

/** Nothing without a name is given up: it may be the log that is at fault. */
const isForGood = (error: unknown): error is HomewardError => error instanceof HomewardError && !error.transient;

/** Postgres's lock_not_available. */
const isLockTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03';
