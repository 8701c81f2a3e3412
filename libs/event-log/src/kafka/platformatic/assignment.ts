import { findErrorBy, ListOffsetTimestamps, type Consumer } from '@platformatic/kafka';
import type { Logger } from 'pino';
import type { SubscribeOptions } from '../../event-log.ts';
import { pause, pauseBefore } from '../../pause.ts';
import { fetching, membership } from '../kafka-client.ts';
import { BatchWorkers } from './batch-workers.ts';
import { FetchedPartition, type AssignedPartition } from './fetched-partition.ts';

/** While a partition is full that may be worked on, a fetch of its neighbours must not wait for long. */
const shortWaitMs = 10;

type Fetched = Awaited<ReturnType<Consumer['fetch']>>;

export interface AssignmentParts {
  readonly consumer: Consumer;
  readonly partitions: readonly AssignedPartition[];
  readonly subscribed: SubscribeOptions;
  readonly logger: Logger | undefined;
}

/**
 * What a member has been given, until the group is shared out anew: it fetches from where the group has got to, works, and
 * writes down by a timer how far the work has got. The library's own streams are not used, since one partition that
 * fails would hold up all others in them, and its commit would join anew and write down what another has by now.
 */
export class Assignment {
  readonly #parts: AssignmentParts;
  readonly #ending = new AbortController();
  readonly #done = new Map<FetchedPartition, bigint>();
  readonly #fetches = new Map<number, Promise<void>>();
  #partitions: readonly FetchedPartition[] = [];
  #workers: BatchWorkers | undefined;
  #room = Promise.withResolvers<undefined>();
  #committing: Promise<void> = Promise.resolve();
  #running: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(parts: AssignmentParts) {
    this.#parts = parts;
  }

  begin(): void {
    this.#running = Promise.all([this.#fetchAll(), this.#commitNowAndThen()]);
  }

  /**
   * The group is about to be shared out anew: begins nothing more, waits so long at most for what is in hand, and writes
   * down what is done. What is done later is not: by then it may be the work of another member.
   */
  async end(withinMs: number): Promise<void> {
    this.#stop();
    const enough = new AbortController();
    await Promise.race([this.#workers?.idle(), pause(withinMs, enough.signal)]);
    enough.abort();
    await this.#commit();
    this.#isOver = true;
  }

  /** This member leaves: begins nothing more, finishes what is in hand, and writes down what is done. */
  async finish(): Promise<void> {
    this.#stop();
    await this.#workers?.idle();
    await this.#running;
    await this.#commit();
    this.#isOver = true;
  }

  /** Resolves once nothing is in hand any more, and nothing is being fetched. */
  async idle(): Promise<void> {
    this.#stop();
    await this.#workers?.idle();
    await this.#running;
  }

  #stop(): void {
    this.#ending.abort();
    this.#workers?.stop();
    this.#room.resolve(undefined);
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  async #fetchAll(): Promise<void> {
    await this.#findPositions();
    for (let failures = 0; !this.#isEnding();) {
      try {
        await this.#fetchOnce();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#parts.logger?.debug({ event: 'event-log-fetch-failed', err: error, failures }, 'a fetch failed');
        this.#parts.consumer.clearMetadata();
        if (findErrorBy(toError(error), 'apiId', 'OFFSET_OUT_OF_RANGE') !== null) await this.#skipWhatIsGone();
        await pause(pauseBefore(Math.min(failures, 6)), this.#ending.signal);
      }
    }
    await Promise.allSettled(this.#fetches.values());
  }

  /** Where the group has got to; a group that has never been goes from the oldest record on. */
  async #findPositions(): Promise<void> {
    for (let attempt = 1; !this.#isEnding(); attempt += 1) {
      try {
        const [committed, oldest] = await Promise.all([this.#committed(), this.#oldest()]);
        if (this.#isEnding()) return;
        this.#partitions = this.#parts.partitions.map((of) => {
          const position = committed.get(of.topicOnKafka)?.[of.partition] ?? -1n;
          const from = position >= 0n ? position : (oldest.get(of.topicOnKafka)?.[of.partition] ?? 0n);
          return new FetchedPartition(of, { from, maxBatchRecords: this.#parts.subscribed.maxBatchRecords ?? 500 });
        });
        this.#workers = new BatchWorkers(this.#partitions, {
          subscribed: this.#parts.subscribed,
          onDone: (partition, position) => this.#done.set(partition, position),
          onRoom: () => {
            this.#room.resolve(undefined);
          },
        });
        return;
      } catch (error) {
        this.#parts.logger?.debug({ event: 'event-log-positions-failed', err: error }, 'positions could not be read');
        this.#parts.consumer.clearMetadata();
        await pause(pauseBefore(attempt), this.#ending.signal);
      }
    }
  }

  #committed(): Promise<ReadonlyMap<string, readonly (bigint | undefined)[]>> {
    const topics = this.#byTopic().map(([topic, partitions]) => ({ topic, partitions }));
    return this.#parts.consumer.listCommittedOffsets({ topics });
  }

  #oldest(): Promise<ReadonlyMap<string, readonly (bigint | undefined)[]>> {
    const topics = this.#byTopic().map(([topic]) => topic);
    return this.#parts.consumer.listOffsets({
      topics,
      partitions: Object.fromEntries(this.#byTopic()),
      timestamp: ListOffsetTimestamps.EARLIEST,
    });
  }

  #byTopic(): [string, number[]][] {
    const groups = Map.groupBy(this.#parts.partitions, ({ topicOnKafka }) => topicOnKafka);
    return [...groups].map(([topic, partitions]) => [topic, partitions.map(({ partition }) => partition)]);
  }

  /** What a position points at may have been taken away by the topic's retention. */
  async #skipWhatIsGone(): Promise<void> {
    try {
      const oldest = await this.#oldest();
      for (const partition of this.#partitions) {
        partition.skipTo(oldest.get(partition.of.topicOnKafka)?.[partition.of.partition] ?? 0n);
      }
    } catch (error) {
      // The next fetch fails likewise, and this is tried again.
      this.#parts.logger?.debug({ event: 'event-log-positions-failed', err: error }, 'positions could not be read');
    }
  }

  /** Asks each broker that leads a partition with room and that is not being asked; resolves when there is a change. */
  async #fetchOnce(): Promise<void> {
    const { consumer } = this.#parts;
    this.#room = Promise.withResolvers<undefined>();
    const metadata = await consumer.metadata({ topics: consumer.topics.current });
    const wanted = this.#partitions.filter((partition) => !partition.isFull);
    const leaderOf = ({ of }: FetchedPartition): number =>
      metadata.topics.get(of.topicOnKafka)?.partitions[of.partition]?.leader ?? -1;
    for (const [node, partitions] of Map.groupBy(wanted, leaderOf)) {
      if (node < 0) throw new Error('A partition has no leader.');
      if (this.#fetches.has(node)) continue;
      const idOf = ({ of }: FetchedPartition): string => metadata.topics.get(of.topicOnKafka)?.id ?? '';
      const fetch = this.#fetchFrom(node, Map.groupBy(partitions, idOf)).finally(() => this.#fetches.delete(node));
      this.#fetches.set(node, fetch);
    }
    await Promise.race([this.#room.promise, ...this.#fetches.values()]);
  }

  async #fetchFrom(node: number, byTopicId: ReadonlyMap<string, readonly FetchedPartition[]>): Promise<void> {
    const mustNotWait = this.#partitions.some((partition) => partition.isFull && !partition.isResting);
    const response = await this.#parts.consumer.fetch({
      node,
      minBytes: 1,
      maxBytes: fetching.maxBytes,
      maxWaitTime: mustNotWait ? shortWaitMs : fetching.maxWaitMs,
      topics: [...byTopicId].map(([topicId, partitions]) => ({
        topicId,
        partitions: partitions.map(({ of, next }) => ({
          partition: of.partition,
          currentLeaderEpoch: -1,
          fetchOffset: next,
          lastFetchedEpoch: -1,
          partitionMaxBytes: fetching.maxBytesPerPartition,
        })),
      })),
    });
    if (!this.#isEnding()) this.#take(response, byTopicId);
  }

  #take({ responses }: Fetched, byTopicId: ReadonlyMap<string, readonly FetchedPartition[]>): void {
    for (const { topicId, partitions } of responses) {
      for (const { partitionIndex, records } of partitions) {
        const asked = byTopicId.get(topicId)?.find(({ of }) => of.partition === partitionIndex);
        // A broker may bring what it was asked for before.
        if (asked !== undefined && records !== undefined && records !== null) asked.add(records);
      }
    }
    this.#workers?.begin();
  }

  async #commitNowAndThen(): Promise<void> {
    while (!this.#isEnding()) {
      await pause(membership.commitMs, this.#ending.signal);
      if (!this.#isEnding()) await this.#commit();
    }
  }

  /** One at a time, so that none overtakes another. */
  #commit(): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commitDone());
    return this.#committing;
  }

  async #commitDone(): Promise<void> {
    const offsets = [...this.#done].map(([{ of }, offset]) => ({
      topic: of.topicOnKafka,
      partition: of.partition,
      offset,
      leaderEpoch: -1,
    }));
    if (offsets.length === 0 || this.#isOver) return;
    this.#done.clear();
    try {
      await this.#parts.consumer.commit({ offsets });
    } catch (error) {
      // During a rebalance, or without a broker: the records come again, to us or to another member.
      this.#parts.logger?.debug({ event: 'event-log-commit-failed', err: error }, 'progress could not be written down');
    }
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
