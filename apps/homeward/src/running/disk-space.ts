/** How much room there is where data are kept, in bytes. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

export interface DiskLimits {
  /** Of the whole disk. */
  readonly lowPercent: number;
  readonly lowBytes: number;
}

/** Room is there again only once a quarter more than the limit is free: what is deleted to make room comes in small steps. */
const againFactor = 1.25;

/** Less than this is too little: the smaller of the two limits, since a share of a large disk is much, and so is a gigabyte of a small one. */
export const leastFreeBytes = ({ sizeBytes }: Pick<DiskSpace, 'sizeBytes'>, limits: DiskLimits): number =>
  Math.min(limits.lowBytes, (sizeBytes * limits.lowPercent) / 100);

/** @param was whether it was nearly full at the look before. */
export function isNearlyFull(space: DiskSpace, limits: DiskLimits, was: boolean): boolean {
  return space.freeBytes < leastFreeBytes(space, limits) * (was ? againFactor : 1);
}
