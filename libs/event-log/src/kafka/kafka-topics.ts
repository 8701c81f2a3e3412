import { topics, type TopicDefinition, type TopicName } from '#libs/contracts';
import { pause } from '../pause.ts';
import type { KafkaAdministration, NewTopic } from './kafka-client.ts';
import type { KafkaNames } from './kafka-names.ts';

/** Somewhat more than a dead letter may have: see outgoing-records.ts. */
const maxMessageBytes = 8_000_000;
const leaderPatienceMs = 30_000;

const names = Object.keys(topics) as TopicName[]; // Object.keys forgets what the keys are.

/**
 * Creates the topics of libs/contracts that Kafka does not have yet. Resolves once every partition of each has a leader,
 * which may take a busy broker a while; until then publishing and subscribing are refused.
 */
export async function createMissingTopics(kafka: KafkaAdministration, kafkaNames: KafkaNames): Promise<void> {
  const existing = new Set(await kafka.topicNames());
  const missing = names.filter((topic) => !existing.has(kafkaNames.topic(topic)));
  let refusal: Error | undefined;
  if (missing.length > 0) {
    try {
      await kafka.createTopics(missing.map((topic) => newTopic(kafkaNames.topic(topic), topics[topic])));
    } catch (error) {
      // Another process may have been a moment faster; if it was, the topics are there.
      refusal = error instanceof Error ? error : new Error(String(error));
    }
  }
  const deadline = performance.now() + leaderPatienceMs;
  for (
    let waiting = await notLed(kafka, kafkaNames);
    waiting !== undefined;
    waiting = await notLed(kafka, kafkaNames)
  ) {
    if (performance.now() > deadline) throw refusal ?? waiting;
    await pause(100);
  }
}

/** Why not every topic can be used yet; undefined when it can. */
async function notLed(kafka: KafkaAdministration, kafkaNames: KafkaNames): Promise<Error | undefined> {
  try {
    const leaders = await kafka.leaders(names.map((topic) => kafkaNames.topic(topic)));
    const led = names.every((topic) => {
      const ofPartitions = leaders.get(kafkaNames.topic(topic)) ?? [];
      return ofPartitions.length >= topics[topic].partitions && ofPartitions.every((leader) => leader >= 0);
    });
    return led ? undefined : new Error('Not every partition has a leader yet.');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A topic as it is made. */
export function newTopic(topic: string, { partitions, keep }: TopicDefinition): NewTopic {
  const policy: Readonly<Record<string, string>> =
    keep.kind === 'last-value'
      ? { 'cleanup.policy': 'compact' }
      : { 'cleanup.policy': 'delete', 'retention.ms': String(keep.retentionHours * 3_600_000) };
  return { topic, partitions, settings: { ...policy, 'max.message.bytes': String(maxMessageBytes) } };
}

/** How many records a group has yet to read, of each topic in which it has ever committed. */
export async function lagOf(
  kafka: KafkaAdministration,
  group: string,
  kafkaNames: KafkaNames,
): Promise<ReadonlyMap<TopicName, number>> {
  const ofTopics = names.map((topic) => kafkaNames.topic(topic));
  const committed = await kafka.committed(group, ofTopics);
  const lag = new Map<TopicName, number>();
  await Promise.all(
    names.map(async (topic) => {
      const positions = committed.get(kafkaNames.topic(topic));
      if (positions === undefined || positions.size === 0) return;
      const ends = await kafka.ends(kafkaNames.topic(topic));
      let records = 0;
      for (const [partition, { low, high }] of ends) {
        const position = positions.get(partition) ?? low;
        records += Number(high - (position > low ? position : low));
      }
      lag.set(topic, records);
    }),
  );
  return lag;
}

/** How many records each topic holds, from the oldest to the newest. */
export async function sizesOf(
  kafka: KafkaAdministration,
  kafkaNames: KafkaNames,
): Promise<ReadonlyMap<TopicName, number>> {
  const sizes = names.map(async (topic) => {
    const ends = await endsOnceLed(kafka, kafkaNames.topic(topic));
    const records = [...ends.values()].reduce((sum, { low, high }) => sum + Number(high - low), 0);
    return [topic, records] as const;
  });
  return new Map(await Promise.all(sizes));
}

/** A broker may refuse to lead a new partition for a while after it was named as its leader. */
async function endsOnceLed(kafka: KafkaAdministration, topic: string): ReturnType<KafkaAdministration['ends']> {
  const deadline = performance.now() + leaderPatienceMs;
  for (;;) {
    try {
      return await kafka.ends(topic);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}
