import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Logger } from 'pino';
import type { LogBatch, LogRecord, SubscribeOptions } from '../../event-log.ts';
import { pause, pauseBefore } from '../../pause.ts';
import { fetching, membership, retrying, traceHeader, type KafkaMember } from '../kafka-client.ts';
import type { KafkaNames } from '../kafka-names.ts';

export interface KafkajsSubscriptionParts {
  readonly kafka: Kafka;
  readonly names: KafkaNames;
  readonly options: SubscribeOptions;
  readonly logger: Logger | undefined;
}

/** A partition whose batch was rejected, and since when. */
interface Failing {
  readonly offset: string;
  readonly attempt: number;
}

/** The next offset of each partition that was worked on, until that has been written down. */
type Done = Map<string, { readonly topic: string; readonly partition: number; readonly offset: string }>;

/**
 * One member's work on Kafka. Positions are written down by a timer, only for batches whose work has resolved; the
 * commits of kafkajs itself are off. A partition whose batch was rejected pauses by itself while the others go on. When
 * kafkajs gives its consumer up, another takes its place, for as long as it takes.
 */
export class KafkajsSubscription implements KafkaMember {
  readonly #parts: KafkajsSubscriptionParts;
  readonly #closing = new AbortController();
  readonly #failing = new Map<string, Failing>();
  readonly #resuming = new Set<NodeJS.Timeout>();
  readonly #working = new Set<Promise<void>>();
  readonly #done: Done = new Map();
  #consumer: Consumer | undefined;
  #committing: Promise<void> | undefined;
  #restarting: Promise<void> | undefined;

  constructor(parts: KafkajsSubscriptionParts) {
    this.#parts = parts;
  }

  /** Joins the group; resolves once this member has been given its partitions. */
  async start(): Promise<void> {
    const deadline = performance.now() + membership.coordinatorWithinMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#run();
        break;
      } catch (error) {
        const mayPass = isWithoutCoordinator(error) && performance.now() < deadline;
        if (!mayPass || this.#isClosing()) throw error;
        await pause(pauseBefore(attempt), this.#closing.signal);
      }
    }
    this.#committing = this.#commitNowAndThen();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const timer of this.#resuming) clearTimeout(timer);
    await this.#restarting;
    await Promise.all(this.#working);
    await this.#committing;
    await this.#commit();
    await this.#consumer?.disconnect();
  }

  async #run(): Promise<void> {
    const { kafka, names, options } = this.#parts;
    const consumer = kafka.consumer({
      groupId: names.group(options.group),
      sessionTimeout: membership.sessionTimeoutMs,
      rebalanceTimeout: membership.rebalanceTimeoutMs,
      heartbeatInterval: membership.heartbeatMs,
      minBytes: 1,
      // Bounds how late a heartbeat may be.
      maxWaitTimeInMs: fetching.maxWaitMs,
      maxBytesPerPartition: fetching.maxBytesPerPartition,
      maxBytes: fetching.maxBytes,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: retrying.initialMs,
        maxRetryTime: retrying.maxMs,
        retries: retrying.retries,
        restartOnFailure: () => Promise.resolve(true),
      },
    });
    this.#consumer = consumer;
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: options.topics.map((topic) => names.topic(topic)), fromBeginning: true });
      const joined = this.#watch(consumer);
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: options.maxConcurrentBatches ?? 4,
        eachBatch: (payload) => this.#eachBatch(payload),
      });
      await joined;
    } catch (error) {
      await this.#abandon(consumer);
      throw error;
    }
  }

  /** Resolves when the consumer has first joined; rejects if it is given up before that. */
  #watch(consumer: Consumer): Promise<undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // Where each partition goes on has been read from Kafka anew.
      this.#done.clear();
      this.#failing.clear();
      const partitions = Object.values(payload.memberAssignment).flat();
      if (partitions.length > 0) this.#parts.options.onAssigned?.();
      resolve(undefined);
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.#parts.logger?.warn(
        { event: 'event-log-consumer-crashed', err: payload.error, group: payload.groupId, restarts: payload.restart },
        'a consumer lost its connection to the log',
      );
      if (payload.restart) return;
      reject(payload.error);
      if (this.#committing !== undefined) this.#restarting ??= this.#restart(consumer);
    });
    // A crash after the first joining is mended by #restart; then this has no waiter any more.
    promise.catch(() => undefined);
    return promise;
  }

  async #restart(crashed: Consumer): Promise<void> {
    await this.#abandon(crashed);
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      await pause(pauseBefore(attempt), this.#closing.signal);
      if (this.#isClosing()) break;
      try {
        await this.#run();
        break;
      } catch (error) {
        this.#parts.logger?.warn(
          { event: 'event-log-consumer-failed', err: error, attempt },
          'no consumer could start',
        );
      }
    }
    this.#restarting = undefined;
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #abandon(consumer: Consumer): Promise<void> {
    try {
      await consumer.disconnect();
    } catch (error) {
      this.#parts.logger?.debug({ event: 'event-log-consumer-abandoned', err: error }, 'closing a broken consumer');
    }
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const work = this.#workThrough(payload);
    // A rejection is kafkajs's to deal with; here it is only waited for.
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#working.add(settled);
    try {
      await work;
    } finally {
      this.#working.delete(settled);
    }
  }

  async #workThrough(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = this.#parts.names.topicNamed(batch.topic);
    if (topic === undefined) return;
    const size = this.#parts.options.maxBatchRecords ?? 500;
    for (let start = 0; start < batch.messages.length; start += size) {
      if (!payload.isRunning() || payload.isStale() || this.#isClosing()) return;
      const messages = batch.messages.slice(start, start + size);
      const part: LogBatch = { topic, partition: batch.partition, records: messages.map(recordOf) };
      const beat = (): Promise<void> => payload.heartbeat();
      if (!(await this.#work(part, messages[0]?.offset ?? '0', beat))) {
        this.#resumeLater(part, payload.pause());
        return;
      }
      const last = messages.at(-1)?.offset ?? '0';
      payload.resolveOffset(last);
      this.#done.set(partitionOf(part), {
        topic: batch.topic,
        partition: batch.partition,
        offset: (BigInt(last) + 1n).toString(),
      });
      // Throws when the group is being shared out anew, for kafkajs to take part in that.
      await payload.heartbeat();
    }
  }

  /** Whether the work resolved. Says meanwhile that this member lives, however long it takes. */
  async #work(batch: LogBatch, offset: string, heartbeat: () => Promise<void>): Promise<boolean> {
    const beating = setInterval(() => {
      heartbeat().catch((error: unknown) => {
        // The heartbeat after the work meets the same, where something can be done about it.
        this.#parts.logger?.debug(
          { event: 'event-log-heartbeat-failed', err: error },
          'a heartbeat failed during work',
        );
      });
    }, membership.heartbeatMs);
    try {
      await this.#parts.options.onBatch(batch);
      this.#failing.delete(partitionOf(batch));
      return true;
    } catch (error) {
      const before = this.#failing.get(partitionOf(batch));
      const attempt = before?.offset === offset ? before.attempt + 1 : 1;
      this.#failing.set(partitionOf(batch), { offset, attempt });
      this.#parts.options.onRetry?.(error, batch, attempt);
      return false;
    } finally {
      clearInterval(beating);
    }
  }

  /** What was not resolved is fetched again once the partition goes on. */
  #resumeLater(batch: LogBatch, resume: () => void): void {
    const timer = setTimeout(
      () => {
        this.#resuming.delete(timer);
        resume();
      },
      pauseBefore(this.#failing.get(partitionOf(batch))?.attempt ?? 1),
    );
    this.#resuming.add(timer);
  }

  async #commitNowAndThen(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await pause(membership.commitMs, this.#closing.signal);
      await this.#commit();
    }
  }

  async #commit(): Promise<void> {
    const offsets = [...this.#done.values()];
    if (offsets.length === 0) return;
    this.#done.clear();
    try {
      await this.#consumer?.commitOffsets(offsets);
    } catch (error) {
      // During a rebalance, or without a broker: the records come again, to us or to another member.
      this.#parts.logger?.debug({ event: 'event-log-commit-failed', err: error }, 'progress could not be written down');
    }
  }
}

const partitionOf = ({ topic, partition }: LogBatch): string => `${topic}/${String(partition)}`;

function recordOf({ key, value, offset, timestamp, headers }: KafkaMessage): LogRecord {
  return {
    key: key?.toString() ?? '',
    value: value?.toString() ?? null,
    position: BigInt(offset),
    appendedAt: new Date(Number(timestamp)),
    trace: headers?.[traceHeader]?.toString(),
  };
}

// As an ES module, kafkajs gives out its classes of errors under no name.
const isWithoutCoordinator = (error: unknown): boolean =>
  error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound';
