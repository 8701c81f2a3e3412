import { topics, type TopicDefinition, type TopicName } from '#libs/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';
import type { KafkaNames } from './kafka-names.ts';

/** A message from a device may have up to one megabyte, and goes into quarantine whole. */
const maxMessageBytes = 8_000_000;

const names = Object.keys(topics) as TopicName[]; // Object.keys forgets what the keys are.

/** Creates the topics of libs/contracts that Kafka does not have yet. */
export async function createMissingTopics(admin: Admin, kafkaNames: KafkaNames): Promise<void> {
  const missing = await missingTopics(admin, kafkaNames);
  if (missing.length === 0) return;
  try {
    await admin.createTopics({ topics: missing.map((topic) => configOf(kafkaNames.topic(topic), topics[topic])) });
  } catch (error) {
    // Another process may have been a moment faster; if so, nothing is missing any more.
    if ((await missingTopics(admin, kafkaNames)).length > 0) throw error;
  }
}

async function missingTopics(admin: Admin, kafkaNames: KafkaNames): Promise<readonly TopicName[]> {
  const existing = new Set(await admin.listTopics());
  return names.filter((topic) => !existing.has(kafkaNames.topic(topic)));
}

function configOf(topic: string, { partitions, keep }: TopicDefinition): ITopicConfig {
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
