import { topics, type TopicName } from '#libs/contracts';

/** What topics and groups are called on Kafka: as in libs/contracts, after the namespace if there is one. */
export class KafkaNames {
  readonly #prefix: string;

  constructor(namespace: string | undefined) {
    this.#prefix = namespace === undefined ? '' : `${namespace}.`;
  }

  topic(topic: TopicName): string {
    return this.#prefix + topic;
  }

  group(group: string): string {
    return this.#prefix + group;
  }

  /** The topic that goes by this name on Kafka; undefined for one that is not ours. */
  topicNamed(name: string): TopicName | undefined {
    const topic = name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : '';
    // Checked in the same line.
    return Object.hasOwn(topics, topic) ? (topic as TopicName) : undefined;
  }
}
