import { topics, type EventOn, type TopicName } from '#libs/contracts';
import { UnfitRecordError } from './event-log-errors.ts';
import type { OutgoingRecord } from './event-log.ts';

/**
 * Makes an event ready to be published. Null makes a tombstone.
 *
 * @throws UnfitRecordError if the topic's schema refuses the event: what nobody could read must not get onto the log.
 */
export function encode<Topic extends TopicName>(
  topic: Topic,
  key: string,
  event: EventOn<Topic> | null,
): OutgoingRecord {
  if (event === null) return { topic, key, value: null };
  const checked = topics[topic].schema.safeParse(event);
  if (!checked.success) {
    const faults = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new UnfitRecordError(`An event for the topic ${topic} does not have that topic's shape: ${faults}.`, {
      topic,
    });
  }
  return { topic, key, value: JSON.stringify(checked.data) };
}

/** @throws UnfitRecordError if a record has no key or a topic that is not in libs/contracts. */
export function refuseUnfit(records: readonly OutgoingRecord[]): void {
  for (const { topic, key, value } of records) {
    if (!Object.hasOwn(topics, topic)) {
      throw new UnfitRecordError(`There is no topic called ${topic}; see libs/contracts.`, { topic });
    }
    if (key === '' || key.includes('\0')) {
      throw new UnfitRecordError(`A record for the topic ${topic} has an empty key, or one with a NUL character.`, {
        topic,
      });
    }
    if (value?.includes('\0') === true) {
      throw new UnfitRecordError(`A record for the topic ${topic} holds a NUL character, which JSON would escape.`, {
        topic,
      });
    }
  }
}

/** Bytes that a record takes up, roughly: enough to keep batches within bounds. */
export function weightOf(record: { readonly key: string; readonly value: string | null }): number {
  return record.key.length + (record.value?.length ?? 0) + 50;
}
