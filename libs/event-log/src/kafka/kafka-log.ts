import type { TopicName } from '#libs/contracts';
import type { Logger } from 'pino';
import type { EventLog, OutgoingRecord, SubscribeOptions, Subscription } from '../event-log.ts';
import { EventLogClosedError, EventLogUnavailableError } from '../event-log-errors.ts';
import { refuseUnfit } from '../outgoing-records.ts';
import type {
  KafkaAdministration,
  KafkaClient,
  KafkaClientName,
  KafkaClientOptions,
  KafkaMember,
} from './kafka-client.ts';
import { KafkaNames } from './kafka-names.ts';
import { KafkaPublisher } from './kafka-publisher.ts';
import { createMissingTopics, lagOf, sizesOf } from './kafka-topics.ts';

export interface KafkaLogOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  /** How this process is called in the brokers' own logs. */
  readonly clientId: string;
  /** The library that speaks to Kafka. @default kafkajs */
  readonly client?: KafkaClientName;
  readonly logger?: Logger;
  /** Goes before the name of every topic and group, so that several logs can share brokers. */
  readonly namespace?: string;
}

/** Each is loaded only where it is chosen: the other would cost its memory all the same. */
const clients: Readonly<Record<KafkaClientName, (options: KafkaClientOptions) => Promise<KafkaClient>>> = {
  kafkajs: async (options) => (await import('./kafkajs/kafkajs.ts')).kafkajsClient(options),
  platformatic: async (options) => (await import('./platformatic/platformatic.ts')).platformaticClient(options),
};

/** The event log on Apache Kafka: for anything bigger than one machine. */
export function createKafkaLog(options: KafkaLogOptions): EventLog {
  return new KafkaLog(options);
}

class KafkaLog implements EventLog {
  readonly #client: Promise<KafkaClient>;
  readonly #names: KafkaNames;
  readonly #publisher: KafkaPublisher;
  readonly #members = new Set<KafkaMember>();
  #administration: Promise<KafkaAdministration> | undefined;
  #closed = false;

  constructor({ brokers, clientId, client = 'kafkajs', logger, namespace }: KafkaLogOptions) {
    this.#client = clients[client]({ brokers, clientId, logger });
    // Each use of the log meets the same rejection.
    this.#client.catch(() => undefined);
    this.#names = new KafkaNames(namespace);
    this.#publisher = new KafkaPublisher(this.#client, this.#names);
  }

  async prepare(): Promise<void> {
    await this.#reach(async () => createMissingTopics(await this.#connected(), this.#names));
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    refuseUnfit(records);
    await this.#reach(() => (records.length === 0 ? Promise.resolve() : this.#publisher.publish(records)));
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const member = await this.#reach(async () => {
      const joining = (await this.#client).member(options, this.#names);
      await joining.start();
      return joining;
    });
    this.#members.add(member);
    return {
      close: async () => {
        await member.close();
        this.#members.delete(member);
      },
    };
  }

  lag(group: string): Promise<ReadonlyMap<TopicName, number>> {
    return this.#reach(async () => lagOf(await this.#connected(), this.#names.group(group), this.#names));
  }

  size(): Promise<ReadonlyMap<TopicName, number>> {
    return this.#reach(async () => sizesOf(await this.#connected(), this.#names));
  }

  async check(): Promise<void> {
    await this.#reach(async () => (await this.#connected()).check());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    // First, since the work on a batch in hand may end with publishing.
    await Promise.all([...this.#members].map((member) => member.close()));
    this.#closed = true;
    await this.#publisher.close();
    await (await this.#administration)?.close();
  }

  #connected(): Promise<KafkaAdministration> {
    this.#administration ??= this.#connect().catch((error: unknown) => {
      this.#administration = undefined;
      throw error;
    });
    return this.#administration;
  }

  async #connect(): Promise<KafkaAdministration> {
    return (await this.#client).connectAdministration();
  }

  async #reach<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new EventLogClosedError('The log has been closed; open another to go on.');
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EventLogUnavailableError(`Kafka did not answer as expected: ${reason}.`, {}, { cause: error });
    }
  }
}
