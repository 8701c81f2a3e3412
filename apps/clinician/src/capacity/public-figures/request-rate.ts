/** How often one caller may ask. */
export interface RateLimit {
  readonly requests: number;
  readonly perMilliseconds: number;
}

/** What a caller has asked for since a time. */
export interface RateWindow {
  readonly since: number;
  readonly requests: number;
}

export type RateDecision =
  | { readonly allowed: true; readonly window: RateWindow }
  | { readonly allowed: false; readonly window: RateWindow; readonly retryAfterSeconds: number };

/**
 * Whether a caller may ask now. Requests are counted from the first one on until the time has passed; a refused one does not
 * count.
 *
 * @param window what the caller has asked for before; undefined where that is nothing.
 */
export function decideRate(
  window: RateWindow | undefined,
  now: number,
  { requests, perMilliseconds }: RateLimit,
): RateDecision {
  // A clock that was set back begins anew.
  const isOver = window === undefined || now >= window.since + perMilliseconds || now < window.since;
  if (isOver) return { allowed: true, window: { since: now, requests: 1 } };
  if (window.requests < requests) return { allowed: true, window: { ...window, requests: window.requests + 1 } };
  const retryAfterSeconds = Math.ceil((window.since + perMilliseconds - now) / 1000);
  return { allowed: false, window, retryAfterSeconds };
}
