import { Admin, ListOffsetTimestamps, type BaseOptions } from '@platformatic/kafka';
import type { KafkaAdministration, NewTopic, PartitionEnds } from '../kafka-client.ts';

/** Kafka's administration by @platformatic/kafka. */
export async function platformaticAdministration(connection: BaseOptions): Promise<KafkaAdministration> {
  const admin = new Admin(connection);
  try {
    await admin.metadata({ topics: [] });
  } catch (error) {
    await admin.close();
    throw error;
  }
  return {
    topicNames: () => admin.listTopics(),
    createTopics: async (topics) => {
      // One request has one list of settings for all of its topics.
      for (const alike of Map.groupBy(topics, ({ settings }) => JSON.stringify(settings)).values()) {
        await createAlike(admin, alike);
      }
    },
    leaders: async (topics) => {
      const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true });
      return new Map(
        [...metadata.topics].map(([topic, { partitions }]) => [topic, partitions.map(({ leader }) => leader)]),
      );
    },
    committed: async (group, topics) => {
      const groups = await admin.listConsumerGroupOffsets({ groups: [group] });
      const wanted = new Set(topics);
      return new Map(
        groups
          .flatMap((ofGroup) => ofGroup.topics)
          .filter(({ name }) => wanted.has(name))
          .map(({ name, partitions }) => {
            const positions = partitions.map(
              ({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const,
            );
            return [name, new Map(positions.filter(([, position]) => position >= 0n))];
          }),
      );
    },
    ends: (topic) => endsOf(admin, topic),
    check: async () => {
      await admin.metadata({ topics: [], forceUpdate: true });
    },
    close: () => admin.close(),
  };
}

async function createAlike(admin: Admin, topics: readonly NewTopic[]): Promise<void> {
  const settings = Object.entries(topics[0]?.settings ?? {});
  await admin.createTopics({
    // As the brokers are set up to replicate.
    topics: topics.map(({ topic, partitions }) => ({ topic, partitions, replicas: -1 })),
    configs: settings.map(([name, value]) => ({ name, value })),
  });
}

async function endsOf(admin: Admin, topic: string): Promise<ReadonlyMap<number, PartitionEnds>> {
  const metadata = await admin.metadata({ topics: [topic] });
  const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
  const offsets = async (timestamp: bigint): Promise<ReadonlyMap<number, bigint>> => {
    const partitions = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
    const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    return new Map(listed?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
  };
  const [low, high] = await Promise.all([offsets(ListOffsetTimestamps.EARLIEST), offsets(ListOffsetTimestamps.LATEST)]);
  return new Map([...low].map(([partition, first]) => [partition, { low: first, high: high.get(partition) ?? first }]));
}
