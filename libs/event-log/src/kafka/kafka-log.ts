import type { TopicName } from '#libs/contracts';
import type { Admin, Kafka } from 'kafkajs';
import type { Logger } from 'pino';
import type { EventLog, OutgoingRecord, SubscribeOptions, Subscription } from '../event-log.ts';
import { EventLogClosedError, EventLogUnavailableError } from '../event-log-errors.ts';
import { refuseUnfit } from '../outgoing-records.ts';
import { kafkaClient } from './kafka-client.ts';
import { KafkaNames } from './kafka-names.ts';
import { KafkaPublisher } from './kafka-publisher.ts';
import { KafkaSubscription } from './kafka-subscription.ts';
import { createMissingTopics, lagOf } from './kafka-topics.ts';

export interface KafkaLogOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  /** How this process is called in the brokers' own logs. */
  readonly clientId: string;
  readonly logger?: Logger;
  /** Goes before the name of every topic and group, so that several logs can share brokers. */
  readonly namespace?: string;
}

/** The event log on Apache Kafka: for anything bigger than one machine. */
export function createKafkaLog(options: KafkaLogOptions): EventLog {
  return new KafkaLog(options);
}

class KafkaLog implements EventLog {
  readonly #kafka: Kafka;
  readonly #names: KafkaNames;
  readonly #publisher: KafkaPublisher;
  readonly #logger: Logger | undefined;
  readonly #subscriptions = new Set<KafkaSubscription>();
  #admin: Promise<Admin> | undefined;
  #closed = false;

  constructor({ brokers, clientId, logger, namespace }: KafkaLogOptions) {
    this.#kafka = kafkaClient({ brokers, clientId, logger });
    this.#names = new KafkaNames(namespace);
    this.#publisher = new KafkaPublisher(this.#kafka, this.#names);
    this.#logger = logger;
  }

  async prepare(): Promise<void> {
    await this.#reach(async () => createMissingTopics(await this.#connected(), this.#names));
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    refuseUnfit(records);
    await this.#reach(() => (records.length === 0 ? Promise.resolve() : this.#publisher.publish(records)));
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const subscription = new KafkaSubscription({
      kafka: this.#kafka,
      names: this.#names,
      options,
      logger: this.#logger,
    });
    await this.#reach(() => subscription.start());
    this.#subscriptions.add(subscription);
    return {
      close: async () => {
        await subscription.close();
        this.#subscriptions.delete(subscription);
      },
    };
  }

  lag(group: string): Promise<ReadonlyMap<TopicName, number>> {
    return this.#reach(async () => lagOf(await this.#connected(), this.#names.group(group), this.#names));
  }

  async check(): Promise<void> {
    await this.#reach(async () => (await this.#connected()).describeCluster());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    // First, since the work on a batch in hand may end with publishing.
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    this.#closed = true;
    await this.#publisher.close();
    await (await this.#admin)?.disconnect();
  }

  #connected(): Promise<Admin> {
    this.#admin ??= this.#connect().catch((error: unknown) => {
      this.#admin = undefined;
      throw error;
    });
    return this.#admin;
  }

  async #connect(): Promise<Admin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return admin;
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
