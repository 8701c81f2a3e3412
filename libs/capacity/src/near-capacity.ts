/** From when on a ward or the region is near its limit, and when it no longer is: fractions of occupancy. */
export interface CapacityLimits {
  readonly raiseAt: number;
  /** Below `raiseAt`, so that one patient more or fewer does not raise and clear it over and over. */
  readonly clearBelow: number;
}

/** What is to become of the alert. */
export type CapacityAlertDecision =
  | { readonly change: 'raise'; readonly because: 'nearly-full' | 'no-free-bed' }
  | { readonly change: 'clear' }
  | { readonly change: 'none' };

export interface BedsInUse {
  readonly open: number;
  readonly occupied: number;
  readonly reserved: number;
}

/**
 * Raised from the limit on, or where no bed is free; cleared where one is free again and occupancy is below the lower
 * limit. A reserved bed is as good as taken. Where nothing is open and no patient is there, there is nothing to say.
 */
export function decideCapacityAlert(
  { open, occupied, reserved }: BedsInUse,
  { raiseAt, clearBelow }: CapacityLimits,
  isRaised: boolean,
): CapacityAlertDecision {
  const taken = occupied + reserved;
  const isUnused = open === 0 && taken === 0;
  const noneFree = taken >= open && !isUnused;
  if (!isRaised) {
    if (noneFree) return { change: 'raise', because: 'no-free-bed' };
    return !isUnused && taken >= raiseAt * open ? { change: 'raise', because: 'nearly-full' } : { change: 'none' };
  }
  return isUnused || (!noneFree && taken < clearBelow * open) ? { change: 'clear' } : { change: 'none' };
}
