import type { TimerMetrics } from './timer-metrics.ts';
import type { TimersParts } from './timer-parts.ts';
import type { RepeatDue, TimerStore } from './timer.store.ts';

/** Work that is done again and again. While it runs, it holds a connection of the pool beside those that it uses itself. */
export interface RepeatedWork {
  readonly kind: string;
  readonly everyMilliseconds: number;
  /** @param signal says when the service stops: the work should then end soon. */
  work(now: Date, signal: AbortSignal): Promise<void>;
}

/** So many at a time: each holds a connection beside its own, and all of them are due when a service starts. */
const mostAtOnce = 3;

type RepeatsParts = Omit<TimersParts, 'metrics'> & { readonly store: TimerStore; readonly metrics: TimerMetrics };

/**
 * Repeated work, each kind with one row in the table `timer`, which says when it is due next whichever replica did it last. It runs
 * beside the poller, since it may take long, under a lock that lets in one replica at a time.
 */
export class Repeats {
  readonly #parts: RepeatsParts;
  readonly #works = new Map<string, RepeatedWork>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(parts: RepeatsParts) {
    this.#parts = parts;
  }

  has(kind: string): boolean {
    return this.#works.has(kind);
  }

  add(work: RepeatedWork): void {
    this.#works.set(work.kind, work);
  }

  /** Begins what is due and not running yet. Rejects where that cannot be found out. */
  async begin(signal: AbortSignal): Promise<void> {
    const resting = [...this.#works.values()].filter(({ kind }) => !this.#running.has(kind));
    for (const work of await this.#due(resting)) {
      const run = this.#run(work, signal).finally(() => this.#running.delete(work.kind));
      this.#running.set(work.kind, run);
    }
  }

  /** Resolves when the work in hand is done. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #run(work: RepeatedWork, signal: AbortSignal): Promise<void> {
    const { database, logger, metrics, service } = this.#parts;
    const { kind } = work;
    try {
      await this.#inTurn(async () => {
        if (signal.aborted) return;
        await database.exclusively({ lock: `repeat:${kind}`, wait: false, work: () => this.#work(work, signal) });
      });
    } catch (error) {
      logger.warn(
        { event: 'repeated-work-failed', err: error, service, kind },
        'Repeated work failed; it is tried again',
      );
      metrics.failed(kind);
    }
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#working < mostAtOnce) this.#working += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    }
  }

  async #work(work: RepeatedWork, signal: AbortSignal): Promise<void> {
    const { database, clock, store, metrics } = this.#parts;
    const { kind, everyMilliseconds } = work;
    // Another replica may have done it since we looked.
    if ((await this.#due([work])).length === 0) return;
    try {
      await work.work(clock.now(), signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await store.failed(database.pool, { kind, subject: 'repeat', revision: 0, dueAt: clock.now() }, reason);
      throw error;
    }
    await store.repeatAt(database.pool, kind, new Date(clock.now().getTime() + everyMilliseconds));
    metrics.fired(kind, 1);
  }

  /** Those that are due, found with one statement. */
  async #due(works: readonly RepeatedWork[]): Promise<readonly RepeatedWork[]> {
    if (works.length === 0) return [];
    const { database, clock, store } = this.#parts;
    const now = clock.now();
    const kinds = works.map(({ kind }) => kind);
    const dues = new Map((await store.repeatsDueAt(database.pool, kinds, now)).map((due) => [due.kind, due]));
    return works.filter((work) => isDue(work, dues.get(work.kind), now));
  }
}

/** A time further away than one interval was made by a clock that has been set back since. */
function isDue({ everyMilliseconds }: RepeatedWork, due: RepeatDue | undefined, now: Date): boolean {
  if (due === undefined || due.resting) return false;
  const waitMilliseconds = due.dueAt.getTime() - now.getTime();
  return waitMilliseconds <= 0 || waitMilliseconds > everyMilliseconds;
}
