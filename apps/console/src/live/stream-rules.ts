/** Two heartbeats and a half: the connection is dead, whatever the browser thinks of it. */
export const silenceMs = 25_000;

/** Events are handed over together this often: a busy ward redraws a few times a second, not once for each reading. */
export const gatherMs = 150;

const shortestRetryMs = 1000;
const longestRetryMs = 15_000;

/**
 * How long to wait before another attempt: longer after each that failed, and by chance, so that a service that comes back
 * is not met by every browser at once.
 *
 * @param failures attempts that failed since the stream was last open.
 * @param chance from 0 to 1.
 */
export function retryDelayMs(failures: number, chance: number): number {
  const most = Math.min(longestRetryMs, shortestRetryMs * 2 ** failures);
  return Math.round(most / 2 + (most / 2) * chance);
}

/** A page that is in the background says that it is there once a minute at worst. */
const pageSilenceMs = 150_000;

/** The pages that have not been heard of for so long that they are gone. */
export function pagesGone<Page>(heardAt: ReadonlyMap<Page, number>, now: number): readonly Page[] {
  return [...heardAt].filter(([, at]) => now - at > pageSilenceMs).map(([page]) => page);
}
