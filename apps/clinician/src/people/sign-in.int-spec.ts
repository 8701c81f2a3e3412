/** Real: HTTP, the embedded OpenID provider, Postgres. Nothing is faked. */
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Me, type Role } from '#libs/contracts';
import { ManualClock } from '#libs/clock';
import { type Database, openDatabase } from '#libs/database';
import { EmbeddedOpenIdProvider, findFreePort, startTestDatabase, type TestDatabase } from '#libs/embedded';
import { Identification, IdentityGuard, identityStatusOfCode, requireSignIn } from '#libs/identity';
import { ProblemDetailsFilter } from '#libs/problem-details';
import { createLogger } from '#libs/telemetry';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateClinicianTables1795910400000 } from '../migrations/create-clinician-tables.migration.ts';
import { peopleModule, sessionsOf, signInPaths } from './people.module.ts';

const logger = createLogger({ service: 'people-test', level: 'fatal' });

interface Console {
  readonly app: NestFastifyApplication;
  readonly url: URL;
  readonly provider: EmbeddedOpenIdProvider;
}

/** The console's server as apps/homeward composes it, with nothing but people in it. */
async function startConsole(parts: { home: string; database: Database; clock: ManualClock }): Promise<Console> {
  const url = new URL(`http://localhost:${String(await findFreePort())}`);
  const provider = await EmbeddedOpenIdProvider.open({ home: parts.home, publicUrl: url, logger });
  const sessions = sessionsOf({ database: parts.database, clock: parts.clock, sessionHours: 12, publicUrl: url });
  const { issuer, clientId, clientSecret, roleClaim } = provider;
  const openId = { issuer, clientId, clientSecret, roleClaim, scope: 'openid profile' };
  const built = await Test.createTestingModule({
    imports: [peopleModule({ sessions, openId, publicUrl: url, attemptKey: randomBytes(32), logger })],
  }).compile();
  const adapter = new FastifyAdapter({
    serverFactory: (handler: RequestListener) =>
      createServer((request, response) => {
        if (provider.owns(request)) provider.handler(request, response);
        else handler(request, response);
      }),
  });
  const app = built.createNestApplication<NestFastifyApplication>(adapter);
  const identification = new Identification({ authenticators: [sessions], openPaths: signInPaths });
  app.getHttpAdapter().getInstance().addHook('onRequest', requireSignIn(identification));
  app.useGlobalGuards(new IdentityGuard(identification));
  app.useGlobalFilters(new ProblemDetailsFilter({ statusOfCode: identityStatusOfCode, logger }));
  await app.listen(Number(url.port), '0.0.0.0');
  return { app, url, provider };
}

/** As much of a browser as signing in takes: a cookie jar, and following redirects. */
class Browser {
  readonly #jar = new Map<string, string>();
  visited: string[] = [];

  async open(
    url: URL,
    init: RequestInit = {},
  ): Promise<{ status: number; text: string; url: URL; response: Response }> {
    const headers = new Headers({ accept: 'text/html', cookie: this.#cookiesFor(url) });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers,
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(url, cookie);
    this.visited.push(`${String(response.status)} ${url.pathname}`);
    const location = response.headers.get('location');
    if (location !== null) return this.open(new URL(location, url));
    return { status: response.status, text: await response.text(), url, response };
  }

  async submit(page: { text: string; url: URL }, fields: Record<string, string>) {
    const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1] ?? '';
    return this.open(new URL(action, page.url), { method: 'POST', body: new URLSearchParams(fields) });
  }

  cookie(name: string): string | undefined {
    return [...this.#jar].find(([key]) => key.endsWith(` ${name}`))?.[1];
  }

  #keep(url: URL, header: string): void {
    const [pair = '', ...attributes] = header.split(/; */);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const key = `${url.hostname} ${path} ${name}`;
    const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute) || /^expires=.*1970/i.test(attribute));
    if (gone) this.#jar.delete(key);
    else this.#jar.set(key, value);
  }

  #cookiesFor(url: URL): string {
    return [...this.#jar]
      .map(([key, value]) => ({ key: key.split(' '), value }))
      .filter(({ key: [host, path] }) => host === url.hostname && url.pathname.startsWith(path ?? '/'))
      .map(({ key, value }) => `${key[2] ?? ''}=${value}`)
      .join('; ');
  }
}

describe('Signing in', () => {
  let home: string;
  let testDatabase: TestDatabase;
  let database: Database;
  let console: Console;
  const clock = new ManualClock(new Date('2026-11-22T08:00:00Z'));

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeward-people-'));
    testDatabase = await startTestDatabase();
    const migrations = [CreateClinicianTables1795910400000];
    database = await openDatabase({ url: testDatabase.url, schema: 'clinician', migrations });
    console = await startConsole({ home, database, clock });
  }, 60_000);
  afterAll(async () => {
    await console.app.close();
    await database.close();
    await testDatabase.stop();
    await rm(home, { recursive: true });
  });

  const passwordOf = (role: Role) =>
    console.provider.newPasswords.find(({ username }) => username === role)?.password ?? '';
  const at = (path: string): URL => new URL(path, console.url);
  const signIn = async (role: Role, path = '/api/v1/me'): Promise<Browser> => {
    const browser = new Browser();
    const page = await browser.open(at(`/auth/login?returnTo=${encodeURIComponent(path)}`));
    await browser.submit(page, { username: role, password: passwordOf(role) });
    return browser;
  };
  const whoIs = async (browser: Browser) => browser.open(at('/api/v1/me'), { headers: { accept: 'application/json' } });

  it('leads a browser from the page it asked for through the provider and back, knowing who it is', async () => {
    const browser = new Browser();
    const page = await browser.open(at('/nowhere?tab=1'));
    expect([page.status, page.url.pathname.split('/').slice(0, 3).join('/')]).toEqual([200, '/oidc/sign-in']);
    expect(page.text).toContain('<label for="username">User name</label>');
    const end = await browser.submit(page, { username: ' Nurse ', password: passwordOf('nurse') });
    expect([end.url.pathname + end.url.search, end.status]).toEqual(['/nowhere?tab=1', 404]);
    const me = Me.parse(JSON.parse((await whoIs(browser)).text));
    expect(me).toMatchObject({ role: 'nurse', name: 'Neil Barrow' });
    expect(me.permissions).toContain('act-on-alerts');
  });

  it.each(['healthcare-assistant', 'prescriber', 'operations', 'administrator'] as const)(
    'knows the %s',
    async (role) => {
      const me = Me.parse(JSON.parse((await whoIs(await signIn(role))).text));
      expect(me.role).toBe(role);
    },
  );

  it('brings a visitor on another name of this machine to the public one', async () => {
    const browser = new Browser();
    const elsewhere = new URL(`http://127.0.0.1:${console.url.port}/api/v1/me`);
    const page = await browser.open(new URL('/auth/login?returnTo=/api/v1/me', elsewhere));
    expect(page.url.host).toBe(console.url.host);
    const end = await browser.submit(page, { username: 'nurse', password: passwordOf('nurse') });
    expect(end.url.href).toBe(at('/api/v1/me').href);
  });

  it('keeps the session from scripts and other sites, and only its digest in the database', async () => {
    const browser = new Browser();
    const page = await browser.open(at('/auth/login'));
    const headers: string[] = [];
    const original = globalThis.fetch;
    globalThis.fetch = async (...request) => {
      const response = await original(...request);
      headers.push(...response.headers.getSetCookie());
      return response;
    };
    try {
      await browser.submit(page, { username: 'nurse', password: passwordOf('nurse') });
    } finally {
      globalThis.fetch = original;
    }
    const session = headers.find((header) => header.startsWith('homeward_session=') && !header.includes('Max-Age=0'));
    expect(session).toMatch(/HttpOnly; SameSite=Lax$/);
    const { rows } = await database.pool.query<{ id_sha256: string }>('SELECT id_sha256 FROM session');
    expect(rows.map(({ id_sha256 }) => id_sha256)).not.toContain(browser.cookie('homeward_session'));
  });

  it('ends by itself after its hours, which are known from the beginning', async () => {
    const browser = await signIn('nurse');
    const me = Me.parse(JSON.parse((await whoIs(browser)).text));
    expect(me.session?.expiresAt).toBe(new Date(clock.now().getTime() + 12 * 60 * 60 * 1000).toISOString());
    clock.advance(12 * 60 * 60 * 1000);
    expect((await whoIs(browser)).status).toBe(401);
  });

  it('ends at sign-out, which another site cannot ask for; the next person gives a password again', async () => {
    const browser = await signIn('nurse');
    const foreign = await browser.open(at('/auth/logout'), {
      method: 'POST',
      headers: { origin: 'http://elsewhere.test' },
    });
    expect(foreign.status).toBe(403);
    const end = await browser.open(at('/auth/logout'), { method: 'POST', headers: { origin: console.url.origin } });
    expect([end.status, end.url.pathname]).toEqual([200, '/auth/signed-out']);
    expect((await whoIs(browser)).status).toBe(401);
    const again = await browser.open(at('/auth/login'));
    expect(again.text).toContain('Password');
  });

  it('takes a sign-in up only in the browser that began it', async () => {
    const begun = await new Browser().open(at('/auth/login'));
    const other = new Browser();
    const state = 'a-state-that-was-sent-by-somebody-else';
    const end = await other.open(at(`/auth/callback?code=x&state=${state}`));
    expect([end.status, end.text]).toEqual([403, expect.stringContaining('began in another browser')]);
    expect((await other.submit(begun, { username: 'nurse', password: passwordOf('nurse') })).status).toBe(400);
  });

  it('goes nowhere but to this site afterwards', async () => {
    const browser = new Browser();
    const page = await browser.open(at('/auth/login?returnTo=https://elsewhere.test/'));
    const end = await browser.submit(page, { username: 'nurse', password: passwordOf('nurse') });
    expect(end.url.href).toBe(at('/').href);
  });

  it('says that name or password is not right without saying which, and slows guessing down', async () => {
    const browser = new Browser();
    const page = await browser.open(at('/auth/login'));
    const wrong = await browser.submit(page, { username: 'operations', password: '"><script>' });
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('role="alert"');
    expect(wrong.text).not.toContain('<script');
    const unknown = await browser.submit(page, { username: 'nobody', password: 'x' });
    const problemOn = (text: string) => /problem-text">([^<]+)/.exec(text)?.[1];
    expect(problemOn(unknown.text)).toBe(problemOn(wrong.text));
    for (let attempt = 0; attempt < 2; attempt += 1)
      await browser.submit(page, { username: 'operations', password: 'x' });
    const slowed = await browser.submit(page, { username: 'operations', password: passwordOf('operations') });
    expect([slowed.status, slowed.text]).toEqual([429, expect.stringContaining('Wait 2 seconds')]);
  });

  it('works again after a restart, with the same people and the session of before', async () => {
    const browser = await signIn('nurse');
    const people = console.provider.people;
    const { people: later } = await EmbeddedOpenIdProvider.open({ home, publicUrl: console.url, logger });
    expect(later).toEqual(people);
    const restarted = sessionsOf({ database, clock, sessionHours: 12, publicUrl: console.url });
    const cookie = `homeward_session=${browser.cookie('homeward_session') ?? ''}`;
    expect(await restarted.identify({ headers: { cookie } })).toMatchObject({ person: { role: 'nurse' } });
  });
});

describe('Signing in while the provider is away', () => {
  it('says so on a page, and works once it is there', async () => {
    const port = await findFreePort();
    const url = new URL(`http://localhost:${String(port)}`);
    const { OpenIdClient } = await import('./open-id.client.ts');
    const openId = { clientId: 'homeward-console', clientSecret: 'x', roleClaim: 'role', scope: 'openid' };
    const client = new OpenIdClient({ ...openId, issuer: `${url.href}oidc` }, url);
    await expect(client.begin('/')).rejects.toMatchObject({ code: 'openid-provider-unreachable', transient: true });
    const home = await mkdtemp(join(tmpdir(), 'homeward-people-'));
    const provider = await EmbeddedOpenIdProvider.open({ home, publicUrl: url, logger });
    const server = createServer(provider.handler).listen(port);
    try {
      const { goTo } = await client.begin('/');
      expect(goTo.href).toMatch(new RegExp(`^${url.href}oidc/auth\\?`));
      expect(goTo.searchParams.get('code_challenge_method')).toBe('S256');
    } finally {
      server.close();
      server.closeAllConnections();
      await rm(home, { recursive: true });
    }
  });
});
