import type { Kafka } from 'kafkajs';
import type { KafkaAdministration } from '../kafka-client.ts';

/** Kafka's administration by kafkajs. */
export async function kafkajsAdministration(kafka: Kafka): Promise<KafkaAdministration> {
  const admin = kafka.admin();
  await admin.connect();
  return {
    topicNames: () => admin.listTopics(),
    createTopics: async (topics) => {
      const configs = topics.map(({ topic, partitions, settings }) => ({
        topic,
        numPartitions: partitions,
        // As the brokers are set up to replicate.
        replicationFactor: -1,
        configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
      }));
      await admin.createTopics({ topics: configs, waitForLeaders: false });
    },
    leaders: async (topics) => {
      const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
      return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.map(({ leader }) => leader)]));
    },
    committed: async (group, topics) => {
      const committed = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
      return new Map(
        committed.map(({ topic, partitions }) => {
          const positions = partitions.map(({ partition, offset }) => [partition, BigInt(offset)] as const);
          // Below zero stands for a partition in which the group has committed nothing.
          return [topic, new Map(positions.filter(([, position]) => position >= 0n))];
        }),
      );
    },
    ends: async (topic) => {
      const ends = await admin.fetchTopicOffsets(topic);
      return new Map(ends.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
    },
    check: async () => {
      await admin.describeCluster();
    },
    close: () => admin.disconnect(),
  };
}
