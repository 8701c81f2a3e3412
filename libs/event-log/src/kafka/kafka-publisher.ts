import { CompressionTypes, Partitioners, type Kafka, type Message, type Producer, type ProducerBatch } from 'kafkajs';
import type { OutgoingRecord } from '../event-log.ts';
import { Gathering } from '../gathering.ts';
import { weightOf } from '../outgoing-records.ts';
import type { KafkaNames } from './kafka-names.ts';

/** Many small requests cost a broker more than anything else: so long at least from one to the next, in milliseconds. */
const restMs = 5;
/** Below Kafka's default limit of one megabyte for what goes into one partition at once. */
const maxRequestBytes = 900_000;

/** Puts records onto Kafka: idempotent, acknowledged by all replicas, one request at a time so that keys keep their order. */
export class KafkaPublisher {
  readonly #kafka: Kafka;
  readonly #names: KafkaNames;
  readonly #gathering: Gathering<OutgoingRecord>;
  #producer: Promise<Producer> | undefined;

  constructor(kafka: Kafka, names: KafkaNames) {
    this.#kafka = kafka;
    this.#names = names;
    this.#gathering = new Gathering<OutgoingRecord>({
      run: (records) => this.#send(records),
      maxItems: 5_000,
      maxWeight: maxRequestBytes,
      weigh: weightOf,
      restMs,
    });
  }

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    return this.#gathering.add(records);
  }

  async close(): Promise<void> {
    await this.#gathering.idle();
    await this.#drop();
  }

  async #send(records: readonly OutgoingRecord[]): Promise<void> {
    for (const part of inParts(records)) {
      const producer = await this.#connected();
      try {
        await producer.sendBatch(this.#batchOf(part));
      } catch (error) {
        // Its sequence numbers may no longer be the broker's: the next request starts with a producer of its own.
        await this.#drop();
        throw error;
      }
    }
  }

  #batchOf(records: readonly OutgoingRecord[]): ProducerBatch {
    const messages = new Map<string, Message[]>();
    for (const { topic, key, value, trace } of records) {
      const name = this.#names.topic(topic);
      const own = messages.get(name);
      const message = trace === undefined ? { key, value } : { key, value, headers: { traceparent: trace } };
      if (own === undefined) messages.set(name, [message]);
      else own.push(message);
    }
    return {
      acks: -1,
      compression: CompressionTypes.None,
      topicMessages: [...messages].map(([topic, own]) => ({ topic, messages: own })),
    };
  }

  #connected(): Promise<Producer> {
    this.#producer ??= this.#connect().catch((error: unknown) => {
      this.#producer = undefined;
      throw error;
    });
    return this.#producer;
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // The one that Kafka's own clients use, so that others who write to our topics find the same partitions.
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  async #drop(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    // One that never connected has nothing to be disconnected, and its caller has the error.
    await producer?.then(
      (connected) => connected.disconnect(),
      () => undefined,
    );
  }
}

/** One caller's records may be more than fits one request. */
function* inParts(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let part: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const weight = weightOf(record);
    if (part.length > 0 && bytes + weight > maxRequestBytes) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += weight;
  }
  if (part.length > 0) yield part;
}
