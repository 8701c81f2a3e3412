import { GatewayBuckets } from './gateway-buckets.ts';
import type { BucketSize } from './token-bucket.ts';

export interface RateLimits {
  readonly messages: BucketSize;
  readonly bytes: BucketSize;
}

/** How fast each gateway sends, in messages and in bytes. Times are milliseconds that never go back. */
export class GatewayRates {
  readonly #messages: GatewayBuckets;
  readonly #bytes: GatewayBuckets;

  constructor(limits: RateLimits) {
    this.#messages = new GatewayBuckets(limits.messages);
    this.#bytes = new GatewayBuckets(limits.bytes);
  }

  /** Counts a message. @returns for how many milliseconds the gateway's next one should wait: 0 where it need not. */
  count(gatewayId: string, bytes: number, now: number): number {
    return Math.max(this.#messages.take(gatewayId, 1, now), this.#bytes.take(gatewayId, bytes, now));
  }

  /** For how many milliseconds a message of the gateway would have to wait, if it came now. */
  waitMs(gatewayId: string, now: number): number {
    return Math.max(this.#messages.waitMs(gatewayId, now), this.#bytes.waitMs(gatewayId, now));
  }

  /** How many gateways have to wait now. */
  slowed(now: number): number {
    const known = new Set([...this.#messages.gatewayIds, ...this.#bytes.gatewayIds]);
    return [...known].filter((gatewayId) => this.waitMs(gatewayId, now) > 0).length;
  }
}
