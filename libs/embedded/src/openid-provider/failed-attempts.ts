import type { Stopwatch } from './expiring-records.ts';

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

const freeAttempts = 3;
const longestWaitSeconds = 60;
const forgottenAfterSeconds = 15 * 60;
const mostNames = 10_000;

/** How long the next attempt must wait after so many failures: 2, 4, 8 … seconds from the third on. */
export function waitAfter(failures: number): number {
  return failures < freeAttempts ? 0 : Math.min(longestWaitSeconds, 2 ** (failures - freeAttempts + 1));
}

/**
 * Slows down guessing. The wait counts per user name, whether or not a person has that name, so that it
 * reveals nothing; it never grows beyond a minute, so that no person is locked out by another's guessing.
 */
export class FailedAttempts {
  readonly #byName = new Map<string, Failures>();

  constructor(private readonly stopwatch: Stopwatch) {}

  /** Whole seconds until this name may be tried again; 0 for now. */
  secondsToWait(username: string): number {
    const failures = this.#byName.get(username);
    if (failures === undefined) return 0;
    return Math.max(0, Math.ceil(failures.lastAt + waitAfter(failures.count) - this.stopwatch()));
  }

  failed(username: string): void {
    const now = this.stopwatch();
    const before = this.#byName.get(username);
    const count = before === undefined || now - before.lastAt > forgottenAfterSeconds ? 1 : before.count + 1;
    this.#byName.delete(username);
    this.#byName.set(username, { count, lastAt: now });
    const [oldest] = this.#byName.keys();
    if (this.#byName.size > mostNames && oldest !== undefined) this.#byName.delete(oldest);
  }

  succeeded(username: string): void {
    this.#byName.delete(username);
  }
}
