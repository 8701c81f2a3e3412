import { type DeadLetter, instant, type TopicName } from '#libs/contracts';
import { BaseRpcContext, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { isObservable, lastValueFrom } from 'rxjs';
import { EventLogUnavailableError, UnfitRecordError } from '../event-log-errors.ts';
import type { EventLog, LogBatch, LogRecord, Subscription } from '../event-log.ts';
import { encode } from '../outgoing-records.ts';
import { pause, pauseBefore } from '../pause.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { type EventBatch, type EventRecord, readEvents } from './event-batch.ts';
import { isMasked, type Outcome, outcomeOf } from './outcome.ts';

export interface EventLogTransportOptions {
  readonly log: EventLog;
  readonly group: string;
  /** Handlers name it, so that in one process each meets only its own group. */
  readonly transportId: symbol;
  readonly clock: { now(): Date };
  readonly logger: Logger;
  readonly metrics?: Registry;
  readonly maxBatchRecords?: number;
  readonly maxConcurrentBatches?: number;
}

/** A batch that failed and is to come again. */
interface Failing {
  readonly position: bigint;
  readonly attempt: number;
  readonly isolating: boolean;
  readonly reason: string;
}

/** What went wrong with a batch or, where a position is given, with that record alone. */
interface Failure {
  readonly outcome: Outcome;
  readonly attempt: number;
  readonly position?: bigint;
}

/**
 * Puts Nest's handlers on the event log: one consumer group, each handler getting the batches of its topic. A position is
 * committed after the handler's promise has resolved, so after a crash records come again, never not at all. What fails
 * for a passing reason comes again for as long as it takes, and the service is not ready meanwhile; a record that is
 * itself at fault goes to the topic `dead-letters`, with its reason, and its neighbours go on. Nothing is skipped silently.
 */
export class EventLogTransport extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: EventLogTransportOptions;
  readonly #metrics: ConsumerMetrics;
  readonly #failing = new Map<string, Failing>();
  #subscription: Subscription | undefined;
  #assignment = 0;

  constructor(options: EventLogTransportOptions) {
    super();
    this.#options = options;
    this.transportId = options.transportId;
    this.#metrics = new ConsumerMetrics(options.metrics);
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
    const [first] = this.#failing;
    if (first === undefined) return Promise.resolve();
    const [place, { attempt, reason }] = first;
    return Promise.reject(
      new EventLogUnavailableError(
        `The group ${this.group} cannot get on with ${place} (attempt ${String(attempt)}): ${reason}`,
        { group: this.group, place, attempt },
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
    const { log, group, maxBatchRecords, maxConcurrentBatches } = this.#options;
    // FromLog takes no other patterns.
    const topics = [...this.getHandlers().keys()] as TopicName[];
    if (topics.length === 0) {
      throw new UnfitRecordError(
        `The group ${group} has no handler: mark methods with FromLog and its transport's id.`,
      );
    }
    this.#subscription = await log.subscribe({
      group,
      topics,
      onBatch: (batch) => this.#onBatch(batch),
      onAssigned: () => {
        this.#assignment += 1;
        this.#failing.clear();
      },
      ...(maxBatchRecords === undefined ? {} : { maxBatchRecords }),
      ...(maxConcurrentBatches === undefined ? {} : { maxConcurrentBatches }),
    });
  }

  async #onBatch(batch: LogBatch): Promise<void> {
    const startedAt = performance.now();
    const { records, unreadable } = readEvents(batch);
    for (const { record, reason } of unreadable) await this.#keepAside(batch, record, reason);
    if (records.length > 0) await this.#work(batch, records);
    this.#failing.delete(placeOf(batch));
    const oldest = batch.records[0]?.appendedAt ?? this.#options.clock.now();
    this.#metrics.worked(this.group, batch.topic, {
      records: batch.records.length,
      seconds: (performance.now() - startedAt) / 1000,
      delaySeconds: Math.max(0, this.#options.clock.now().getTime() - oldest.getTime()) / 1000,
    });
  }

  async #work(batch: LogBatch, records: readonly EventRecord<TopicName>[]): Promise<void> {
    const position = batch.records[0]?.position ?? 0n;
    const before = this.#failing.get(placeOf(batch));
    const known = before?.position === position ? before : undefined;
    const attempt = (known?.attempt ?? 0) + 1;
    let isolating = known?.isolating === true;
    try {
      if (!isolating) {
        try {
          await this.#hand(batch, records);
          return;
        } catch (error) {
          const outcome = outcomeOf(error, { attempt, alone: records.length === 1 });
          this.#report(batch, error, { outcome, attempt });
          if (outcome === 'wait' || outcome === 'again') throw error;
          isolating = true;
        }
      }
      await this.#oneByOne(batch, records);
    } catch (error) {
      this.#failing.set(placeOf(batch), { position, attempt, isolating, reason: reasonOf(error) });
      throw error;
    }
  }

  async #oneByOne(batch: LogBatch, records: readonly EventRecord<TopicName>[]): Promise<void> {
    for (const record of records) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await this.#hand(batch, [record]);
          break;
        } catch (error) {
          const outcome = outcomeOf(error, { attempt, alone: true });
          this.#report(batch, error, { outcome, attempt, position: record.position });
          if (outcome === 'wait') throw error;
          if (outcome === 'dead-letter') {
            await this.#keepAside(batch, originalOf(batch, record), reasonOf(error));
            break;
          }
          await pause(pauseBefore(attempt));
        }
      }
    }
  }

  async #hand(batch: LogBatch, records: readonly EventRecord<TopicName>[]): Promise<void> {
    const handler = this.getHandlers().get(batch.topic);
    if (handler === undefined) throw new UnfitRecordError(`The group ${this.group} has no handler for ${batch.topic}.`);
    const { topic, partition } = batch;
    const events: EventBatch<TopicName> = { topic, partition, records, assignment: this.#assignment };
    const result: unknown = await handler(events, new BaseRpcContext([topic, partition]));
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  async #keepAside(batch: LogBatch, record: LogRecord, reason: string): Promise<void> {
    const letter: DeadLetter = {
      topic: batch.topic,
      partition: batch.partition,
      position: record.position.toString(),
      group: this.group,
      key: record.key,
      value: record.value ?? '',
      reason,
      failedAt: instant(this.#options.clock.now()),
    };
    await this.#options.log.publish([encode('dead-letters', record.key, letter)]);
    this.#metrics.failed(this.group, batch.topic, 'dead-letter');
    this.#options.logger.error(
      {
        event: 'event-log-dead-letter',
        group: this.group,
        place: placeOf(batch),
        position: record.position.toString(),
      },
      'a record that cannot be worked through was put on dead-letters',
    );
  }

  #report(batch: LogBatch, error: unknown, { outcome, attempt, position }: Failure): void {
    this.#metrics.failed(this.group, batch.topic, outcome);
    this.#options.logger.warn(
      {
        event: 'event-log-batch-failed',
        group: this.group,
        place: placeOf(batch),
        position: (position ?? batch.records[0]?.position)?.toString(),
        records: position === undefined ? batch.records.length : 1,
        attempt,
        outcome,
        err: error,
      },
      isMasked(error)
        ? 'a batch failed, and Nest hid why: mark the handler with FromLog'
        : 'the work on a batch failed',
    );
  }
}

const placeOf = ({ topic, partition }: LogBatch): string => `${topic}/${String(partition)}`;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));

function originalOf(batch: LogBatch, record: EventRecord<TopicName>): LogRecord {
  const original = batch.records.find(({ position }) => position === record.position);
  // Events are made from the records of the same batch.
  if (original === undefined) throw new TypeError(`There is no record ${record.position.toString()} in this batch.`);
  return original;
}
