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
