import { clockToleranceSeconds, type Instant } from '#libs/contracts';

/** A message of a device that was kept aside, wholly or in part. */
export interface RefusedArrival {
  readonly receivedAt: Instant;
  /** How far the newest time in it was ahead of its arrival, in seconds; null where it was not refused for its time. */
  readonly aheadSeconds: number | null;
}

/** So many arrivals in a row have to agree. */
export const arrivalsThatAgree = 3;
/** Of readings that were stored and come all at once, the offset may agree and says nothing. */
const spreadOverMs = 60_000;

/**
 * By how many seconds the clock of a device is ahead, negative where behind, by the newest messages that were kept aside of it;
 * undefined where they do not agree, as those of readings that come late do not.
 *
 * @param newest newest first.
 */
export function steadyAheadSeconds(newest: readonly RefusedArrival[]): number | undefined {
  const arrivals = newest.slice(0, arrivalsThatAgree);
  const times = arrivals.map(({ receivedAt }) => Date.parse(receivedAt));
  if (arrivals.length < arrivalsThatAgree || Math.max(...times) - Math.min(...times) < spreadOverMs) return undefined;
  const ahead = arrivals.flatMap(({ aheadSeconds }) => aheadSeconds ?? []).toSorted((one, other) => one - other);
  const median = ahead[Math.floor(arrivalsThatAgree / 2)];
  if (ahead.length < arrivalsThatAgree || median === undefined) return undefined;
  return ahead.every((seconds) => isSameOffset(seconds, median)) ? median : undefined;
}

export const isSameOffset = (seconds: number, other: number): boolean =>
  Math.abs(seconds - other) <= clockToleranceSeconds;

/** The same where the clock can be corrected: ahead so far that it cannot be taken for one that is right; null otherwise. */
export function correctableAheadSeconds(newest: readonly RefusedArrival[]): number | null {
  const steady = steadyAheadSeconds(newest);
  return steady !== undefined && steady > 2 * clockToleranceSeconds ? steady : null;
}
