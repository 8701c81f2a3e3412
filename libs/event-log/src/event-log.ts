import type { TopicName } from '#libs/contracts';
import type { RecordTracing } from './record-tracing.ts';

/** What is put on the log. Records with one key keep their order. */
export interface OutgoingRecord {
  readonly topic: TopicName;
  readonly key: string;
  /** JSON. Null is a tombstone: on a compacted topic it takes the key out. */
  readonly value: string | null;
  /** The W3C traceparent of what it comes from, where that is traced. A compacted topic does not keep it. */
  readonly trace?: string | undefined;
}

/** What is read off it. */
export interface LogRecord {
  readonly key: string;
  readonly value: string | null;
  /** Rises within a partition; the two adapters count differently, so it is only for comparing and showing. */
  readonly position: bigint;
  /** When the log took it. */
  readonly appendedAt: Date;
  readonly trace?: string | undefined;
}

/** Consecutive records of one partition, oldest first, never empty. */
export interface LogBatch {
  readonly topic: TopicName;
  readonly partition: number;
  readonly records: readonly LogRecord[];
}

export interface SubscribeOptions {
  /** Members of one group share the partitions; every group sees every record. A new group starts at the beginning. */
  readonly group: string;
  readonly topics: readonly TopicName[];
  /**
   * Does the work of a batch. The position is committed after it has resolved: a crash before that brings the same
   * records again. While it runs, no further batch of the same partition comes. When it rejects, the same batch comes
   * again after a pause, for as long as it takes: what to give up on is the caller's to decide.
   */
  readonly onBatch: (batch: LogBatch) => Promise<void>;
  /**
   * Called whenever this member is given partitions anew. Whatever it remembered of their keys may have been changed by
   * another member since.
   */
  readonly onAssigned?: () => void;
  /** Called when a batch was rejected, before it comes again. */
  readonly onRetry?: (error: unknown, batch: LogBatch, attempt: number) => void;
  /** Default 500. Batches of big records are smaller. */
  readonly maxBatchRecords?: number;
  /** At most so many partitions are worked on at once, default 4: while they are, the batches of the others grow. */
  readonly maxConcurrentBatches?: number;
  /**
   * From one look at the log to the next, in units of what a batch takes of late, where an adapter has to look. What comes
   * after a quiet time is brought at once. Default 0.5.
   */
  readonly restPerBatch?: number;
}

export interface Subscription {
  /** Resolves once the batches in hand are done and committed. */
  close(): Promise<void>;
}

/** The durable, ordered log as a port: one contract suite holds both adapters to what is said here. */
export interface EventLog {
  /** Where there is any: see `tracedLog`. */
  readonly tracing?: RecordTracing;
  /** Creates what is missing of the topics in libs/contracts. Safe to call from many processes at once. */
  prepare(): Promise<void>;
  /** Resolves once every record would survive the death of this process and of the log's. All or, on failure, any. */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** How many records a group has yet to work through, by topic. */
  lag(group: string): Promise<ReadonlyMap<TopicName, number>>;
  /**
   * How many records each topic holds, from its oldest to its newest: what a new group would begin with. What a compacted
   * topic has replaced is counted.
   */
  size(): Promise<ReadonlyMap<TopicName, number>>;
  /** Resolves if the log can be reached, rejects with the reason if not. */
  check(): Promise<void>;
  close(): Promise<void>;
}
