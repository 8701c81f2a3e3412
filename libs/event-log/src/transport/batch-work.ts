import { type DeadLetter, deadLetterId, instant, type TopicName } from '#libs/contracts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { EventLog, LogBatch, LogRecord } from '../event-log.ts';
import { encode } from '../outgoing-records.ts';
import { pause, pauseBefore } from '../pause.ts';
import { BatchMerging } from './batch-merging.ts';
import { ConsumerMetrics } from './consumer-metrics.ts';
import { type EventRecord, readEvents, type Unreadable } from './event-batch.ts';
import { isMasked, type Outcome, outcomeOf } from './outcome.ts';
import { type ReplayedBatch, replayedBatches } from './replayed-batches.ts';
import { UnfinishedBatches } from './unfinished-batches.ts';

export interface BatchWorkParts {
  readonly log: EventLog;
  readonly group: string;
  readonly clock: { now(): Date };
  readonly logger: Logger;
  readonly metrics?: Registry;
  readonly maxBatchRecords: number;
  readonly restPerRun: (topic: TopicName) => number;
  /** Does the work of events of one topic; rejects with what was in the way. */
  readonly handle: (topic: TopicName, records: readonly EventRecord<TopicName>[]) => Promise<void>;
}

/** A batch that failed by itself and is to come again. */
interface Failing {
  readonly position: bigint;
  readonly attempt: number;
  readonly isolating: boolean;
  readonly reason: string;
}

/** What went wrong with a batch or, where a position is given, with that record alone. */
interface Failure {
  readonly outcome: Outcome | 'apart';
  readonly attempt: number;
  readonly position?: bigint;
}

/**
 * The work on a group's batches, and what becomes of it when it fails: several partitions' batches together while all
 * goes well, each by itself when that fails, record by record when one of them is at fault, and at last without that one.
 */
export class BatchWork {
  readonly #parts: BatchWorkParts;
  readonly #metrics: ConsumerMetrics;
  readonly #merging: BatchMerging;
  readonly #failing = new Map<string, Failing>();
  readonly #unfinished = new UnfinishedBatches();

  constructor(parts: BatchWorkParts) {
    this.#parts = parts;
    this.#metrics = new ConsumerMetrics(parts.metrics);
    this.#merging = new BatchMerging({
      onBatches: (batches) => this.#workOn(batches),
      maxRecords: parts.maxBatchRecords,
      restPerRun: parts.restPerRun,
    });
    this.#metrics.watchLag(parts.group, {
      records: () => parts.log.lag(parts.group),
      oldestSeconds: () => this.#unfinished.oldestSeconds(parts.clock.now()),
    });
  }

  /** Resolves once a batch is worked through, or its records are set aside; rejects if it is to come again. */
  async add(batch: LogBatch): Promise<void> {
    // What has failed before is kept apart from its neighbours, and so is what was dead once.
    const apart = batch.topic === 'replays' || this.#failing.has(partitionOf(batch));
    this.#unfinished.begun(batch);
    await (apart ? this.#workOn([batch]) : this.#merging.add(batch));
    this.#unfinished.done(batch);
  }

  /** Partitions were given out anew: whatever failed may now be another's to deal with. */
  forget(): void {
    this.#failing.clear();
    this.#unfinished.clear();
  }

  /** A batch that waits to come again; undefined while all goes well. */
  failing(): { readonly partition: string; readonly attempt: number; readonly reason: string } | undefined {
    const [first] = this.#failing;
    return first === undefined ? undefined : { partition: first[0], ...first[1] };
  }

  async #workOn(batches: readonly LogBatch[]): Promise<void> {
    const [first] = batches;
    if (first === undefined) return;
    const startedAt = performance.now();
    if (first.topic === 'replays') await this.#replay(first);
    else if (batches.length === 1) await this.#alone(first);
    else await this.#together(first.topic, batches);
    const seconds = (performance.now() - startedAt) / 1000;
    const now = this.#parts.clock.now().getTime();
    const oldest = Math.min(...batches.map(({ records }) => records[0]?.appendedAt.getTime() ?? now));
    const records = batches.reduce((sum, batch) => sum + batch.records.length, 0);
    this.#metrics.worked(this.#parts.group, first.topic, {
      records,
      seconds,
      delaySeconds: Math.max(0, now - oldest) / 1000,
    });
  }

  async #together(topic: TopicName, batches: readonly LogBatch[]): Promise<void> {
    const read = batches.map((batch) => ({ batch, ...readEvents(batch) }));
    try {
      const records = read.flatMap((one) => one.records);
      if (records.length > 0) await this.#parts.handle(topic, records);
    } catch (error) {
      for (const batch of batches.slice(0, 1)) this.#report(batch, error, { outcome: 'apart', attempt: 1 });
      throw error;
    }
    for (const { batch, unreadable } of read) await this.#setAsideAll(batch, unreadable);
  }

  async #alone(batch: LogBatch): Promise<void> {
    const { records, unreadable } = readEvents(batch);
    await this.#setAsideAll(batch, unreadable);
    const known = this.#failingAt(batch);
    let isolating = known?.isolating === true;
    try {
      isolating ||= !(await this.#asOne(batch, records, (known?.attempt ?? 0) + 1));
      if (isolating) await this.#oneByOne(batch, records);
      this.#failing.delete(partitionOf(batch));
    } catch (error) {
      this.#failed(batch, { isolating, reason: reasonOf(error) });
      throw error;
    }
  }

  /** What is known of a batch that has failed before. */
  #failingAt(batch: LogBatch): Failing | undefined {
    const failing = this.#failing.get(partitionOf(batch));
    return failing?.position === batch.records[0]?.position ? failing : undefined;
  }

  #failed(batch: LogBatch, failure: Pick<Failing, 'isolating' | 'reason'>): void {
    const attempt = (this.#failingAt(batch)?.attempt ?? 0) + 1;
    this.#failing.set(partitionOf(batch), { ...failure, position: batch.records[0]?.position ?? 0n, attempt });
  }

  /** Has each dead letter of this group handled by itself, as the record that it was, with the same outcomes. */
  async #replay(batch: LogBatch): Promise<void> {
    const { replayed, unreadable } = replayedBatches(batch, this.#parts.group);
    await this.#setAsideAll(batch, unreadable);
    try {
      for (const one of replayed) {
        const { records, unreadable: misshapen } = readEvents(one);
        await this.#setAsideAll(one, misshapen);
        await this.#oneByOne(one, records);
      }
      this.#failing.delete(partitionOf(batch));
    } catch (error) {
      this.#failed(batch, { isolating: true, reason: reasonOf(error) });
      throw error;
    }
  }

  /** False if one of the records is at fault; rejects if the batch is to come again. */
  async #asOne(batch: LogBatch, records: readonly EventRecord<TopicName>[], attempt: number): Promise<boolean> {
    if (records.length === 0) return true;
    try {
      await this.#parts.handle(batch.topic, records);
      return true;
    } catch (error) {
      const outcome = outcomeOf(error, { attempt, alone: records.length === 1 });
      this.#report(batch, error, { outcome, attempt });
      if (outcome === 'wait' || outcome === 'again') throw error;
      return false;
    }
  }

  async #oneByOne(batch: LogBatch, records: readonly EventRecord<TopicName>[]): Promise<void> {
    for (const record of records) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await this.#parts.handle(batch.topic, [record]);
          break;
        } catch (error) {
          const outcome = outcomeOf(error, { attempt, alone: true });
          this.#report(batch, error, { outcome, attempt, position: record.position });
          if (outcome === 'wait') throw error;
          if (outcome === 'dead-letter') {
            await this.#setAside(batch, originalOf(batch, record), reasonOf(error));
            break;
          }
          await pause(pauseBefore(attempt));
        }
      }
    }
  }

  async #setAsideAll(batch: LogBatch | ReplayedBatch, unreadable: readonly Unreadable[]): Promise<void> {
    for (const { record, reason } of unreadable) await this.#setAside(batch, record, reason);
  }

  async #setAside(batch: LogBatch | ReplayedBatch, record: LogRecord, reason: string): Promise<void> {
    const { log, group, clock, logger } = this.#parts;
    const at = { group, topic: batch.topic, partition: batch.partition, position: record.position.toString() };
    const letter: DeadLetter = {
      ...at,
      id: deadLetterId(at),
      key: record.key,
      value: record.value ?? '',
      reason,
      failedAt: instant(clock.now()),
    };
    await log.publish([encode('dead-letters', record.key, letter)]);
    this.#metrics.failed(group, batch.topic, 'replayed' in batch ? 'dead-letter-again' : 'dead-letter');
    logger.error(
      { event: 'event-log-dead-letter', group, partition: partitionOf(batch), position: at.position, id: letter.id },
      'a record that cannot be processed was put on dead-letters',
    );
  }

  #report(batch: LogBatch, error: unknown, { outcome, attempt, position }: Failure): void {
    // A dead letter is counted where it is written.
    if (outcome !== 'dead-letter') this.#metrics.failed(this.#parts.group, batch.topic, outcome);
    this.#parts.logger.warn(
      {
        event: 'event-log-batch-failed',
        group: this.#parts.group,
        partition: partitionOf(batch),
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

const partitionOf = ({ topic, partition }: LogBatch): string => `${topic}/${String(partition)}`;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));

function originalOf(batch: LogBatch, record: EventRecord<TopicName>): LogRecord {
  const original = batch.records.find(({ position }) => position === record.position);
  // Events are made from the records of the same batch.
  if (original === undefined) throw new TypeError(`There is no record ${record.position.toString()} in this batch.`);
  return original;
}
