import type { TopicName } from '#libs/contracts';
import type { LogBatch } from '../event-log.ts';
import { readEvents, type Unreadable } from './event-batch.ts';

/** A dead letter that is tried again: the batch of one record that it was. */
export interface ReplayedBatch extends LogBatch {
  readonly replayed: true;
}

/** The dead letters of one group on the topic `replays`, as they were on their own topics; and what is not to be read. */
export function replayedBatches(
  batch: LogBatch,
  group: string,
): { readonly replayed: readonly ReplayedBatch[]; readonly unreadable: readonly Unreadable[] } {
  const { records, unreadable } = readEvents<'replays'>({ ...batch, topic: 'replays' });
  const replayed = records.flatMap(({ event, appendedAt }): readonly ReplayedBatch[] => {
    if (event?.group !== group) return [];
    const { topic, partition, position, key, value } = event;
    // A dead letter of a tombstone has no value.
    const record = { key, value: value === '' ? null : value, position: BigInt(position), appendedAt };
    // readEvents refuses one that is no topic.
    return [{ topic: topic as TopicName, partition, records: [record], replayed: true }];
  });
  return { replayed, unreadable };
}
