import { HomewardError, type Role } from '#libs/contracts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import type * as OidcProvider from 'oidc-provider';
import { ExpiringRecords } from './expiring-records.ts';
import { isPassword } from './password-hash.ts';
import {
  openCredentials,
  type KnownPerson,
  type NewPassword,
  type OpenedCredentials,
  type ProviderCredentials,
  readCredentials,
  renewPasswords,
} from './provider-credentials.ts';
import { mountedAt, providerConfiguration, roleClaim, signInPath } from './provider-configuration.ts';
import { readSignInForm } from './sign-in-form.ts';
import { SignInLimits, type SignInSource, type SignInOutcome } from './sign-in-limits.ts';
import { addressOf, KnownBrowsers } from './source-of-request.ts';
import { brokenSignInPage, contentSecurityPolicy, signInPage } from './sign-in-page.ts';

/** As much of a logger as is needed here; pino's fits. */
export interface OpenIdProviderLogger {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export interface EmbeddedOpenIdProviderOptions {
  /** `HOMEWARD_HOME`: `openid-provider.json` in it keeps people, hashes of passwords, and keys, readable by their owner alone. */
  readonly home: string;
  /** Where browsers find the console, and this provider under `/oidc`. */
  readonly publicUrl: URL;
  readonly logger: OpenIdProviderLogger;
  /** Whether real patients may be here: then it serves only where `allowInProduction` says so. */
  readonly production?: boolean;
  readonly allowInProduction?: boolean;
  /** A person, or who pretends to be one, has tried a password. */
  readonly onAttempt?: (outcome: SignInOutcome['kind']) => void;
}

/** Real patients deserve a real identity provider, unless the administrator has decided otherwise. */
export class EmbeddedOpenIdProviderRefusedError extends HomewardError {
  readonly code = 'embedded-openid-provider-refused';
  readonly transient = false;
  constructor() {
    super(
      'The embedded OpenID provider is for trying Homeward out, and NODE_ENV is production. Set OIDC_ISSUER, or OIDC_EMBEDDED_IN_PRODUCTION=yes.',
    );
  }
}

const knownForSeconds = 90 * 24 * 60 * 60;

const fileIn = (home: string): string => join(home, 'openid-provider.json');
const seconds = (): number => performance.now() / 1000;

/**
 * An OpenID provider that needs no installation: one person for each role, on the console's own address under `/oidc`.
 * Made for trying Homeward out and for the demo; a hospital has its own (`OIDC_ISSUER`).
 */
export class EmbeddedOpenIdProvider {
  readonly clientId = 'homeward-console';
  readonly issuer: string;
  readonly roleClaim = roleClaim;
  readonly #provider: OidcProvider.Provider;
  readonly #callback: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly #limits = new SignInLimits({
    stopwatch: seconds,
    pause: (length) => afterMilliseconds(length * 1000, undefined, { ref: false }),
  });
  readonly #credentials: ProviderCredentials;
  readonly #knownBrowsers: KnownBrowsers;
  /** Where the request comes from that is being answered. */
  readonly #origin = new AsyncLocalStorage<string>();
  /** Those that were made by this start, and are kept nowhere else. */
  readonly newPasswords: readonly NewPassword[];

  private constructor(
    private readonly oidc: typeof OidcProvider,
    private readonly options: EmbeddedOpenIdProviderOptions,
    { credentials, newPasswords }: OpenedCredentials,
  ) {
    this.#credentials = credentials;
    this.newPasswords = newPasswords;
    this.#knownBrowsers = new KnownBrowsers(credentials.cookieKeys.join());
    this.issuer = new URL(mountedAt, options.publicUrl).href;
    const records = new ExpiringRecords(seconds, () => this.#origin.getStore() ?? '');
    const { clientId } = this;
    const { publicUrl } = options;
    const configuration = providerConfiguration({ oidc, credentials, records, clientId, publicUrl });
    this.#provider = new oidc.Provider(this.issuer, configuration);
    // The handler below says where we are to be found; see `#asSeenFromOutside`.
    this.#provider.proxy = true;
    this.#provider.on('server_error', (_context, error) => {
      options.logger.error({ event: 'openid-provider-failed', err: error }, 'The embedded OpenID provider failed');
    });
    this.#callback = this.#provider.callback();
  }

  /**
   * Opens the provider with yesterday's people and keys, or makes them.
   *
   * @throws EmbeddedOpenIdProviderRefusedError in production, unless it is allowed there.
   */
  static async open(options: EmbeddedOpenIdProviderOptions): Promise<EmbeddedOpenIdProvider> {
    if (options.production === true && options.allowInProduction !== true)
      throw new EmbeddedOpenIdProviderRefusedError();
    const credentials = await openCredentials(fileIn(options.home));
    // A service that needs none is eleven megabytes smaller without it.
    return new EmbeddedOpenIdProvider(await import('oidc-provider'), options, credentials);
  }

  /** Gives those of the role, or all, new passwords; one that runs on this home takes them from the next sign-in on. */
  static renewPasswords(home: string, role?: Role): Promise<readonly NewPassword[]> {
    return renewPasswords(fileIn(home), role);
  }

  get clientSecret(): string {
    return this.#credentials.clientSecret;
  }

  /** All who can sign in. */
  get people(): readonly KnownPerson[] {
    return this.#credentials.people;
  }

  /** Whether the request is for this provider rather than for the service it stands in front of. */
  owns(request: IncomingMessage): boolean {
    const url = request.url ?? '';
    return url.startsWith(`${mountedAt}/`) || url === mountedAt || url.startsWith(`${mountedAt}?`);
  }

  /** Answers what it `owns`. */
  readonly handler = (request: IncomingMessage, response: ServerResponse): void => {
    this.#origin
      .run(this.#originOf(request), () => this.#answer(request, response))
      .catch((error: unknown) => {
        this.options.logger.error({ event: 'sign-in-page-failed', err: error }, 'The sign-in page failed');
        if (!response.headersSent) this.#broken(response, 500, 'Something went wrong on our side.');
        else response.destroy();
      });
  };

  /** A browser that a person has signed in with counts by itself, however many share its address. */
  #originOf(request: IncomingMessage): string {
    const usernames = this.people.map(({ username }) => username);
    return this.#knownBrowsers.identifyAny(request.headers.cookie, usernames) ?? addressOf(request);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#asSeenFromOutside(request);
    this.#asNewToUs(request);
    if ((request.url ?? '').startsWith(signInPath)) {
      await this.#signIn(request, response);
      return;
    }
    // As connect does for what it mounts: the provider's router knows nothing of the folder it is in.
    const mounted: IncomingMessage & { originalUrl?: string } = request;
    mounted.originalUrl = request.url ?? mountedAt;
    mounted.url = mounted.originalUrl.slice(mountedAt.length) || '/';
    await this.#callback(mounted, response);
  }

  /** Every address the provider gives is one a browser can reach, however the request came to us. */
  #asSeenFromOutside(request: IncomingMessage): void {
    const { host, protocol } = this.options.publicUrl;
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  }

  /**
   * No person stays signed in here, as each is asked for a password every time. A session from before would only make the
   * provider sign out the last person when another one signs in on a shared computer, by a way that it does not offer here.
   */
  #asNewToUs(request: IncomingMessage): void {
    const name = this.#provider.cookieName('session');
    const kept = (request.headers.cookie ?? '')
      .split(/;\s*/)
      .filter((cookie) => !cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}.`));
    request.headers.cookie = kept.join('; ');
  }

  async #signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { errors } = this.oidc;
    const action = (request.url ?? '').split('?', 1)[0] ?? '';
    try {
      const { uid } = await this.#provider.interactionDetails(request, response);
      if (action !== `${signInPath}${uid}`) throw new errors.SessionNotFound('another sign-in has begun since');
      if (request.method === 'POST') await this.#checkPassword(request, response, action);
      else sendPage(response, 200, (nonce) => signInPage({ action, nonce }));
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      this.#broken(response, 400, 'This sign-in has taken too long, or another one has begun since.');
    }
  }

  async #checkPassword(request: IncomingMessage, response: ServerResponse, action: string): Promise<void> {
    const form = await readSignInForm(request);
    if (form === undefined) {
      this.#broken(response, 413, 'The form was larger than any user name and password.');
      return;
    }
    const { username } = form;
    const again = (status: number, problem: string): void =>
      sendPage(response, status, (nonce) => signInPage({ action, nonce, username, problem }));
    const person = await this.#personNow(username);
    const outcome = await this.#limits.attempt(this.#sourceOf(request, username), () =>
      isPassword(form.password, person?.passwordHash),
    );
    this.options.onAttempt?.(outcome.kind);
    const wait = outcome.kind === 'right' ? 0 : outcome.waitSeconds;
    if (outcome.kind === 'too-soon') {
      response.setHeader('Retry-After', String(wait));
      again(429, `Too many attempts with this user name. Wait ${String(wait)} seconds, then try again.`);
      return;
    }
    if (outcome.kind === 'wrong' || person === undefined) {
      this.options.logger.warn({ event: 'sign-in-refused', wait }, 'Wrong password');
      again(401, 'The user name or the password is not right.');
      return;
    }
    this.#rememberBrowser(response, username);
    const login = { accountId: person.id, remember: false };
    await this.#provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }

  /** As kept at this moment: passwords are renewed by another process. */
  async #personNow(username: string): Promise<KnownPerson | undefined> {
    const { people } = await readCredentials(fileIn(this.options.home));
    return people.find((known) => known.username === username);
  }

  #sourceOf(request: IncomingMessage, username: string): SignInSource {
    const knownBrowser = this.#knownBrowsers.identify(request.headers.cookie, username);
    return { username, address: addressOf(request), knownBrowser };
  }

  #rememberBrowser(response: ServerResponse, username: string): void {
    const [name, value] = this.#knownBrowsers.cookieFor(username);
    const attributes = `Path=${mountedAt}; Max-Age=${String(knownForSeconds)}; HttpOnly; SameSite=Lax`;
    const secure = this.options.publicUrl.protocol === 'https:' ? '; Secure' : '';
    response.appendHeader('Set-Cookie', `${name}=${value}; ${attributes}${secure}`);
  }

  #broken(response: ServerResponse, status: number, explanation: string): void {
    const startUrl = this.options.publicUrl.href;
    sendPage(response, status, (nonce) => brokenSignInPage({ nonce, explanation, startUrl }));
  }
}

function sendPage(response: ServerResponse, status: number, page: (nonce: string) => string): void {
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(page(nonce));
}
