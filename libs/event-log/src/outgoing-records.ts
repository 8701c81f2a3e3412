import { eventToLog, topics, type EventOn, type TopicName } from '#libs/contracts';
import { UnfitRecordError } from './event-log-errors.ts';
import type { OutgoingRecord } from './event-log.ts';

/**
 * Makes an event ready to be published. Null makes a tombstone.
 *
 * @throws UnfitRecordError if the topic's schema refuses the event: what no consumer could read must not get onto the log.
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
  // The schema is the one that EventOn<Topic> is inferred from.
  return { topic, key, value: eventToLog(topic, checked.data as EventOn<Topic>) };
}

/** The most that either log takes of one record. */
const maxRecordBytes = 3_900_000;
/** A dead letter or its replay holds another record whole, whose quotation marks take twice the room in it. */
const maxCarryingRecordBytes = 2 * maxRecordBytes + 100_000;
const carrying: ReadonlySet<TopicName> = new Set(['dead-letters', 'replays']);

/** @throws UnfitRecordError if a record has no key, a topic that is not in libs/contracts, or is too large. */
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
    const most = carrying.has(topic) ? maxCarryingRecordBytes : maxRecordBytes;
    if (bytesOf(key, value, most) > most) {
      throw new UnfitRecordError(`A record for the topic ${topic} is larger than ${String(most)} bytes.`, { topic });
    }
    if (value?.includes('\0') === true) {
      throw new UnfitRecordError(`A record for the topic ${topic} holds a NUL character, which JSON would escape.`, {
        topic,
      });
    }
  }
}

/** How many bytes a record has; an estimate that is too high where even that is within the limit. */
function bytesOf(key: string, value: string | null, most: number): number {
  const atMost = 3 * (key.length + (value?.length ?? 0));
  return atMost <= most ? atMost : Buffer.byteLength(key) + Buffer.byteLength(value ?? '');
}

/** Bytes that a record takes up, roughly: enough to keep batches within bounds. */
export function weightOf(record: { readonly key: string; readonly value: string | null }): number {
  return record.key.length + (record.value?.length ?? 0) + 50;
}
