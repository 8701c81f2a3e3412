import type { LogBatch, SubscribeOptions } from '../../event-log.ts';
import { pauseBefore } from '../../pause.ts';
import type { FetchedPartition } from './fetched-partition.ts';

export interface BatchWorkersOptions {
  readonly subscribed: SubscribeOptions;
  /** Called after the work on a batch has resolved, with the position after it. */
  readonly onDone: (partition: FetchedPartition, position: bigint) => void;
  /** Called whenever a partition has less waiting than before, or may be worked on again. */
  readonly onRoom: () => void;
}

/** Works on what was fetched: one batch of a partition at a time, and no more partitions at once than was asked for. */
export class BatchWorkers {
  readonly #options: BatchWorkersOptions;
  readonly #partitions: readonly FetchedPartition[];
  readonly #working = new Set<Promise<void>>();
  readonly #resting = new Set<NodeJS.Timeout>();
  #first = 0;
  #stopped = false;

  constructor(partitions: readonly FetchedPartition[], options: BatchWorkersOptions) {
    this.#partitions = partitions;
    this.#options = options;
  }

  /** Begins work on the batches that wait and may be worked on; partitions take turns at being first. */
  begin(): void {
    const most = this.#options.subscribed.maxConcurrentBatches ?? 4;
    const count = this.#partitions.length;
    for (let looked = 0; looked < count && this.#working.size < most && !this.#stopped; looked += 1) {
      const partition = this.#partitions[(this.#first + looked) % count];
      if (partition?.isReady === true) this.#beginOn(partition);
    }
    this.#first = count === 0 ? 0 : (this.#first + 1) % count;
  }

  /** Begins nothing more. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#resting) clearTimeout(timer);
  }

  /** Resolves once nothing is in hand. */
  async idle(): Promise<void> {
    await Promise.all(this.#working);
  }

  #beginOn(partition: FetchedPartition): void {
    const work = this.#workOn(partition, partition.take());
    this.#working.add(work);
    void work.finally(() => {
      this.#working.delete(work);
      this.#options.onRoom();
      this.begin();
    });
  }

  async #workOn(partition: FetchedPartition, batch: LogBatch): Promise<void> {
    try {
      await this.#options.subscribed.onBatch(batch);
      this.#options.onDone(partition, partition.done());
    } catch (error) {
      const attempt = partition.failed();
      this.#options.subscribed.onRetry?.(error, batch, attempt);
      if (!this.#stopped) this.#restartLater(partition, attempt);
    }
  }

  #restartLater(partition: FetchedPartition, attempt: number): void {
    const timer = setTimeout(() => {
      this.#resting.delete(timer);
      partition.rested();
      this.#options.onRoom();
      this.begin();
    }, pauseBefore(attempt));
    this.#resting.add(timer);
  }
}
