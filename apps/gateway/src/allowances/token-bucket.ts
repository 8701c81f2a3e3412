/** What flows in steadily, and how much of it may have been saved up. */
export interface BucketSize {
  readonly perSecond: number;
  readonly burst: number;
}

const mostDebtSeconds = 600;

/**
 * A token bucket that may go into debt: what has come is always taken, and what comes next has to wait until the debt is
 * paid, ten minutes at most: a client that comes by ever new connections, each of which may bring one message, would else be
 * kept out for days after it has been mended. Times are milliseconds that never go back.
 */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  #at: number;

  constructor(size: BucketSize, now: number) {
    this.#size = size;
    this.#tokens = size.burst;
    this.#at = now;
  }

  /** Takes so many tokens. @returns for how many milliseconds the next should wait: 0 while there is no debt. */
  take(tokens: number, now: number): number {
    this.#fill(now);
    this.#tokens = Math.max(this.#tokens - tokens, -mostDebtSeconds * this.#size.perSecond);
    return this.#debtMs();
  }

  /** For how many milliseconds the next would have to wait, if it came now. */
  waitMs(now: number): number {
    this.#fill(now);
    return this.#debtMs();
  }

  /** A full bucket is as good as a new one. */
  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens >= this.#size.burst;
  }

  #fill(now: number): void {
    const { perSecond, burst } = this.#size;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * perSecond);
    this.#at = Math.max(this.#at, now);
  }

  #debtMs(): number {
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#size.perSecond) * 1000);
  }
}
