/** Real: HTTP and the provider. Another address of this machine's own network stands for another person's computer. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findFreePort } from '../postgres/free-port.ts';
import { EmbeddedOpenIdProvider } from './embedded-openid-provider.ts';

interface Answer {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly text: string;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** As much of a browser as signing in takes, on a computer with an address of its own. */
class Browser {
  readonly #cookies = new Map<string, string>();
  #page = '';

  constructor(
    private readonly url: URL,
    private readonly localAddress: string,
  ) {}

  /** Goes to the sign-in page and leaves it open. */
  async begin(clientId: string): Promise<void> {
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope: 'openid profile',
      redirect_uri: new URL('/auth/callback', this.url).href,
      code_challenge: createHash('sha256').update('a verifier').digest('base64url'),
      code_challenge_method: 'S256',
      state: 'a state',
    });
    const { location } = await this.#ask(`/oidc/auth?${query.toString()}`);
    this.#page = new URL(location ?? '', this.url).pathname;
  }

  submit(username: string, password: string): Promise<Answer> {
    return this.#ask(this.#page, new URLSearchParams({ username, password }));
  }

  #ask(path: string, form?: URLSearchParams): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { cookie, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) };
    const method = form === undefined ? 'GET' : 'POST';
    const asking = request({
      host: '127.0.0.1',
      port: this.url.port,
      localAddress: this.localAddress,
      path,
      method,
      headers,
    });
    asking.once('error', reject).once('response', (response) => {
      for (const header of response.headers['set-cookie'] ?? []) this.#keep(header);
      const { statusCode: status, headers: answered } = response;
      text(response).then((body) => resolve({ status, location: answered.location, text: body }), reject);
    });
    asking.end(form?.toString());
    return promise;
  }

  #keep(header: string): void {
    const [name = '', value = ''] = (header.split(';', 1)[0] ?? '').split(/=(.*)/su);
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

describe('A person who signs in while others attack the sign-in', () => {
  let home: string;
  let url: URL;
  let provider: EmbeddedOpenIdProvider;
  let server: Server;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeward-openid-'));
    url = new URL(`http://127.0.0.1:${String(await findFreePort(21_500))}`);
    provider = await EmbeddedOpenIdProvider.open({ home, publicUrl: url, logger: quiet });
    server = createServer(provider.handler).listen(Number(url.port));
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await rm(home, { recursive: true });
  });

  const passwordOf = (username: string) =>
    provider.newPasswords.find((person) => person.username === username)?.password ?? '';
  const browserAt = async (address: string) => {
    const browser = new Browser(url, address);
    await browser.begin(provider.clientId);
    return browser;
  };
  const guessAt = async (address: string, username: string) => {
    const guesser = await browserAt(address);
    const statuses: (number | undefined)[] = [];
    for (let nth = 0; nth < 4; nth += 1) statuses.push((await guesser.submit(username, 'a guess')).status);
    return statuses;
  };

  it('gets in by the right password at once, though another computer guesses at it', async () => {
    const nurse = await browserAt('127.0.0.1');
    expect(await guessAt('127.0.0.2', 'nurse')).toEqual([401, 401, 401, 429]);
    expect(await nurse.submit('nurse', passwordOf('nurse'))).toMatchObject({ status: 303 });
  });

  it('gets in from the same address as the guesser, in a browser that they have signed in with before', async () => {
    const nurse = await browserAt('127.0.0.1');
    await nurse.submit('nurse', passwordOf('nurse'));
    await nurse.begin(provider.clientId);
    expect(await guessAt('127.0.0.1', 'nurse')).toEqual([401, 401, 401, 429]);
    expect(await nurse.submit('nurse', passwordOf('nurse'))).toMatchObject({ status: 303 });
    const stranger = await browserAt('127.0.0.1');
    expect(await stranger.submit('nurse', passwordOf('nurse'))).toMatchObject({ status: 429 });
  });

  it('finishes what they began, however many sign-ins another computer begins', async () => {
    const nurse = await browserAt('127.0.0.1');
    const first = await browserAt('127.0.0.2');
    for (let nth = 0; nth < 250; nth += 1) await new Browser(url, '127.0.0.2').begin(provider.clientId);
    expect(await first.submit('nurse', passwordOf('nurse'))).toMatchObject({ status: 400 });
    expect(await nurse.submit('nurse', passwordOf('nurse'))).toMatchObject({ status: 303 });
  });

  it('has a new password from the moment at which it was made, without a restart', async () => {
    const [renewed] = await EmbeddedOpenIdProvider.renewPasswords(home, 'nurse');
    const nurse = await browserAt('127.0.0.1');
    expect(await nurse.submit('nurse', passwordOf('nurse'))).toMatchObject({ status: 401 });
    expect(await nurse.submit('nurse', renewed?.password ?? '')).toMatchObject({ status: 303 });
  });
});
