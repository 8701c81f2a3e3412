import type { Person } from '#libs/contracts';
import * as openid from 'openid-client';
import { roleFrom } from './role-claim.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';
import { OpenIdProviderUnreachableError, SignInRefusedError } from './sign-in-errors.ts';

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly roleClaim: string;
  readonly scope: string;
  /**
   * Where this process reaches the issuer, if not at the address that browsers use: the embedded provider is in this
   * very process, which need not be able to reach itself by its public name.
   */
  readonly backChannel?: URL;
}

export interface SignedIn {
  readonly person: Person;
  /** To be shown again when signing out. */
  readonly idToken: string | undefined;
}

const requestSeconds = 10;

/** Our side of OpenID Connect: the authorization code flow with PKCE, state and nonce. */
export class OpenIdClient {
  readonly #redirectUri: string;
  #discovered: Promise<openid.Configuration> | undefined;

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly publicUrl: URL,
  ) {
    this.#redirectUri = new URL('/auth/callback', publicUrl).href;
  }

  /**
   * What to remember, and where to send the browser.
   *
   * @throws OpenIdProviderUnreachableError
   */
  async begin(returnTo: string): Promise<{ readonly attempt: SignInAttempt; readonly goTo: URL }> {
    const attempt: SignInAttempt = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
      returnTo,
    };
    const goTo = openid.buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: this.#redirectUri,
      scope: this.settings.scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { attempt, goTo };
  }

  /**
   * Who came back from the provider.
   *
   * @param query of the callback, as it came.
   * @throws SignInRefusedError where the provider, its answer or the role claim does not let them in.
   * @throws OpenIdProviderUnreachableError
   */
  async finish(query: string, attempt: SignInAttempt): Promise<SignedIn> {
    const configuration = await this.#configuration();
    const callback = new URL(this.#redirectUri);
    callback.search = query;
    const tokens = await this.#exchange(configuration, callback, attempt);
    const claims = tokens.claims();
    if (claims === undefined) throw new SignInRefusedError('the provider sent no identity');
    const about = await this.#claimsWithRole(configuration, tokens.access_token, claims);
    const role = roleFrom(about[this.settings.roleClaim], this.settings.roleClaim);
    if (!role.found) throw new SignInRefusedError(role.because);
    const name = [about['name'], about['preferred_username'], claims.sub].find(
      (text) => typeof text === 'string' && text,
    );
    return { person: { id: claims.sub, name: String(name), role: role.role }, idToken: tokens.id_token };
  }

  /** Where to end the provider's own session as well; undefined where the provider offers no such thing. */
  async endOfSession(idToken: string | undefined): Promise<URL | undefined> {
    const configuration = await this.#configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return openid.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: new URL('/auth/signed-out', this.publicUrl).href,
      ...(idToken === undefined ? {} : { id_token_hint: idToken }),
    });
  }

  async #exchange(configuration: openid.Configuration, callback: URL, attempt: SignInAttempt) {
    try {
      return await openid.authorizationCodeGrant(configuration, callback, {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
    } catch (error) {
      if (error instanceof openid.AuthorizationResponseError) {
        throw new SignInRefusedError(error.error_description ?? error.error, error);
      }
      if (!isAnswer(error)) throw new OpenIdProviderUnreachableError(this.settings.issuer, error);
      throw new SignInRefusedError("the provider's answer does not hold", error);
    }
  }

  /** Some providers put a custom claim into the user info only. */
  async #claimsWithRole(
    configuration: openid.Configuration,
    accessToken: string,
    claims: openid.IDToken,
  ): Promise<Readonly<Record<string, unknown>>> {
    const isComplete = claims[this.settings.roleClaim] !== undefined;
    if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    try {
      return { ...(await openid.fetchUserInfo(configuration, accessToken, claims.sub)), ...claims };
    } catch (error) {
      throw new OpenIdProviderUnreachableError(this.settings.issuer, error);
    }
  }

  /** Asked for when first needed, and again after a failure: the provider may start later than we do. */
  async #configuration(): Promise<openid.Configuration> {
    this.#discovered ??= this.#discover();
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = undefined;
      throw new OpenIdProviderUnreachableError(this.settings.issuer, error);
    }
  }

  #discover(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const insecure = new URL(issuer).protocol === 'http:';
    return openid.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret),
      {
        timeout: requestSeconds,
        // The library's own type for the options of fetch has every member that it sets, and says less of each.
        [openid.customFetch]: (url, options) => fetch(this.#fromHere(url), options as RequestInit),
        // Marked as deprecated to be conspicuous. The embedded provider is on this machine, often without TLS; with
        // OIDC_ISSUER, an http address is a decision of the site.
        // eslint-disable-next-line @typescript-eslint/no-deprecated
        execute: insecure ? [openid.allowInsecureRequests] : [],
      },
    );
  }

  /** The address at which this process reaches what browsers know as `url`. */
  #fromHere(url: string): string {
    const { backChannel, issuer } = this.settings;
    const asked = new URL(url);
    if (backChannel === undefined || asked.origin !== new URL(issuer).origin) return url;
    return new URL(`${asked.pathname}${asked.search}`, backChannel).href;
  }
}

/** What openid-client says of a provider that gives no answer, or a gateway's instead of its own. */
const noAnswerCodes: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);

/** Whether the provider itself has answered, be it with a refusal; anything without a code comes from the network. */
function isAnswer(error: unknown): boolean {
  if (error instanceof openid.ResponseBodyError) return true;
  return error instanceof openid.ClientError && error.code !== undefined && !noAnswerCodes.has(error.code);
}
