import type { CanaryHealth, CanaryState, Instant } from '#libs/contracts';

/** What the page says of whether alerts arrive. */
export type AlertingView =
  | { readonly kind: Exclude<CanaryState, 'down' | 'ok' | 'late'> }
  /** How long ago it was last proved. */
  | { readonly kind: 'ok' | 'late'; readonly seconds: number }
  | { readonly kind: 'down'; readonly since: Instant | null }
  /** No answer has come for so long that the last one says nothing any more. */
  | { readonly kind: 'unknown'; readonly seconds: number };

/** Four answers that did not come. */
const unknownAfterSeconds = 60;

/** @param heardSecondsAgo how long ago the service said so, by this computer's clock. */
export function alertingView({ state, ageSeconds, since }: CanaryHealth, heardSecondsAgo: number): AlertingView {
  const seconds = Math.floor((ageSeconds ?? 0) + Math.max(0, heardSecondsAgo));
  if (state === 'off') return { kind: state };
  // What was down is not taken to be well because no answer comes.
  if (state === 'down') return { kind: state, since };
  if (heardSecondsAgo >= unknownAfterSeconds) return { kind: 'unknown', seconds };
  return state === 'starting' ? { kind: state } : { kind: state, seconds };
}
