import type { Instant } from '#libs/contracts';

/** For clocks that differ, and for the way. */
const leastToleranceMs = 15_000;

/** Whether a reading of the canary has come soon enough after it was taken to prove that an alert would. */
export function isFresh(takenAt: Instant, now: Date, intervalMs: number): boolean {
  // A process that starts sends the reading of the interval that is under way.
  return now.getTime() - Date.parse(takenAt) <= intervalMs + Math.max(leastToleranceMs, intervalMs / 2);
}
