import { IS_CONTROL, type RecordsBatch } from '@platformatic/kafka';
import type { TopicName } from '#libs/contracts';
import type { LogBatch, LogRecord } from '../../event-log.ts';
import { weightOf } from '../../outgoing-records.ts';
import { traceHeader } from '../kafka-client.ts';

/** As many bytes as one fetch brings of a partition are enough to have in store. */
const enoughBytes = 1_000_000;

export interface AssignedPartition {
  readonly topic: TopicName;
  /** As the topic is called on Kafka. */
  readonly topicOnKafka: string;
  readonly partition: number;
}

/** One partition of which this member has the work: what was fetched of it and waits, and how far the work has got. */
export class FetchedPartition {
  readonly of: AssignedPartition;
  readonly #maxBatchRecords: number;
  readonly #waiting: LogRecord[] = [];
  #bytes = 0;
  #next: bigint;
  #inHand = 0;
  #failures = 0;
  #isResting = false;

  constructor(of: AssignedPartition, { from, maxBatchRecords }: { from: bigint; maxBatchRecords: number }) {
    this.of = of;
    this.#next = from;
    this.#maxBatchRecords = maxBatchRecords;
  }

  /** The position that is to be fetched next. */
  get next(): bigint {
    return this.#next;
  }

  /** Whether enough waits that no more is to be fetched for now. */
  get isFull(): boolean {
    return this.#waiting.length >= this.#maxBatchRecords || this.#bytes >= enoughBytes;
  }

  /** Whether a batch of it may be worked on now. */
  get isReady(): boolean {
    return this.#waiting.length > 0 && this.#inHand === 0 && !this.#isResting;
  }

  get isResting(): boolean {
    return this.#isResting;
  }

  /** Takes what a fetch has brought. A batch may begin before the position that was asked for, and end in nothing. */
  add(batches: readonly RecordsBatch[]): void {
    for (const batch of batches) {
      const isControl = (batch.attributes & IS_CONTROL) !== 0;
      for (const { offsetDelta, timestampDelta, key, value, headers } of isControl ? [] : batch.records) {
        const position = batch.firstOffset + BigInt(offsetDelta);
        if (position < this.#next) continue;
        const record: LogRecord = {
          key: key?.toString() ?? '',
          value: value?.toString() ?? null,
          position,
          appendedAt: new Date(Number(batch.firstTimestamp + timestampDelta)),
          trace: headers.find(([name]) => name?.toString() === traceHeader)?.[1]?.toString(),
        };
        this.#waiting.push(record);
        this.#bytes += weightOf(record);
      }
      const after = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
      if (after > this.#next) this.#next = after;
    }
  }

  /** Goes on from the oldest record that there is, since the one that was asked for is gone. */
  skipTo(oldest: bigint): void {
    if (oldest > this.#next) this.#next = oldest;
  }

  /** Takes the next batch into hand, until it is done or has failed. */
  take(): LogBatch {
    const records = this.#waiting.slice(0, this.#maxBatchRecords);
    this.#inHand = records.length;
    return { topic: this.of.topic, partition: this.of.partition, records };
  }

  /** The batch in hand is done: the position after it. */
  done(): bigint {
    const finished = this.#waiting.splice(0, this.#inHand);
    for (const record of finished) this.#bytes -= weightOf(record);
    this.#inHand = 0;
    this.#failures = 0;
    return (finished.at(-1)?.position ?? this.#next - 1n) + 1n;
  }

  /** The batch in hand was rejected, so many times by now; it waits until `rested`. */
  failed(): number {
    this.#inHand = 0;
    this.#isResting = true;
    this.#failures += 1;
    return this.#failures;
  }

  rested(): void {
    this.#isResting = false;
  }
}
