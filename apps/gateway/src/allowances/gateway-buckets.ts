import { type BucketSize, TokenBucket } from './token-bucket.ts';

/** Beyond so many, those that are full are forgotten. */
const mostGateways = 10_000;

/** A token bucket for each gateway, in bounded memory. Times are milliseconds that never go back. */
export class GatewayBuckets {
  readonly #size: BucketSize;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(size: BucketSize) {
    this.#size = size;
  }

  get gatewayIds(): Iterable<string> {
    return this.#buckets.keys();
  }

  /** Takes so many tokens. @returns for how many milliseconds the gateway's next should wait: 0 where it need not. */
  take(gatewayId: string, tokens: number, now: number): number {
    return this.#of(gatewayId, now).take(tokens, now);
  }

  /** Takes so many tokens, unless the gateway would have to wait for one. @returns whether they were taken. */
  takeIfThere(gatewayId: string, tokens: number, now: number): boolean {
    if (this.waitMs(gatewayId, now) > 0) return false;
    this.take(gatewayId, tokens, now);
    return true;
  }

  /** For how many milliseconds something of the gateway would have to wait, if it came now. */
  waitMs(gatewayId: string, now: number): number {
    return this.#buckets.get(gatewayId)?.waitMs(now) ?? 0;
  }

  #of(gatewayId: string, now: number): TokenBucket {
    const known = this.#buckets.get(gatewayId);
    if (known !== undefined) return known;
    if (this.#buckets.size >= mostGateways) this.#forgetFull(now);
    const bucket = new TokenBucket(this.#size, now);
    this.#buckets.set(gatewayId, bucket);
    return bucket;
  }

  #forgetFull(now: number): void {
    for (const [gatewayId, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(gatewayId);
    // Only signed-in gateways are counted; where so many are busy at once, the one that has been known longest starts afresh.
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size >= mostGateways && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
