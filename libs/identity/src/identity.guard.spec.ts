import { Catch, Controller, Get, Post, Req, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { GatewayId, HomewardError, type Person, type Role } from '#libs/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Authenticator,
  bearerTokenAuthenticator,
  CurrentGateway,
  CurrentPerson,
  ForGateways,
  ForScope,
  gatewayAuthenticator,
  Identification,
  IdentityGuard,
  identityStatusOfCode,
  mintToken,
  newTokenKey,
  Open,
  parseTokenKey,
  Permit,
  requireSignIn,
  SignedIn,
  stillPermitted,
} from './index.ts';

@Controller()
class WardDoors {
  @Get('health') @Open() health(): string {
    return 'well';
  }
  @Get('wards') @Permit('view-wards') wards(@CurrentPerson() person: Person): Person {
    return person;
  }
  @Post('wards') @Permit('manage-wards') open(): string {
    return 'opened';
  }
  @Get('ward-stream') @Permit('view-patients') async stream(
    @Req() request: FastifyRequest,
  ): Promise<readonly boolean[]> {
    const ask = (): Promise<boolean> => stillPermitted(request, ['view-patients']);
    const answers = [await ask()];
    for (const role of ['prescriber', 'operations', undefined] as const) {
      roleOfSession = role;
      answers.push(await ask());
    }
    roleOfSession = 'nurse';
    return answers;
  }
  @Get('figures') @ForScope('capacity:read') figures(): string {
    return 'figures';
  }
  @Get('me') @SignedIn() me(@CurrentPerson() person: Person): Person {
    return person;
  }
  @Post('api/v1/ingest/observations') @ForGateways() ingest(@CurrentGateway() gatewayId: GatewayId): string {
    return gatewayId;
  }
  @Get('forgotten') forgotten(): string {
    return 'secret';
  }
}

@Catch()
class StatusFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const code = error instanceof HomewardError ? error.code : 'not-found';
    const statuses: Readonly<Record<string, number>> = { ...identityStatusOfCode, 'not-found': 404 };
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .code(statuses[code] ?? 500)
      .send({ code });
  }
}

const now = new Date('2026-11-22T08:00:00Z');
const key = parseTokenKey(newTokenKey());

/** Undefined: the session has ended. */
let roleOfSession: Role | undefined = 'nurse';

const sessionCookie: Authenticator = {
  identify: ({ headers }) =>
    Promise.resolve(
      headers.cookie === 'session=nurse' && roleOfSession !== undefined
        ? { kind: 'person', person: { id: 'n1', name: 'Nurse', role: roleOfSession }, by: 'session', expiresAt: now }
        : undefined,
    ),
};

const hub = gatewayAuthenticator((id, secret) => Promise.resolve(secret === 'right' ? GatewayId.parse(id) : undefined));

async function startDoors(): Promise<NestFastifyApplication> {
  const built = await Test.createTestingModule({ controllers: [WardDoors] }).compile();
  const app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  const identification = new Identification({
    authenticators: [bearerTokenAuthenticator({ key, clock: { now: () => now } }), hub, sessionCookie],
    openPaths: ['/health'],
  });
  app.getHttpAdapter().getInstance().addHook('onRequest', requireSignIn(identification));
  app.useGlobalGuards(new IdentityGuard(identification));
  app.useGlobalFilters(new StatusFilter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe('The doors of the service', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await startDoors();
  });
  afterAll(() => app.close());

  const as = async (role: Role): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await mintToken({ key, role, name: role, now })}`,
  });
  const basic = (user: string, password: string): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  it('answer anybody about health', async () => {
    const answer = await app.inject({ url: '/health' });
    expect([answer.statusCode, answer.body]).toEqual([200, 'well']);
  });

  it.each([
    '/wards',
    '/me',
    '/forgotten',
    '/no-such-path',
    '/api/openapi.json',
    '/health/',
    '/health/../wards',
    '//health',
  ])('answer nobody at %s without a credential, and say which would do', async (url) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toEqual({ code: 'not-signed-in' });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="homeward"');
  });

  it('let a role in where it has the permission, and name what it lacks elsewhere', async () => {
    const seen = await app.inject({ url: '/wards', headers: await as('nurse') });
    expect(seen.json()).toMatchObject({ name: 'nurse', role: 'nurse' });
    const refused = await app.inject({ method: 'POST', url: '/wards', headers: await as('nurse') });
    expect([refused.statusCode, refused.json()]).toEqual([403, { code: 'not-permitted' }]);
    const done = await app.inject({ method: 'POST', url: '/wards', headers: await as('operations') });
    expect(done.statusCode).toBe(201);
  });

  it('ask anew, for an answer that goes on for long, whether its reader may still have it', async () => {
    const answer = await app.inject({ url: '/ward-stream', headers: { cookie: 'session=nurse' } });
    expect(answer.json()).toEqual([true, true, false, false]);
  });

  it('stay shut where no rule opens them, even to an administrator', async () => {
    const answer = await app.inject({ url: '/forgotten', headers: await as('administrator') });
    expect(answer.statusCode).toBe(403);
  });

  it('let a gateway in by its own door only', async () => {
    const url = '/api/v1/ingest/observations';
    const taken = await app.inject({ method: 'POST', url, headers: basic('hub-1', 'right') });
    expect([taken.statusCode, taken.body]).toEqual([201, 'hub-1']);
    expect((await app.inject({ url: '/wards', headers: basic('hub-1', 'right') })).statusCode).toBe(403);
    expect((await app.inject({ method: 'POST', url, headers: await as('nurse') })).statusCode).toBe(403);
    const wrong = await app.inject({ method: 'POST', url, headers: basic('hub-1', 'wrong') });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers['www-authenticate']).toBe('Bearer realm="homeward", Basic realm="homeward gateways"');
  });

  it('let a system in where its token has the scope, and nowhere else', async () => {
    const token = await mintToken({ key, scopes: ['capacity:read'], name: 'care coordination', now });
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ url: '/figures', headers })).body).toBe('figures');
    for (const url of ['/wards', '/me', '/forgotten', '/ward-stream']) {
      expect((await app.inject({ url, headers })).statusCode).toBe(403);
    }
    const ingest = { method: 'POST', url: '/api/v1/ingest/observations' } as const;
    expect((await app.inject({ ...ingest, headers })).statusCode).toBe(403);
    expect((await app.inject({ url: '/figures', headers: await as('administrator') })).statusCode).toBe(403);
    expect((await app.inject({ url: '/figures', headers: basic('hub-1', 'right') })).statusCode).toBe(403);
  });

  it('send a browser to sign in, and remember where it wanted to go', async () => {
    const answer = await app.inject({ url: '/patients/7?tab=chart', headers: { accept: 'text/html,*/*' } });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe('/auth/login?returnTo=%2Fpatients%2F7%3Ftab%3Dchart');
  });

  it("take a change by cookie from the console's own pages only", async () => {
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/wards', headers: { cookie: 'session=nurse', ...headers } });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).json()).toEqual({ code: 'cross-site-request' });
    expect((await post({})).json()).toEqual({ code: 'cross-site-request' });
    expect((await post({ 'sec-fetch-site': 'same-origin' })).json()).toEqual({ code: 'not-permitted' });
    expect((await app.inject({ url: '/wards', headers: { cookie: 'session=nurse' } })).statusCode).toBe(200);
  });
});
