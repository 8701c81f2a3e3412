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
