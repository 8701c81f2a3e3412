/**
 * Who is signed in, by the cookie `homeward_session`. A session lasts for a fixed time after sign-in and ends at
 * sign-out; it lives in Postgres, so it survives a restart and every replica knows it. A change of a person's role at
 * the provider takes effect when they next sign in.
 */
import type { Clock } from '#libs/clock';
import type { Person } from '#libs/contracts';
import { type AskingRequest, type Authenticator, type Caller, digestOfSecret } from '#libs/identity';
import { randomBytes } from 'node:crypto';
import { readCookie, setCookie } from './cookies.ts';
import type { SessionRow, SessionsStore } from './sessions.store.ts';

export const sessionCookieName = 'homeward_session';

export interface SessionsParts {
  readonly store: SessionsStore;
  readonly clock: Clock;
  readonly sessionHours: number;
  /** Cookies go over TLS only. */
  readonly secure: boolean;
}

export class SessionsService implements Authenticator {
  readonly #listeners: ((person: Person) => Promise<void>)[] = [];

  constructor(private readonly parts: SessionsParts) {}

  async identify(request: AskingRequest): Promise<Caller | undefined> {
    const cookie = readCookie(request.headers.cookie, sessionCookieName);
    if (cookie === undefined) return undefined;
    const found = await this.parts.store.find(digestOfSecret(cookie), this.parts.clock.now());
    return found === undefined ? undefined : { kind: 'person', by: 'session', ...found };
  }

  /**
   * Lets the groups above know each person who signs in, before their session starts.
   *
   * @param listener is waited for: where it fails, so does the sign-in.
   */
  onSignIn(listener: (person: Person) => Promise<void>): void {
    this.#listeners.push(listener);
  }

  /** Starts a session under a new id, whatever the browser had before, and returns the `Set-Cookie` header. */
  async start(session: SessionRow): Promise<string> {
    const { store, clock, sessionHours, secure } = this.parts;
    for (const listener of this.#listeners) await listener(session.person);
    const id = randomBytes(32).toString('base64url');
    const startedAt = clock.now();
    const maxAgeSeconds = Math.round(sessionHours * 3600);
    await store.removeExpired(startedAt);
    const expiresAt = new Date(startedAt.getTime() + maxAgeSeconds * 1000);
    await store.save(digestOfSecret(id), session, { startedAt, expiresAt });
    return setCookie(sessionCookieName, id, { path: '/', maxAgeSeconds, secure });
  }

  /** Ends the browser's session, if it has one. Returns the header that takes the cookie away, and the id token. */
  async end(
    cookieHeader: string | undefined,
  ): Promise<{ readonly setCookie: string; readonly idToken: string | undefined }> {
    const cookie = readCookie(cookieHeader, sessionCookieName);
    const ended = cookie === undefined ? undefined : await this.parts.store.remove(digestOfSecret(cookie));
    const gone = setCookie(sessionCookieName, '', { path: '/', maxAgeSeconds: 0, secure: this.parts.secure });
    return { setCookie: gone, idToken: ended?.idToken };
  }
}
