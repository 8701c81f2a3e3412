import type { PersonReference } from '#libs/contracts';

/** How the session of the person on screen is doing. */
export type SessionState =
  /** Nothing is known of it yet: there is nothing on screen to keep. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-in'; readonly person: PersonReference; readonly expiresAt: number | null }
  /** What is on screen stays until the person, or another one, has signed in again. */
  | { readonly kind: 'ended'; readonly person: PersonReference; readonly why: 'expired' | 'ended' };

/** The service has said who is signed in. */
export function afterSignedIn(who: PersonReference, expiresAt: string | undefined): SessionState {
  return { kind: 'signed-in', person: who, expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt) };
}

/** The service does not know the session any more. While no person is on screen yet, that is for the sign-in page alone. */
export function afterEnd(state: SessionState, now: number): SessionState {
  if (state.kind !== 'signed-in') return state;
  const { person, expiresAt } = state;
  // Clocks differ a little.
  const isExpired = expiresAt !== null && now >= expiresAt - 5000;
  return { kind: 'ended', person, why: isExpired ? 'expired' : 'ended' };
}

/**
 * What to do once a person has signed in in this browser: go on where the same person was, or begin anew for another, who
 * must see nothing of the first.
 */
export function whatNext(state: SessionState, who: Pick<PersonReference, 'id'>): 'go-on' | 'begin-anew' {
  return state.kind === 'unknown' || state.person.id === who.id ? 'go-on' : 'begin-anew';
}

const soonMs = 10 * 60_000;
const imminentMs = 2 * 60_000;

/** Whether a person is to hear of the coming end of the session: in time to sign in again, and once more at the last. */
export function expiryStage(expiresAt: number | null, now: number): 'none' | 'soon' | 'imminent' {
  if (expiresAt === null || now < expiresAt - soonMs) return 'none';
  return now < expiresAt - imminentMs ? 'soon' : 'imminent';
}
