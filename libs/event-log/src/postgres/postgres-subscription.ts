import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { LogBatch, LogRecord, SubscribeOptions, Subscription } from '../event-log.ts';
import { weightOf } from '../outgoing-records.ts';
import { pause, pauseBefore, RestByWork } from '../pause.ts';
import { leaseSeconds, PostgresGroup, type Claim } from './postgres-group.ts';
import type { Notice } from './postgres-listener.ts';
import { read } from './postgres-reader.ts';
import type { Stream } from './postgres-schema.ts';

/** What is read of a partition at first; the limit then follows the size of its records. */
const firstReadRecords = 100;
const batchBytes = 2_000_000;
/** How often a member says that it lives, and looks around. */
const beatMs = 1_000;
/** What is read sooner would mostly wait for the work on what is in hand. */
const defaultRestPerBatch = 0.5;
/** Readers look this often even without a notice. */
const pollMs = 1_000;
/** Progress is written down this often: what a crash brings again is at most what was done meanwhile. */
const commitMs = 100;

/** A partition in this member's hands. */
interface Held {
  readonly stream: Stream;
  readonly epoch: bigint;
  /** The next to be read. */
  position: bigint;
  committed: bigint;
  limit: number;
  hasNews: boolean;
  /** The last read of it was full: more is there. */
  isBehind: boolean;
  /** The work on a batch of it, while there is any. */
  work: Promise<void> | undefined;
  /** Given when the partition is to be given up, or is lost. */
  readonly over: AbortController;
}

export interface PostgresSubscriptionParts {
  readonly pool: pg.Pool;
  readonly streams: readonly Stream[];
  readonly group: string;
  readonly options: SubscribeOptions;
  readonly logger: Logger | undefined;
  readonly membersChanged: () => void;
}

/**
 * One member's work: claims its share of the partitions, reads all that have news with one query, hands each partition's
 * batch over while others are still being worked on, and writes down the progress.
 */
export class PostgresSubscription implements Subscription {
  readonly #parts: PostgresSubscriptionParts;
  readonly #id = randomUUID();
  readonly #group: PostgresGroup;
  readonly #held = new Map<number, Held>();
  readonly #maxRecords: number;
  readonly #atOnce: number;
  readonly #closing = new AbortController();
  readonly #restBetweenReads: RestByWork;
  #wake: () => void = () => undefined;
  #loops: Promise<unknown> = Promise.resolve();
  #lastBeatAt = 0;
  #beating: Promise<void> | undefined;
  readonly #releasing = new Set<Promise<void>>();
  #beatAgain = false;

  constructor(parts: PostgresSubscriptionParts) {
    this.#parts = parts;
    this.#maxRecords = parts.options.maxBatchRecords ?? 500;
    this.#atOnce = parts.options.maxConcurrentBatches ?? 4;
    this.#restBetweenReads = new RestByWork(parts.options.restPerBatch ?? defaultRestPerBatch);
    this.#group = new PostgresGroup(
      parts.pool,
      parts.group,
      { id: this.#id, topics: parts.options.topics },
      parts.streams,
    );
  }

  /** Enters the group; resolves once this member has its first share. */
  async start(): Promise<void> {
    await this.#group.enter();
    await this.#beat();
    this.#parts.membersChanged();
    this.#loops = Promise.all([
      this.#readAndWork(),
      this.#every(beatMs, () => this.#beat()),
      this.#every(commitMs, () => this.#commit()),
      this.#every(pollMs, () => {
        this.expectNews([...this.#held.keys()]);
        return Promise.resolve();
      }),
    ]);
  }

  onNotice(notice: Notice): void {
    if (notice.kind === 'appended') this.expectNews(notice.streams);
    else if (notice.kind === 'reconnected') this.expectNews([...this.#held.keys()]);
    else if (notice.group === this.#parts.group) void this.#attempt('beat', () => this.#beat());
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#wake();
    await this.#loops;
    await this.#beating;
    await Promise.all(this.#releasing);
    for (const held of this.#held.values()) held.over.abort();
    await Promise.all([...this.#held.values()].flatMap((held) => held.work ?? []));
    await this.#attempt('commit', () => this.#commit());
    this.#held.clear();
    await this.#attempt('leave', () => this.#group.leave());
    this.#parts.membersChanged();
  }

  /** Has these partitions read, if they are in this member's hands. */
  expectNews(streams: readonly number[]): void {
    for (const stream of streams) {
      const held = this.#held.get(stream);
      if (held !== undefined) held.hasNews = true;
    }
    this.#wake();
  }

  async #readAndWork(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      if (this.#readable().length === 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      if (this.#readable().some(({ isBehind }) => isBehind)) this.#restBetweenReads.begin();
      else await this.#restBetweenReads.over(this.#closing.signal);
      const wanted = this.#readable();
      for (const held of wanted) held.hasNews = false;
      try {
        const found = await read(this.#parts.pool, wanted);
        for (const held of wanted) {
          const records = found.get(held.stream.id);
          if (records !== undefined && !held.over.signal.aborted) this.#begin(held, records);
        }
      } catch (error) {
        for (const held of wanted) held.hasNews = true;
        this.#parts.logger?.warn({ event: 'event-log-read-failed', err: error }, 'reading from the log failed');
        await pause(pauseBefore(2), this.#closing.signal);
      }
    }
  }

  /** The partitions to read next, those that have waited longest first, and no more than may be worked on at once. */
  #readable(): readonly Held[] {
    // A member that could not say that it lives has to expect that others have taken over.
    if (performance.now() - this.#lastBeatAt > leaseSeconds * 1000) return [];
    let free = this.#atOnce;
    for (const held of this.#held.values()) if (held.work !== undefined) free -= 1;
    const readable: Held[] = [];
    for (const held of this.#held.values()) {
      if (readable.length >= free) break;
      if (held.hasNews && held.work === undefined && !held.over.signal.aborted) readable.push(held);
    }
    return readable;
  }

  #begin(held: Held, records: readonly LogRecord[]): void {
    // To the end of the queue.
    this.#held.delete(held.stream.id);
    this.#held.set(held.stream.id, held);
    const bytes = records.reduce((sum, record) => sum + weightOf(record), 0);
    held.isBehind = records.length === held.limit;
    if (held.isBehind) held.hasNews = true;
    held.limit = Math.min(this.#maxRecords, Math.max(1, Math.floor((batchBytes * records.length) / bytes)));
    held.work = this.#workThrough(held, records).finally(() => {
      held.work = undefined;
      this.#wake();
    });
  }

  async #workThrough(held: Held, records: readonly LogRecord[]): Promise<void> {
    const batch: LogBatch = { topic: held.stream.topic, partition: held.stream.partition, records };
    for (let attempt = 1; !held.over.signal.aborted; attempt += 1) {
      try {
        const startedAt = performance.now();
        await this.#parts.options.onBatch(batch);
        this.#restBetweenReads.took(performance.now() - startedAt);
        held.position = (records.at(-1)?.position ?? held.position) + 1n;
        return;
      } catch (error) {
        this.#parts.options.onRetry?.(error, batch, attempt);
        await pause(pauseBefore(attempt), held.over.signal);
      }
    }
  }

  async #commit(): Promise<void> {
    const changed = [...this.#held.values()].filter((held) => held.position > held.committed);
    if (changed.length === 0) return;
    const progress = changed.map(({ stream, epoch, position }) => ({ stream: stream.id, epoch, position }));
    const refused = await this.#group.commit(progress);
    changed.forEach((held, index) => (held.committed = progress[index]?.position ?? held.committed));
    for (const stream of refused) this.#lose(stream);
  }

  /** Another member has taken over: what is still being worked on here is worked through there again. */
  #lose(stream: number): void {
    const held = this.#held.get(stream);
    if (held === undefined) return;
    this.#parts.logger?.warn(
      {
        event: 'event-log-partition-lost',
        group: this.#parts.group,
        topic: held.stream.topic,
        partition: held.stream.partition,
      },
      'another member has taken a partition over',
    );
    held.over.abort();
    this.#held.delete(stream);
  }

  /** Looks around once; a caller that asks while that is going on is answered by one more look. */
  #beat(): Promise<void> {
    this.#beatAgain = true;
    this.#beating ??= (async () => {
      try {
        while (this.#beatAgain) {
          this.#beatAgain = false;
          await this.#lookAround();
        }
      } finally {
        this.#beating = undefined;
      }
    })();
    return this.#beating;
  }

  async #lookAround(): Promise<void> {
    const askedAt = performance.now();
    const membership = await this.#group.beat();
    this.#lastBeatAt = askedAt;
    for (const [stream, held] of this.#held) if (membership.owned.get(stream) !== held.epoch) this.#lose(stream);
    // What a broken-off claim left behind.
    const strays = [...membership.owned.keys()].filter((stream) => !this.#held.has(stream));
    if (strays.length > 0) await this.#group.release(strays);
    const surplus = membership.release.flatMap((stream) => this.#held.get(stream) ?? []);
    this.#giveUp(surplus.filter((held) => !held.over.signal.aborted));
    if ((membership.more || strays.length > 0) && !this.#closing.signal.aborted) this.#take(await this.#group.claim());
  }

  #take(claims: readonly Claim[]): void {
    if (claims.length === 0) return;
    this.#parts.options.onAssigned?.();
    for (const { stream, epoch, position } of claims) {
      this.#held.set(stream.id, {
        stream,
        epoch,
        position,
        committed: position,
        limit: Math.min(firstReadRecords, this.#maxRecords),
        hasNews: true,
        isBehind: false,
        work: undefined,
        over: new AbortController(),
      });
    }
    this.#wake();
  }

  /** Lets go of partitions once the work on them is done. The heartbeats go on meanwhile. */
  #giveUp(surplus: readonly Held[]): void {
    if (surplus.length === 0) return;
    for (const held of surplus) held.over.abort();
    const releasing = this.#attempt('release', async () => {
      await Promise.all(surplus.flatMap((held) => held.work ?? []));
      await this.#commit();
      const streams = surplus.map(({ stream }) => stream.id);
      await this.#group.release(streams);
      for (const held of surplus) if (this.#held.get(held.stream.id) === held) this.#held.delete(held.stream.id);
      this.#parts.membersChanged();
    });
    this.#releasing.add(releasing);
    void releasing.then(() => this.#releasing.delete(releasing));
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #every(milliseconds: number, work: () => Promise<void>): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await pause(milliseconds, this.#closing.signal);
      if (!this.#isClosing()) await this.#attempt('round', work);
    }
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.logger?.warn(
        { event: 'event-log-member-failed', what, err: error },
        'a consumer could not reach the log',
      );
    }
  }
}
