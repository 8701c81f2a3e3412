import { topics, type TopicDefinition, type TopicName } from '#libs/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';
import { pause } from '../pause.ts';
import type { KafkaNames } from './kafka-names.ts';

/** Somewhat more than a dead letter may have: see outgoing-records.ts. */
const maxMessageBytes = 8_000_000;
const leaderPatienceMs = 30_000;

const names = Object.keys(topics) as TopicName[]; // Object.keys forgets what the keys are.

/**
 * Creates the topics of libs/contracts that Kafka does not have yet. Resolves once every partition of each has a leader,
 * which may take a busy broker a while; until then publishing and subscribing are refused.
 */
export async function createMissingTopics(admin: Admin, kafkaNames: KafkaNames): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = names.filter((topic) => !existing.has(kafkaNames.topic(topic)));
  let refusal: Error | undefined;
  if (missing.length > 0) {
    try {
      const configs = missing.map((topic) => configOf(kafkaNames.topic(topic), topics[topic]));
      await admin.createTopics({ topics: configs, waitForLeaders: false });
    } catch (error) {
      // Another process may have been a moment faster; if it was, the topics are there.
      refusal = error instanceof Error ? error : new Error(String(error));
    }
  }
  const deadline = performance.now() + leaderPatienceMs;
  for (
    let waiting = await notLed(admin, kafkaNames);
    waiting !== undefined;
    waiting = await notLed(admin, kafkaNames)
  ) {
    if (performance.now() > deadline) throw refusal ?? waiting;
    await pause(100);
  }
}

/** Why not every topic can be used yet; undefined when it can. */
async function notLed(admin: Admin, kafkaNames: KafkaNames): Promise<Error | undefined> {
  try {
    const metadata = await admin.fetchTopicMetadata({ topics: names.map((topic) => kafkaNames.topic(topic)) });
    const led = metadata.topics.every(({ name, partitions }) => {
      const topic = kafkaNames.topicNamed(name);
      const enough = topic !== undefined && partitions.length >= topics[topic].partitions;
      return enough && partitions.every(({ leader }) => leader >= 0);
    });
    return led ? undefined : new Error('Not every partition has a leader yet.');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A topic as it is made. */
export function configOf(topic: string, { partitions, keep }: TopicDefinition): ITopicConfig {
  const policy =
    keep.kind === 'last-value'
      ? [{ name: 'cleanup.policy', value: 'compact' }]
      : [
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: String(keep.retentionHours * 3_600_000) },
        ];
  return {
    topic,
    numPartitions: partitions,
    // As the brokers are set up to replicate.
    replicationFactor: -1,
    configEntries: [...policy, { name: 'max.message.bytes', value: String(maxMessageBytes) }],
  };
}

/** How many records a group has yet to read, of each topic in which it has ever committed. */
export async function lagOf(
  admin: Admin,
  group: string,
  kafkaNames: KafkaNames,
): Promise<ReadonlyMap<TopicName, number>> {
  const committed = await admin.fetchOffsets({ groupId: group, topics: names.map((topic) => kafkaNames.topic(topic)) });
  const lag = new Map<TopicName, number>();
  await Promise.all(
    committed.map(async ({ topic: name, partitions }) => {
      const topic = kafkaNames.topicNamed(name);
      if (topic === undefined || partitions.every(({ offset }) => Number(offset) < 0)) return;
      const ends = new Map((await admin.fetchTopicOffsets(name)).map((end) => [end.partition, end]));
      let records = 0;
      for (const { partition, offset } of partitions) {
        const end = ends.get(partition);
        if (end !== undefined) records += Number(end.high) - Math.max(Number(offset), Number(end.low));
      }
      lag.set(topic, records);
    }),
  );
  return lag;
}
