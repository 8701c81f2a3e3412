import { topics, type TopicName } from '#libs/contracts';
import type { Admin } from 'kafkajs';
import { KafkaNames } from './kafka-names.ts';
import { newTopic } from './kafka-topics.ts';

const names = Object.keys(topics) as TopicName[]; // Object.keys forgets what the keys are.

/** A topic as Kafka has it. */
interface FoundTopic {
  readonly topic: TopicName;
  readonly called: string;
  readonly partitions: Awaited<ReturnType<Admin['fetchTopicMetadata']>>['topics'][number]['partitions'];
  readonly configuration: ReadonlyMap<string, string>;
}

/**
 * What is wrong with the topics on Kafka, in words that say what to do. Changes nothing.
 *
 * @throws kafkajs' own errors where no broker answers.
 */
export async function kafkaTopicFaults(parts: {
  readonly brokers: readonly string[];
  readonly namespace?: string;
}): Promise<readonly string[]> {
  const kafkaNames = new KafkaNames(parts.namespace);
  // Loaded here alone: the services may have the other client.
  const { kafkajsConnection } = await import('./kafkajs/kafkajs.ts');
  const admin = kafkajsConnection({ brokers: parts.brokers, clientId: 'homeward-doctor', logger: undefined }).admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const [found, missing] = [names, names].map((all, index) =>
      all.filter((topic) => there.has(kafkaNames.topic(topic)) === (index === 0)),
    );
    const { brokers } = await admin.describeCluster();
    const described = await describe(admin, { found: found ?? [], kafkaNames });
    return [
      ...(missing ?? []).map((topic) => `${kafkaNames.topic(topic)} is missing. Run: homeward migrate`),
      ...described.flatMap((topic) => faultsOf(topic, brokers.length)),
    ];
  } finally {
    await admin.disconnect();
  }
}

async function describe(
  admin: Admin,
  { found, kafkaNames }: { readonly found: readonly TopicName[]; readonly kafkaNames: KafkaNames },
): Promise<readonly FoundTopic[]> {
  if (found.length === 0) return [];
  const called = found.map((topic) => kafkaNames.topic(topic));
  const metadata = await admin.fetchTopicMetadata({ topics: called });
  const { ConfigResourceTypes } = (await import('kafkajs')).default;
  const { resources } = await admin.describeConfigs({
    resources: called.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
    includeSynonyms: false,
  });
  return found.map((topic) => {
    const name = kafkaNames.topic(topic);
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    return {
      topic,
      called: name,
      partitions: metadata.topics.find((one) => one.name === name)?.partitions ?? [],
      configuration: new Map(entries.map(({ configName, configValue }) => [configName, configValue])),
    };
  });
}

function faultsOf({ topic, called, partitions, configuration }: FoundTopic, brokers: number): readonly string[] {
  const faults: string[] = [];
  const { partitions: wanted } = topics[topic];
  if (partitions.length < wanted) {
    faults.push(
      `${called} has ${String(partitions.length)} partitions; expected ${String(wanted)}. Stop the services, delete it once it is read to its end, and run: homeward migrate`,
    );
  }
  for (const [name, value] of Object.entries(newTopic(called, topics[topic]).settings)) {
    const found = configuration.get(name);
    if (found === undefined || isEnough(name, { found, expected: value })) continue;
    faults.push(
      `${called}: ${name} is ${found}; expected ${value}. Run: kafka-configs.sh --alter --topic ${called} --add-config ${name}=${value}`,
    );
  }
  const replicas = Math.min(...partitions.map((partition) => partition.replicas.length));
  if (brokers > 1 && replicas < 2) {
    faults.push(`${called} is on one of ${String(brokers)} brokers: with it, records are lost. Replicate it.`);
  }
  const behind = partitions.filter(({ replicas: all, isr }) => isr.length < all.length).length;
  if (behind > 0) faults.push(`${called}: replicas of ${String(behind)} partition(s) are behind. Look at the brokers.`);
  return faults;
}

/** Longer and larger than asked for is the operator's choice; another policy would lose what is to last. */
function isEnough(name: string, { found, expected }: { readonly found: string; readonly expected: string }): boolean {
  if (name === 'cleanup.policy') return found === expected;
  // -1: without end.
  return Number(found) === -1 || Number(found) >= Number(expected);
}
