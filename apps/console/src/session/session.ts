import type { Me } from '#libs/contracts';
import { serverClock } from '../time/server-clock.ts';
import { afterEnd, afterSignedIn, type SessionState } from './session-state.ts';

/** The one session of this page: who is on screen, and whether the service still knows them. */
class Session {
  #state: SessionState = { kind: 'unknown' };
  #signIns = 0;
  readonly #listeners = new Set<() => void>();

  readonly state = (): SessionState => this.#state;

  readonly listen = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  /** How often people have signed in, as of which a request is sent. */
  readonly signIns = (): number => this.#signIns;

  signedIn(me: Me): void {
    if (this.#state.kind !== 'signed-in') this.#signIns += 1;
    this.#become(afterSignedIn({ id: me.id, name: me.name }, me.session?.expiresAt));
  }

  /**
   * The service says that there is no session. Where nothing is on screen yet, the browser leaves to sign in.
   *
   * @param asOf `signIns` when the request was sent: a late answer to one of before the last sign-in says nothing of this session.
   */
  ended(asOf: number): void {
    if (asOf !== this.#signIns) return;
    if (this.#state.kind === 'unknown') window.location.assign(signInPath(hereWithSearch()));
    else this.#become(afterEnd(this.#state, serverClock.now()));
  }

  #become(state: SessionState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    for (const changed of this.#listeners) changed();
  }
}

export const session = new Session();

/** Where to sign in, coming back to a path of the console. */
export const signInPath = (returnTo: string): string => `/auth/login?returnTo=${encodeURIComponent(returnTo)}`;

/** Without the fragment: it may have a name, and this goes into another address. */
export function hereWithSearch(): string {
  const { pathname, search } = window.location;
  return pathname + search;
}
