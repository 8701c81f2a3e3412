import type { Alert } from '#libs/contracts';

/** What becomes of an alert when a person acts on it. */
export type MoveDecision =
  /** The act is carried out. */
  | { readonly move: 'take'; readonly because: 'open' }
  /** Nothing changes; the answer is the alert as it stands. */
  | { readonly move: 'none'; readonly because: 'already-acknowledged' | 'repeated' }
  | { readonly move: 'refuse'; readonly because: 'already-resolved' };

/** Acknowledging twice is no second act, whoever does it; a resolved alert cannot be acknowledged any more. */
export function decideAcknowledgement(alert: Pick<Alert, 'state'>): MoveDecision {
  switch (alert.state) {
    case 'raised':
      return { move: 'take', because: 'open' };
    case 'acknowledged':
      return { move: 'none', because: 'already-acknowledged' };
    case 'resolved':
      return { move: 'refuse', because: 'already-resolved' };
  }
}

/**
 * An open alert is resolved. Asking again with the same outcome, as the same person, is the same request sent twice and
 * changes nothing; anything else would overwrite what somebody has already put down.
 */
export function decideResolution(
  alert: Pick<Alert, 'state' | 'resolvedBy' | 'outcome'>,
  asked: { readonly by: string; readonly outcome: string | null },
): MoveDecision {
  if (alert.state !== 'resolved') return { move: 'take', because: 'open' };
  const repeated = alert.resolvedBy === asked.by && alert.outcome === asked.outcome;
  return repeated ? { move: 'none', because: 'repeated' } : { move: 'refuse', because: 'already-resolved' };
}
