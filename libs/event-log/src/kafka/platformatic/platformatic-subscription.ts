import { Consumer, findErrorBy, type BaseOptions, type ConsumerGroupJoinPayload } from '@platformatic/kafka';
import type { Logger } from 'pino';
import type { SubscribeOptions } from '../../event-log.ts';
import { pause, pauseBefore } from '../../pause.ts';
import { fetching, membership, retrying, type KafkaMember } from '../kafka-client.ts';
import type { KafkaNames } from '../kafka-names.ts';
import { Assignment } from './assignment.ts';
import type { AssignedPartition } from './fetched-partition.ts';

/**
 * So long a group waits for the work in hand before it is shared out anew. The library sends no heartbeats meanwhile, so
 * it has to be less than what makes a member dead; what takes longer comes again, to us or to another member.
 */
const finishWithinMs = membership.sessionTimeoutMs - 2 * membership.heartbeatMs;

export interface PlatformaticSubscriptionParts {
  readonly connection: BaseOptions;
  readonly names: KafkaNames;
  readonly options: SubscribeOptions;
  readonly logger: Logger | undefined;
}

/**
 * One member's work on Kafka by @platformatic/kafka. The library looks after membership alone; what this member is given
 * is worked on by an `Assignment`. When the library gives up, another consumer takes its place, for as long as it takes.
 */
export class PlatformaticSubscription implements KafkaMember {
  readonly #parts: PlatformaticSubscriptionParts;
  readonly #closing = new AbortController();
  #consumer: Consumer | undefined;
  #assignment: Assignment | undefined;
  #assigning: Promise<void> = Promise.resolve();
  #restarting: Promise<void> | undefined;
  #joinings = 0;

  constructor(parts: PlatformaticSubscriptionParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const deadline = performance.now() + membership.coordinatorWithinMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#join();
        return;
      } catch (error) {
        const mayPass = attempt <= retrying.retries || isWithoutCoordinator(error);
        if (!mayPass || performance.now() > deadline || this.#isClosing()) throw error;
        await pause(Math.min(retrying.maxMs, pauseBefore(attempt)), this.#closing.signal);
      }
    }
  }

  async close(): Promise<void> {
    if (this.#isClosing()) return;
    this.#closing.abort();
    await this.#restarting;
    await this.#assigning;
    // No other member can have the work as long as this one lives, so it may take its time.
    await this.#assignment?.finish();
    await this.#leave(this.#consumer);
  }

  async #join(): Promise<void> {
    const consumer = this.#newConsumer();
    this.#consumer = consumer;
    try {
      await this.#joinWith(consumer);
    } catch (error) {
      await this.#leave(consumer);
      throw error;
    }
  }

  /** The group may be shared out once more while this member joins: then it joins again, as the same member. */
  async #joinWith(consumer: Consumer): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await consumer.joinGroup();
        await this.#assigning;
        return;
      } catch (error) {
        const mustRejoin = findErrorBy(toError(error), 'needsRejoin', true) !== null;
        if (!mustRejoin || attempt > retrying.retries || this.#isClosing()) throw error;
        await pause(retrying.initialMs, this.#closing.signal);
      }
    }
  }

  #newConsumer(): Consumer {
    const { connection, names, options } = this.#parts;
    const consumer = new Consumer({
      ...connection,
      groupId: names.group(options.group),
      sessionTimeout: membership.sessionTimeoutMs,
      rebalanceTimeout: membership.rebalanceTimeoutMs,
      heartbeatInterval: membership.heartbeatMs,
      protocols: [{ name: membership.assigner, version: 1 }],
      maxBytes: fetching.maxBytes,
      autocommit: false,
      // With retries of its own a commit that is refused would join anew and then write down what is another's by now.
      retries: 0,
      // Asked for before each joining, which waits for the answer: the only time to finish what is in hand.
      protocolsMetadata: async () => {
        this.#joinings += 1;
        await this.#assignment?.end(finishWithinMs);
        return Buffer.alloc(0);
      },
    });
    for (const topic of options.topics) consumer.topics.track(names.topic(topic));
    consumer.on('consumer:group:join', (payload) => {
      const joining = this.#joinings;
      this.#assigning = this.#assigning.then(() => this.#assign(payload, joining));
    });
    const givenUp = (reason: string) => (error?: unknown) => {
      this.#restartInsteadOf(consumer, { reason, error });
    };
    consumer.on('error', givenUp('the group could not be joined anew'));
    consumer.on('consumer:heartbeat:stalled', givenUp('no heartbeat has arrived for a long time'));
    return consumer;
  }

  async #assign({ assignments = [] }: ConsumerGroupJoinPayload, joining: number): Promise<void> {
    // What was in hand for too long ends before anything else of the same partitions begins.
    await this.#assignment?.idle();
    const consumer = this.#consumer;
    if (consumer === undefined || this.#isClosing() || joining !== this.#joinings) return;
    const { names, options, logger } = this.#parts;
    const partitions = assignments.flatMap(({ topic: topicOnKafka, partitions: given }) => {
      const topic = names.topicNamed(topicOnKafka);
      return topic === undefined
        ? []
        : given.map((partition): AssignedPartition => ({ topic, topicOnKafka, partition }));
    });
    this.#assignment = new Assignment({ consumer, partitions, subscribed: options, logger });
    if (partitions.length === 0) return;
    options.onAssigned?.();
    this.#assignment.begin();
  }

  #restartInsteadOf(consumer: Consumer, { reason, error }: { reason: string; error: unknown }): void {
    if (this.#isClosing() || this.#consumer !== consumer) return;
    this.#parts.logger?.warn(
      { event: 'event-log-consumer-crashed', err: error, reason, group: this.#parts.options.group },
      'a consumer lost its connection to the log',
    );
    this.#restarting ??= this.#restart(consumer).finally(() => (this.#restarting = undefined));
  }

  async #restart(consumer: Consumer): Promise<void> {
    await this.#assignment?.end(0);
    await this.#leave(consumer);
    for (let attempt = 1; !this.#isClosing(); attempt += 1) {
      await pause(pauseBefore(attempt), this.#closing.signal);
      if (this.#isClosing()) break;
      try {
        await this.#join();
        break;
      } catch (error) {
        this.#parts.logger?.warn(
          { event: 'event-log-consumer-failed', err: error, attempt },
          'no consumer could start',
        );
      }
    }
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #leave(consumer: Consumer | undefined): Promise<void> {
    try {
      await consumer?.close(true);
    } catch (error) {
      this.#parts.logger?.debug({ event: 'event-log-consumer-abandoned', err: error }, 'closing a broken consumer');
    }
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const isWithoutCoordinator = (error: unknown): boolean =>
  ['COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR'].some(
    (id) => findErrorBy(toError(error), 'apiId', id) !== null,
  );
