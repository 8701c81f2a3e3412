import { eventFromLog, topics, type EventOn, type TopicName } from '#libs/contracts';
import type { LogBatch, LogRecord } from '../event-log.ts';

/** A record whose event has the shape that its topic asks for. */
export interface EventRecord<Topic extends TopicName> {
  readonly key: string;
  /** Null is a tombstone: the key is gone from a compacted topic. */
  readonly event: EventOn<Topic> | null;
  readonly position: bigint;
  readonly appendedAt: Date;
  readonly trace?: string | undefined;
}

/** What a handler gets: records of a topic, those of one key in their order and never in two batches at once. Never empty. */
export interface EventBatch<Topic extends TopicName> {
  readonly topic: Topic;
  readonly records: readonly EventRecord<Topic>[];
  /**
   * Changes whenever this process is given partitions anew: what it remembered of their keys may have been changed by
   * another process since, and must be forgotten.
   */
  readonly assignment: number;
}

/** A record that has not got its topic's shape, and why. */
export interface Unreadable {
  readonly record: LogRecord;
  readonly reason: string;
}

/** Sorts a batch into events and what is not to be read as any. */
export function readEvents<Topic extends TopicName>(
  batch: LogBatch & { readonly topic: Topic },
): { readonly records: readonly EventRecord<Topic>[]; readonly unreadable: readonly Unreadable[] } {
  if (!Object.hasOwn(topics, batch.topic)) {
    const reason = `There is no topic called ${batch.topic}.`;
    return { records: [], unreadable: batch.records.map((record) => ({ record, reason })) };
  }
  const records: EventRecord<Topic>[] = [];
  const unreadable: Unreadable[] = [];
  for (const record of batch.records) {
    const { key, position, appendedAt, value, trace } = record;
    if (value === null) {
      records.push({ key, event: null, position, appendedAt, trace });
      continue;
    }
    try {
      records.push({ key, event: eventFromLog(batch.topic, { key, value }), position, appendedAt, trace });
    } catch (error) {
      unreadable.push({ record, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { records, unreadable };
}
