/** Against a provider that is not ours, played over real HTTP: tokens and keys are real, its mistakes are chosen. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { OpenIdClient } from './open-id.client.ts';

interface Provider {
  readonly issuer: string;
  /** What the next identity token and the user info say. */
  idToken: Record<string, unknown>;
  userInfo: Record<string, unknown>;
  answer: 'tokens' | 'invalid-grant' | 'nothing';
  nonce: string;
  readonly asked: string[];
  readonly server: Server;
}

async function startProvider(): Promise<Provider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}/realms/trust`;
  const provider: Provider = { issuer, idToken: {}, userInfo: {}, answer: 'tokens', nonce: '', asked: [], server };
  const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
    const path = (request.url ?? '').replace('/realms/trust', '');
    provider.asked.push(path);
    if (path === '/.well-known/openid-configuration') {
      const endpoints = ['authorization', 'token', 'userinfo', 'end_session'].map((name) => [
        `${name}_endpoint`,
        `${issuer}/${name}`,
      ]);
      return [
        200,
        {
          issuer,
          jwks_uri: `${issuer}/jwks`,
          ...Object.fromEntries(endpoints),
          id_token_signing_alg_values_supported: ['RS256'],
        },
      ];
    }
    if (path === '/jwks')
      return [200, { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: '1' }] }];
    if (path === '/userinfo') return [200, { sub: 'u-1', ...provider.userInfo }];
    if (path !== '/token' || provider.answer === 'nothing') throw new Error('cut off');
    if (provider.answer === 'invalid-grant') return [400, { error: 'invalid_grant' }];
    const idToken = await new SignJWT({ nonce: provider.nonce, ...provider.idToken })
      .setProtectedHeader({ alg: 'RS256', kid: '1' })
      .setIssuer(issuer)
      .setAudience('homeward')
      .setSubject('u-1')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
    return [200, { access_token: 'at', token_type: 'Bearer', id_token: idToken, expires_in: 300 }];
  };
  return provider;
}

describe('Signing in with a provider of somebody else', () => {
  let provider: Provider;
  let client: OpenIdClient;

  beforeAll(async () => {
    provider = await startProvider();
    const settings = {
      issuer: provider.issuer,
      clientId: 'homeward',
      clientSecret: 's',
      roleClaim: 'groups',
      scope: 'openid',
    };
    client = new OpenIdClient(settings, new URL('https://ward.test'));
  });
  beforeEach(() => {
    Object.assign(provider, { idToken: { name: 'Jo', groups: ['nurse'] }, userInfo: {}, answer: 'tokens' });
    provider.asked.length = 0;
  });
  afterAll(() => {
    provider.server.close();
    provider.server.closeAllConnections();
  });

  const signIn = async () => {
    const { attempt } = await client.begin('/');
    provider.nonce = attempt.nonce;
    return client.finish(`code=c&state=${attempt.state}`, attempt);
  };

  it('takes name and role from the identity token, and asks no further', async () => {
    expect((await signIn()).person).toEqual({ id: 'u-1', name: 'Jo', role: 'nurse' });
    expect(provider.asked).not.toContain('/userinfo');
  });

  it('looks for the role in the user info where the token does not have it', async () => {
    provider.idToken = {};
    provider.userInfo = { preferred_username: 'jo', groups: 'prescriber' };
    expect((await signIn()).person).toEqual({ id: 'u-1', name: 'jo', role: 'prescriber' });
  });

  it.each([
    ['no role at all', {}, 'the claim "groups" is missing'],
    ['a role that is not ours', { groups: ['consultant'] }, 'names no role of Homeward'],
    ['two roles at once', { groups: ['nurse', 'operations'] }, 'more than one role'],
  ])('lets nobody in with %s, and says why', async (_claim, claims, because) => {
    provider.idToken = claims;
    await expect(signIn()).rejects.toMatchObject({ code: 'sign-in-refused' });
    await expect(signIn()).rejects.toThrow(because);
  });

  it('refuses an identity token that was made for another attempt', async () => {
    const { attempt } = await client.begin('/');
    provider.nonce = 'of-another-attempt';
    await expect(client.finish(`code=c&state=${attempt.state}`, attempt)).rejects.toMatchObject({
      code: 'sign-in-refused',
    });
  });

  it('refuses an answer to another state, and what the provider itself refuses', async () => {
    const { attempt } = await client.begin('/');
    await expect(client.finish('code=c&state=another', attempt)).rejects.toMatchObject({ code: 'sign-in-refused' });
    const denied = `error=access_denied&error_description=not+today&state=${attempt.state}`;
    await expect(client.finish(denied, attempt)).rejects.toThrow('not today');
    provider.answer = 'invalid-grant';
    await expect(signIn()).rejects.toMatchObject({ code: 'sign-in-refused' });
  });

  it('says that the provider cannot be reached when it breaks off', async () => {
    provider.answer = 'nothing';
    await expect(signIn()).rejects.toMatchObject({ code: 'openid-provider-unreachable', transient: true });
  });

  it('ends the session there too, and comes back to our own page', async () => {
    const { idToken } = await signIn();
    const end = await client.endOfSession(idToken);
    expect(end?.href).toContain(`${provider.issuer}/end_session?`);
    expect(end?.searchParams.get('id_token_hint')).toBe(idToken);
    expect(end?.searchParams.get('post_logout_redirect_uri')).toBe('https://ward.test/auth/signed-out');
  });
});
