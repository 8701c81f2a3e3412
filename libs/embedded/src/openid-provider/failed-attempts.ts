import type { Stopwatch } from './expiring-records.ts';

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

const freeAttempts = 3;
const longestWaitSeconds = 60;
const freeOfDelay = 10;
const longestDelaySeconds = 4;
const forgottenAfterSeconds = 15 * 60;
const mostKeys = 10_000;

/** How long the next attempt from the same source must wait after so many failures: 2, 4, 8 … seconds from the third on. */
export function waitAfter(failures: number): number {
  return failures < freeAttempts ? 0 : Math.min(longestWaitSeconds, 2 ** (failures - freeAttempts + 1));
}

/** By how many seconds an answer is held back after so many failures from anywhere: half a second from the tenth on, then more. */
export function delayAfter(failures: number): number {
  return failures < freeOfDelay ? 0 : Math.min(longestDelaySeconds, 2 ** (failures - freeOfDelay - 1));
}

/** Counts failures by a key, each forgotten a quarter of an hour after its last one, and the oldest when there are too many. */
export class FailedAttempts {
  readonly #byKey = new Map<string, Failures>();

  constructor(private readonly stopwatch: Stopwatch) {}

  count(key: string): number {
    return this.#remembered(key)?.count ?? 0;
  }

  /** Whole seconds until there may be another attempt under this key; 0 for now. */
  secondsToWait(key: string): number {
    const failures = this.#remembered(key);
    if (failures === undefined) return 0;
    return Math.max(0, Math.ceil(failures.lastAt + waitAfter(failures.count) - this.stopwatch()));
  }

  failed(key: string): void {
    const count = this.count(key) + 1;
    this.#byKey.delete(key);
    this.#byKey.set(key, { count, lastAt: this.stopwatch() });
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > mostKeys && oldest !== undefined) this.#byKey.delete(oldest);
  }

  succeeded(key: string): void {
    this.#byKey.delete(key);
  }

  #remembered(key: string): Failures | undefined {
    const failures = this.#byKey.get(key);
    return failures === undefined || this.stopwatch() - failures.lastAt > forgottenAfterSeconds ? undefined : failures;
  }
}
