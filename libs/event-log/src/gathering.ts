import { Rest } from './pause.ts';

/** What one caller waits for. */
interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GatheringOptions<Item> {
  /** Does the work of many callers at once. When it rejects, so does each of them. */
  readonly run: (items: readonly Item[]) => Promise<void>;
  /** At most this many items in one run, unless a single caller brings more. */
  readonly maxItems: number;
  /** At most this much weight in one run, unless a single caller brings more. */
  readonly maxWeight: number;
  readonly weigh: (item: Item) => number;
  /** At least this long from the start of one run to the next, in milliseconds: so they stay few at a moderate load. */
  readonly restMs: number;
}

/**
 * Runs one piece of work at a time and hands everything that came meanwhile to the next run together: batches grow with
 * the load by themselves, and there is no wait when there is none. Keeps the order in which callers came.
 */
export class Gathering<Item> {
  readonly #options: GatheringOptions<Item>;
  readonly #waiting: Waiting<Item>[] = [];
  readonly #rest: Rest;
  #running: Promise<void> | undefined;

  constructor(options: GatheringOptions<Item>) {
    this.#options = options;
    this.#rest = new Rest(options.restMs);
  }

  /** Resolves once the run that these items were part of has. */
  add(items: readonly Item[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#running ??= this.#runAll();
    });
  }

  /** Resolves once nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #runAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#rest.over();
      const callers = this.#nextRun();
      try {
        await this.#options.run(callers.flatMap((caller) => caller.items));
        for (const caller of callers) caller.resolve();
      } catch (error) {
        for (const caller of callers) caller.reject(error);
      }
    }
    this.#running = undefined;
  }

  #nextRun(): readonly Waiting<Item>[] {
    const { maxItems, maxWeight, weigh } = this.#options;
    let items = 0;
    let weight = 0;
    let callers = 0;
    for (const caller of this.#waiting) {
      items += caller.items.length;
      for (const item of caller.items) weight += weigh(item);
      if (callers > 0 && (items > maxItems || weight > maxWeight)) break;
      callers += 1;
    }
    return this.#waiting.splice(0, callers);
  }
}
