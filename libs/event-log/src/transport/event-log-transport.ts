import type { TopicName } from '#libs/contracts';
import { BaseRpcContext, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { isObservable, lastValueFrom } from 'rxjs';
import { EventLogUnavailableError, UnfitRecordError } from '../event-log-errors.ts';
import type { EventLog, Subscription } from '../event-log.ts';
import { BatchWork } from './batch-work.ts';
import type { EventBatch, EventRecord } from './event-batch.ts';

export interface EventLogTransportOptions {
  readonly log: EventLog;
  readonly group: string;
  /** Handlers name it, so that in one process each meets only its own group. */
  readonly transportId: symbol;
  readonly clock: { now(): Date };
  readonly logger: Logger;
  readonly metrics?: Registry;
  /** At most so many records are handed to a handler together. @default 500 */
  readonly maxBatchRecords?: number;
  /**
   * From the start of one batch of a topic to the next, in units of what a batch takes of late: more means fewer and larger
   * batches. The first after a quiet time comes at once, and a full one does not wait. A number is for all
   * topics, a record for those that it names. @default 1
   */
  readonly restPerRun?: number | Readonly<Partial<Record<TopicName, number>>>;
}

/** Partitions whose records may be in hand, of all topics of a group: enough for each to be read ahead. */
const maxConcurrentBatches = 64;
/** One batch at a time, then, though a second may begin as soon as what the first should have taken is over. */
const defaultRestPerRun = 1;
const defaultBatchRecords = 500;
/** What one partition gives at a time is a part of what is handed over, since others give theirs. */
const partitionsShare = 4;

/**
 * Puts Nest's handlers on the event log: one consumer group, each handler getting the batches of its topic. A position is
 * committed after the handler's promise has resolved, so after a crash records come again, never not at all. What fails
 * for a passing reason comes again for as long as it takes, and the service is not ready meanwhile; a record that is
 * itself at fault goes to the topic `dead-letters`, with its reason, and its neighbours go on. Nothing is skipped silently.
 * By the topic `replays` each group is brought its dead letters again that are to be tried once more.
 */
export class EventLogTransport extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: EventLogTransportOptions;
  readonly #work: BatchWork;
  #subscription: Subscription | undefined;
  #assignment = 0;

  constructor(options: EventLogTransportOptions) {
    super();
    this.#options = options;
    this.transportId = options.transportId;
    this.#work = new BatchWork({
      maxBatchRecords: defaultBatchRecords,
      ...options,
      restPerRun: (topic) => restOf(topic, options.restPerRun),
      handle: (topic, records) => this.#handle(topic, records),
    });
  }

  get group(): string {
    return this.#options.group;
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.#subscribe();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
    this.#subscription = undefined;
  }

  /** For readiness: rejects with the reason while the group is not at work, or a batch waits for a fault to pass. */
  check(): Promise<void> {
    if (this.#subscription === undefined) {
      return Promise.reject(new EventLogUnavailableError(`The group ${this.group} is not reading from the log yet.`));
    }
    const failing = this.#work.failing();
    if (failing === undefined) return Promise.resolve();
    const { partition, attempt, reason } = failing;
    return Promise.reject(
      new EventLogUnavailableError(
        `The group ${this.group} cannot get on with ${partition} (attempt ${String(attempt)}): ${reason}`,
        { group: this.group, partition, attempt },
      ),
    );
  }

  /** Nest asks transports for their events; this one has none. */
  on(): never {
    throw new TypeError('The event log has no events to listen to; use its handlers.');
  }

  /** The log itself. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Nest's signature.
  unwrap<Native>(): Native {
    // The caller names what it expects.
    return this.#options.log as Native;
  }

  async #subscribe(): Promise<void> {
    const { log, group, maxBatchRecords = defaultBatchRecords, restPerRun } = this.#options;
    // FromLog takes no other patterns.
    const topics = new Set([...this.getHandlers().keys()] as TopicName[]);
    if (topics.size === 0) {
      throw new UnfitRecordError(
        `The group ${group} has no handler: mark methods with FromLog and its transport's id.`,
      );
    }
    this.#subscription = await log.subscribe({
      group,
      topics: [...topics.add('replays')],
      // What does not rest does not wait to be read either.
      ...(restPerRun === 0 && { restPerBatch: 0 }),
      maxConcurrentBatches,
      maxBatchRecords: Math.ceil(maxBatchRecords / partitionsShare),
      onBatch: (batch) => this.#work.add(batch),
      onAssigned: () => {
        this.#assignment += 1;
        this.#work.forget();
      },
    });
  }

  async #handle(topic: TopicName, records: readonly EventRecord<TopicName>[]): Promise<void> {
    const handler = this.getHandlers().get(topic);
    if (handler === undefined) throw new UnfitRecordError(`The group ${this.group} has no handler for ${topic}.`);
    const events: EventBatch<TopicName> = { topic, records, assignment: this.#assignment };
    const work = async (): Promise<void> => {
      const result: unknown = await handler(events, new BaseRpcContext([topic]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    };
    const { tracing } = this.#options.log;
    await (tracing === undefined ? work() : tracing.work(`${this.group} ${topic}`, records, work));
  }
}

function restOf(topic: TopicName, restPerRun: EventLogTransportOptions['restPerRun']): number {
  const rest = typeof restPerRun === 'object' ? restPerRun[topic] : restPerRun;
  return rest ?? defaultRestPerRun;
}
