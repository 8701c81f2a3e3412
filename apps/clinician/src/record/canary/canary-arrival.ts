import type { Instant } from '#libs/contracts';

/** By which consumer group something of the canary came. */
export type CanaryStream = 'signals' | 'scores';

/** When something of the canary came last: the time it was taken, and the time it was here. */
export interface CanaryArrival {
  readonly takenAt: Instant;
  readonly arrivedAt: Instant;
}
