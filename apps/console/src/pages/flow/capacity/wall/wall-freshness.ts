/** Fetched every few seconds: what is older than this has failed more than once. */
const staleAfterMs = 45_000;

export interface WallFetches {
  /** When figures last came, milliseconds since 1970 by this computer's clock. */
  readonly cameAt: number;
  readonly now: number;
}

/** Whether figures on the wall can be trusted; where not, since when they are as they are. */
export type WallFreshness = { readonly kind: 'live' } | { readonly kind: 'stale'; readonly since: number };

export function wallFreshness({ cameAt, now }: WallFetches): WallFreshness {
  return now - cameAt > staleAfterMs ? { kind: 'stale', since: cameAt } : { kind: 'live' };
}
