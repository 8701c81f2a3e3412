import type { OutgoingRecord } from '../event-log.ts';
import { Gathering } from '../gathering.ts';
import { weightOf } from '../outgoing-records.ts';
import type { KafkaClient, KafkaSender } from './kafka-client.ts';
import type { KafkaNames } from './kafka-names.ts';

/** Many small requests cost a broker more than anything else: so long at least from one to the next, in milliseconds. */
const restMs = 5;
/** Below Kafka's default limit of one megabyte for what goes into one partition at once. */
const maxRequestBytes = 900_000;

/** Puts records onto Kafka: idempotent, acknowledged by all replicas, one request at a time so that keys keep their order. */
export class KafkaPublisher {
  readonly #client: Promise<KafkaClient>;
  readonly #names: KafkaNames;
  readonly #gathering: Gathering<OutgoingRecord>;
  #sender: Promise<KafkaSender> | undefined;

  constructor(client: Promise<KafkaClient>, names: KafkaNames) {
    this.#client = client;
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
      const sender = await this.#connected();
      try {
        await sender.send(part.map((record) => ({ ...record, topic: this.#names.topic(record.topic) })));
      } catch (error) {
        // Its sequence numbers may no longer be the broker's: the next request starts with a sender of its own.
        await this.#drop();
        throw error;
      }
    }
  }

  #connected(): Promise<KafkaSender> {
    this.#sender ??= this.#connect().catch((error: unknown) => {
      this.#sender = undefined;
      throw error;
    });
    return this.#sender;
  }

  async #connect(): Promise<KafkaSender> {
    return (await this.#client).connectSender();
  }

  async #drop(): Promise<void> {
    const sender = this.#sender;
    this.#sender = undefined;
    // One that never connected has nothing to be closed, and its caller has the error.
    await sender?.then(
      (connected) => connected.close(),
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
