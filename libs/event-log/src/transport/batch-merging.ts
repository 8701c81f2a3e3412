import type { TopicName } from '#libs/contracts';
import type { LogBatch } from '../event-log.ts';
import { RestByWork } from '../pause.ts';

/** A partition's batch, and its waiter. */
interface Waiting {
  readonly batch: LogBatch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchMergingOptions {
  /** Does the work on batches of one topic. When it rejects, so does the waiting of each, after a try by itself. */
  readonly onBatches: (batches: readonly LogBatch[]) => Promise<void>;
  /** At most so many records in one run, unless a single batch has more. */
  readonly maxRecords: number;
  /** From the start of one run of the topic to the next, in units of what a run takes, unless the next is full. */
  readonly restPerRun: (topic: TopicName) => number;
}

/** Runs of one topic that may be under way at once: one prepares while the other waits for its database. */
const runsAtOnce = 2;

/** What is going on with one topic. */
interface Lane {
  readonly waiting: Waiting[];
  readonly rest: RestByWork;
  running: number;
  starting: boolean;
}

/**
 * Has the batches of several partitions of a topic handled together. Work on few records costs much the same as on many,
 * and at a moderate rate each partition by itself has but one or two. What comes while the topic is being worked on waits
 * and travels with the next: batches grow with the load by themselves. A run that is rejected is taken apart: each of its batches is tried by itself, so that none
 * fails for the sake of another.
 */
export class BatchMerging {
  readonly #options: BatchMergingOptions;
  readonly #lanes = new Map<TopicName, Lane>();

  constructor(options: BatchMergingOptions) {
    this.#options = options;
  }

  /** Resolves once the work on this batch has, rejects with why it did not. */
  add(batch: LogBatch): Promise<void> {
    const lane = this.#lanes.get(batch.topic) ?? {
      waiting: [],
      rest: new RestByWork(this.#options.restPerRun(batch.topic)),
      running: 0,
      starting: false,
    };
    this.#lanes.set(batch.topic, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ batch, resolve, reject });
      void this.#start(lane);
    });
  }

  async #start(lane: Lane): Promise<void> {
    if (lane.starting || lane.running >= runsAtOnce || lane.waiting.length === 0) return;
    lane.starting = true;
    if (this.#isFull(lane.waiting)) lane.rest.begin();
    else await lane.rest.over();
    lane.starting = false;
    lane.running += 1;
    const startedAt = performance.now();
    const running = this.#run(this.#take(lane.waiting));
    // What was more than one run may hold.
    void this.#start(lane);
    await running;
    lane.rest.took(performance.now() - startedAt);
    lane.running -= 1;
    void this.#start(lane);
  }

  #isFull(waiting: readonly Waiting[]): boolean {
    return waiting.reduce((sum, { batch }) => sum + batch.records.length, 0) >= this.#options.maxRecords;
  }

  #take(waiting: Waiting[]): readonly Waiting[] {
    let records = 0;
    const end = waiting.findIndex(({ batch }, index) => {
      records += batch.records.length;
      return index > 0 && records > this.#options.maxRecords;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }

  async #run(together: readonly Waiting[]): Promise<void> {
    try {
      await this.#options.onBatches(together.map(({ batch }) => batch));
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
