import { type BucketSize, TokenBucket } from './token-bucket.ts';

export interface RateLimits {
  readonly messages: BucketSize;
  readonly bytes: BucketSize;
}

interface Buckets {
  readonly messages: TokenBucket;
  readonly bytes: TokenBucket;
}

/** Beyond so many, those that are full are forgotten. */
const mostGateways = 10_000;

/** How fast each gateway sends, in messages and in bytes. Times are milliseconds that never go back. */
export class GatewayRates {
  readonly #limits: RateLimits;
  readonly #buckets = new Map<string, Buckets>();

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** Counts a message. @returns for how many milliseconds the gateway's next one should wait: 0 where it need not. */
  count(gatewayId: string, bytes: number, now: number): number {
    const buckets = this.#of(gatewayId, now);
    return Math.max(buckets.messages.take(1, now), buckets.bytes.take(bytes, now));
  }

  /** For how many milliseconds a message of the gateway would have to wait, if it came now. */
  waitMs(gatewayId: string, now: number): number {
    const buckets = this.#buckets.get(gatewayId);
    return buckets === undefined ? 0 : Math.max(buckets.messages.waitMs(now), buckets.bytes.waitMs(now));
  }

  /** How many gateways have to wait now. */
  slowed(now: number): number {
    let slowed = 0;
    for (const gatewayId of this.#buckets.keys()) if (this.waitMs(gatewayId, now) > 0) slowed += 1;
    return slowed;
  }

  #of(gatewayId: string, now: number): Buckets {
    const known = this.#buckets.get(gatewayId);
    if (known !== undefined) return known;
    if (this.#buckets.size >= mostGateways) this.#forgetFull(now);
    const buckets = {
      messages: new TokenBucket(this.#limits.messages, now),
      bytes: new TokenBucket(this.#limits.bytes, now),
    };
    this.#buckets.set(gatewayId, buckets);
    return buckets;
  }

  #forgetFull(now: number): void {
    for (const [gatewayId, { messages, bytes }] of this.#buckets) {
      if (messages.isFull(now) && bytes.isFull(now)) this.#buckets.delete(gatewayId);
    }
    // Only signed-in gateways are counted; where so many are busy at once, the one that has been known longest starts afresh.
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size >= mostGateways && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
