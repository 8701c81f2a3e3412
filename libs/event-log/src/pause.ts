/** Resolves after that many milliseconds, or as soon as the signal is given. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}

/** Milliseconds before the next try: doubling from 100 ms, at most ten seconds. */
export function pauseBefore(attempt: number): number {
  return Math.min(10_000, 100 * 2 ** Math.min(attempt - 1, 10));
}

/** What was waited for this long has gathered enough, however long the work takes. */
const mostRestMs = 40;
/** How much the newest piece of work counts in what work takes of late. */
const weightOfNewest = 0.25;

/**
 * Keeps work from beginning too often by how long it takes of late: work that takes a millisecond hardly rests, and on a
 * busy machine fewer and larger pieces are done. At once after a quiet time.
 */
export class RestByWork {
  readonly #perWork: number;
  #last = -Infinity;
  #tookMs = 0;

  /** @param perWork from the start of one piece of work to the next, in units of what it takes; 0: no rest at all. */
  constructor(perWork: number) {
    this.#perWork = perWork;
  }

  /** Resolves when work may begin again, and takes it as begun. */
  async over(signal?: AbortSignal): Promise<void> {
    const rest = Math.min(mostRestMs, this.#perWork * this.#tookMs);
    const remaining = this.#last + rest - performance.now();
    if (remaining > 0) await pause(remaining, signal);
    this.begin();
  }

  /** Work begins though the rest may not be over. */
  begin(): void {
    this.#last = performance.now();
  }

  took(milliseconds: number): void {
    this.#tookMs += (milliseconds - this.#tookMs) * weightOfNewest;
  }
}

/** Keeps what recurs from recurring too often: at once after a quiet time, else so long after the last. */
export class Rest {
  readonly #restMs: number;
  #last = -Infinity;

  constructor(restMs: number) {
    this.#restMs = restMs;
  }

  /** Resolves when it may be done again, and takes it as done. */
  async over(signal?: AbortSignal): Promise<void> {
    const remaining = this.#last + this.#restMs - performance.now();
    if (remaining > 0) await pause(remaining, signal);
    this.#last = performance.now();
  }
}
