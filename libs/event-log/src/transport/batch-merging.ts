import type { TopicName } from '#libs/contracts';
import type { LogBatch } from '../event-log.ts';

/** A partition's batch, and who waits for the work on it. */
interface Waiting {
  readonly batch: LogBatch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Runs of one topic that may be under way at once: one prepares while the other waits for its database. */
const runsAtOnce = 2;

/**
 * Hands the batches of several partitions of a topic over together. Work on few records costs much the same as on many,
 * and at a moderate rate each partition by itself has but one or two. What comes while the topic is being worked on waits
 * and travels with the next. A run that is rejected is taken apart: each of its batches is tried by itself, so that none
 * fails for the sake of another.
 */
export class BatchMerging {
  readonly #onBatches: (batches: readonly LogBatch[]) => Promise<void>;
  readonly #maxRecords: number;
  readonly #waiting = new Map<TopicName, Waiting[]>();
  readonly #running = new Map<TopicName, number>();

  constructor(onBatches: (batches: readonly LogBatch[]) => Promise<void>, maxRecords: number) {
    this.#onBatches = onBatches;
    this.#maxRecords = maxRecords;
  }

  /** Resolves once the work on this batch has, rejects with why it did not. */
  add(batch: LogBatch): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(batch.topic) ?? [];
      this.#waiting.set(batch.topic, waiting);
      waiting.push({ batch, resolve, reject });
      // On a later turn, so that all that came in one answer of the log are there.
      if (waiting.length === 1) setImmediate(() => this.#next(batch.topic));
    });
  }

  #next(topic: TopicName): void {
    const running = this.#running.get(topic) ?? 0;
    const waiting = this.#waiting.get(topic) ?? [];
    if (running >= runsAtOnce || waiting.length === 0) return;
    this.#running.set(topic, running + 1);
    void this.#run(this.#take(waiting)).then(() => {
      this.#running.set(topic, (this.#running.get(topic) ?? 1) - 1);
      this.#next(topic);
    });
    // What was more than one run may hold.
    this.#next(topic);
  }

  #take(waiting: Waiting[]): readonly Waiting[] {
    let records = 0;
    const end = waiting.findIndex(({ batch }, index) => {
      records += batch.records.length;
      return index > 0 && records > this.#maxRecords;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }

  async #run(together: readonly Waiting[]): Promise<void> {
    try {
      await this.#onBatches(together.map(({ batch }) => batch));
      for (const { resolve } of together) resolve();
    } catch (error) {
      if (together.length === 1) {
        for (const { reject } of together) reject(error);
        return;
      }
      for (const one of together) await this.#run([one]);
    }
  }
}
