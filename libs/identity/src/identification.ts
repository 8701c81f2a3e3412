import type { GatewayId, Person } from '#libs/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import { CredentialRefusedError, CrossSiteRequestError } from './identity-errors.ts';
import { isOwnSite } from './own-site.ts';
import { type System, verifyToken } from './tokens.ts';

/** As much of a request as identification reads; Fastify's and Node's both fit. */
export interface AskingRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export type Caller =
  | { readonly kind: 'person'; readonly person: Person; readonly by: 'token' }
  | { readonly kind: 'person'; readonly person: Person; readonly by: 'session'; readonly expiresAt: Date }
  | { readonly kind: 'system'; readonly system: System }
  | { readonly kind: 'gateway'; readonly gatewayId: GatewayId };

/** One way of knowing who is asking. */
export interface Authenticator {
  /**
   * Who is asking; undefined where the request carries no credential of this kind.
   *
   * @throws CredentialRefusedError where it carries one that does not hold.
   */
  identify(request: AskingRequest): Promise<Caller | undefined>;
}

export interface IdentificationOptions {
  /** Asked in turn; the first that knows the caller wins. */
  readonly authenticators: readonly Authenticator[];
  /**
   * Paths that answer anybody, compared letter by letter, without the query: health, metrics, the sign-in pages.
   * Exact, so that no spelling of another path can pass for one of them.
   */
  readonly openPaths: readonly string[];
}

const harmlessMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who is asking, once for each request. */
export class Identification {
  readonly #authenticators: readonly Authenticator[];
  readonly #openPaths: ReadonlySet<string>;
  readonly #callers = new WeakMap<AskingRequest, Promise<Caller | undefined>>();

  constructor(options: IdentificationOptions) {
    this.#authenticators = options.authenticators;
    this.#openPaths = new Set(options.openPaths);
  }

  isOpen(request: AskingRequest): boolean {
    return this.#openPaths.has(pathOf(request));
  }

  /**
   * Who is asking; undefined where that is not known.
   *
   * @throws CredentialRefusedError where a credential does not hold.
   * @throws CrossSiteRequestError where another site's page tries to change something with a person's cookie.
   */
  callerOf(request: AskingRequest): Promise<Caller | undefined> {
    const known = this.#callers.get(request);
    if (known !== undefined) return known;
    const caller = this.identifyAgain(request);
    this.#callers.set(request, caller);
    return caller;
  }

  /**
   * Who the credentials of the request belong to now, whatever they were found to be before.
   *
   * @throws CredentialRefusedError where a credential does not hold.
   * @throws CrossSiteRequestError as `callerOf`.
   */
  async identifyAgain(request: AskingRequest): Promise<Caller | undefined> {
    for (const authenticator of this.#authenticators) {
      const caller = await authenticator.identify(request);
      if (caller === undefined) continue;
      const byCookie = caller.kind === 'person' && caller.by === 'session';
      if (byCookie && !harmlessMethods.has(request.method ?? 'GET') && !isOwnSite(request.headers)) {
        throw new CrossSiteRequestError();
      }
      return caller;
    }
    return undefined;
  }
}

/** The path that was asked for, as it was spelt, without the query. */
export function pathOf(request: AskingRequest): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Knows scripts and services by their `Authorization: Bearer` token. */
export function bearerTokenAuthenticator(parts: {
  readonly key: Uint8Array;
  readonly clock: { now(): Date };
}): Authenticator {
  return {
    async identify(request) {
      const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) return undefined;
      const holder = await verifyToken({ key: parts.key, token, now: parts.clock.now() });
      if ('system' in holder) return { kind: 'system', system: holder.system };
      return { kind: 'person', person: holder.person, by: 'token' };
    },
  };
}

/**
 * Knows gateways by `Authorization: Basic` with their id and secret.
 *
 * @param check whether this gateway exists, may connect, and has this secret.
 */
export function gatewayAuthenticator(
  check: (gatewayId: string, secret: string) => Promise<GatewayId | undefined>,
): Authenticator {
  return {
    async identify(request) {
      const encoded = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (encoded === undefined) return undefined;
      const [name, secret] = splitOnce(Buffer.from(encoded, 'base64').toString('utf8'), ':');
      const gatewayId = secret === undefined ? undefined : await check(name, secret);
      if (gatewayId === undefined) throw new CredentialRefusedError('no gateway has this id and secret');
      return { kind: 'gateway', gatewayId };
    },
  };
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
