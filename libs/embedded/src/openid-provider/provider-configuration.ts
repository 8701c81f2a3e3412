import { randomBytes } from 'node:crypto';
import type * as OidcProvider from 'oidc-provider';
import type { Configuration, interactionPolicy, KoaContextWithOIDC } from 'oidc-provider';
import type { ExpiringRecords } from './expiring-records.ts';
import type { ProviderCredentials } from './provider-credentials.ts';
import { brokenSignInPage, contentSecurityPolicy } from './sign-in-page.ts';

export const mountedAt = '/oidc';
export const signInPath = `${mountedAt}/sign-in/`;
export const roleClaim = 'homeward_role';

export interface ProviderParts {
  readonly oidc: Pick<typeof OidcProvider, 'interactionPolicy'>;
  readonly credentials: ProviderCredentials;
  readonly records: ExpiringRecords;
  readonly clientId: string;
  readonly publicUrl: URL;
}

const minute = 60;
const hour = 60 * minute;

/** The narrowest provider that signs people in to one console: the code flow with PKCE, one client, no consent to ask. */
export function providerConfiguration(parts: ProviderParts): Configuration {
  const { credentials, publicUrl } = parts;
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', path: mountedAt, overwrite: true } as const;
  return {
    adapter: (kind: string) => parts.records.adapterFor(kind),
    clients: [
      {
        client_id: parts.clientId,
        client_secret: credentials.clientSecret,
        redirect_uris: [new URL('/auth/callback', publicUrl).href],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: credentials.signingKeys },
    cookies: { keys: credentials.cookieKeys, long: cookie, short: cookie },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', roleClaim] },
    scopes: ['openid', 'profile'],
    // The role belongs in the id token: the console needs nothing else of the provider afterwards.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: { enabled: false },
    },
    interactions: { policy: alwaysAsk(parts.oidc), url: (_context, interaction) => `${signInPath}${interaction.uid}` },
    findAccount: (_context, id) => accountOf(credentials, id),
    loadExistingGrant: grantToOurOwnConsole,
    renderError: (context, out) => {
      const nonce = randomBytes(16).toString('base64');
      context.set('Content-Security-Policy', contentSecurityPolicy(nonce));
      context.type = 'html';
      const explanation = `The sign-in service answered: ${out.error_description ?? out.error}.`;
      context.body = brokenSignInPage({ nonce, explanation, startUrl: publicUrl.href });
    },
    ttl: {
      AccessToken: 10 * minute,
      AuthorizationCode: minute,
      IdToken: hour,
      Interaction: 10 * minute,
      Session: hour,
      Grant: hour,
    },
  };
}

/**
 * A password is asked for every time: a person who signs out of the console on a shared computer has signed
 * out, and the next person does not become them.
 */
function alwaysAsk(oidc: ProviderParts['oidc']): interactionPolicy.DefaultPolicy {
  const policy = oidc.interactionPolicy.base();
  const { Check } = oidc.interactionPolicy;
  policy
    .get('login')
    ?.checks.add(
      new Check('each_time', 'Every person signs in each time', 'login_required', ({ oidc }) =>
        oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return policy;
}

function accountOf(credentials: ProviderCredentials, id: string) {
  const person = credentials.people.find((known) => known.id === id);
  if (person === undefined) return undefined;
  const claims = { sub: id, name: person.name, preferred_username: person.username, [roleClaim]: person.role };
  return { accountId: id, claims: () => claims };
}

/** The console is ours: no person needs to be asked whether it may know their name. */
async function grantToOurOwnConsole(context: KoaContextWithOIDC) {
  const { client, provider, session } = context.oidc;
  const accountId = session?.accountId;
  if (client === undefined || accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
}
