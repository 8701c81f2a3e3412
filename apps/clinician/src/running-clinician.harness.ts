import type { Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ManualClock, SystemClock } from '#libs/clock';
import {
  eventFromLog,
  type EventOn,
  MessageId,
  type ObservationSetRecorded,
  type PatientId,
  type Role,
  type Scope,
  type StayId,
  type TopicName,
  type WardId,
} from '#libs/contracts';
import { type Database, openDatabase } from '#libs/database';
import { startTestDatabase } from '#libs/embedded';
import { createPostgresLog, encode, type EventLog } from '#libs/event-log';
import {
  bearerTokenAuthenticator,
  Identification,
  IdentityGuard,
  identityStatusOfCode,
  mintToken,
  newTokenKey,
  parseTokenKey,
} from '#libs/identity';
import { anObservationSet, testNhsNumber } from '#libs/fixtures';
import { ProblemDetailsFilter } from '#libs/problem-details';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { createLogger, Readiness } from '#libs/telemetry';
import { Registry } from 'prom-client';
import {
  clinicianEntities,
  clinicianMigrations,
  clinicianModule,
  type ClinicianParts,
  clinicianStatusOfCode,
  clinicianTransports,
} from './clinician.module.ts';
import type { DatabaseDisk } from './parts.module.ts';
import { sessionsOf } from './people/people.module.ts';
import type { SessionsService } from './people/sessions.service.ts';
import { ClinicianSettings } from './settings.ts';

/** What came back: the status and the body, whose shape the test knows. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A person with a role, and what they ask for. */
export interface Caller {
  get<Body>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  post<Body>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  put<Body>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  delete<Body>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  /** The open stream, as it comes. */
  stream(path: string, headers?: Record<string, string>): Promise<Response>;
}

export interface RunningClinician {
  readonly clock: ManualClock;
  readonly database: Database;
  readonly log: EventLog;
  readonly url: string;
  readonly sessions: SessionsService;
  readonly metrics: Registry;
  /** How full the disk of the database is, as a test sets it. */
  readonly disk: { databaseNearlyFull: DatabaseDisk['databaseNearlyFull'] };
  as(role: Role): Promise<Caller>;
  tokenFor(role: Role): Promise<string>;
  /** Another system, whose token has the scope alone. */
  system(scope: Scope): Promise<Caller>;
  publish<Topic extends TopicName>(
    topic: Topic,
    events: readonly { readonly key: string; readonly event: EventOn<Topic> }[],
  ): Promise<void>;
  /** The events of a topic from now on, as they come. */
  published<Topic extends TopicName>(topic: Topic): Promise<readonly EventOn<Topic>[]>;
  /** Another clinician service on the same database, with the same clock; to be stopped first. */
  beside(): Promise<RunningClinician>;
  /** A service, for what is not asked for over HTTP. */
  get<Service>(type: Type<Service>): Service;
  stop(): Promise<void>;
}

async function collect<Topic extends TopicName>(log: EventLog, topic: Topic): Promise<readonly EventOn<Topic>[]> {
  const events: EventOn<Topic>[] = [];
  await log.subscribe({
    group: `test-of-${topic}`,
    topics: [topic],
    onBatch: ({ records }) => {
      for (const { key, value } of records) events.push(eventFromLog(topic, { key, value: value ?? 'null' }));
      return Promise.resolve();
    },
  });
  return events;
}

/** The clinician service over real HTTP, on a real Postgres and the Postgres log; only the clock is a test's own. */
export async function startClinician(settings: Record<string, string> = {}): Promise<RunningClinician> {
  const testDatabase = await startTestDatabase();
  const clock = new ManualClock(new Date('2026-11-22T08:00:00.000Z'));
  return startOn(testDatabase, clock, settings);
}

async function startOn(
  testDatabase: { readonly url: string; stop(): Promise<void> },
  clock: ManualClock,
  settings: Record<string, string>,
): Promise<RunningClinician> {
  const logger = createLogger({ service: 'clinician-test', level: 'fatal' });
  const { url } = testDatabase;
  const database = await openDatabase({
    url,
    schema: 'clinician',
    poolSize: 12,
    entities: [...clinicianEntities],
    migrations: clinicianMigrations,
  });
  const log = createPostgresLog({ pool: database.pool, logger });
  await log.prepare();
  const sessions = sessionsOf({ database, clock, sessionHours: 12, publicUrl: new URL('http://localhost/') });
  const disk: RunningClinician['disk'] = { databaseNearlyFull: undefined };
  const parts: ClinicianParts = {
    disk,
    signIns: sessions,
    // The canary has tests of its own.
    settings: ClinicianSettings.parse({ CANARY_SECONDS: '0', ...settings }),
    clock,
    log,
    database,
    logger,
    metrics: new Registry(),
    publicUrl: new URL('https://ward.example/'),
    replyKey: new Uint8Array(32).fill(7),
    readiness: new Readiness(),
    ruleBook: { current: await readRuleBook([builtInRuleSets]) },
  };
  const key = parseTokenKey(newTokenKey());
  const app = await listen(
    parts,
    new Identification({
      authenticators: [bearerTokenAuthenticator({ key, clock: new SystemClock() }), sessions],
      openPaths: [],
    }),
  );
  const address = await app.getUrl();
  const tokenFor = (role: Role): Promise<string> =>
    // As in the real composition: a test that lets months pass is still who it was.
    mintToken({ key, role, name: `A ${role}`, now: new SystemClock().now() });
  return {
    clock,
    database,
    log,
    url: address,
    sessions,
    metrics: parts.metrics,
    disk,
    as: async (role) => callerAt(address, await tokenFor(role)),
    tokenFor,
    system: async (scope) =>
      callerAt(address, await mintToken({ key, scopes: [scope], name: 'A system', now: new SystemClock().now() })),
    beside: () => startOn({ url, stop: () => Promise.resolve() }, clock, settings),
    published: (topic) => collect(log, topic),
    publish: (topic, events) => log.publish(events.map(({ key: recordKey, event }) => encode(topic, recordKey, event))),
    get: (type) => app.get(type, { strict: false }),
    stop: async () => {
      await app.close();
      await log.close();
      await database.close();
      await testDatabase.stop();
    },
  };
}

async function listen(parts: ClinicianParts, identification: Identification): Promise<NestFastifyApplication> {
  const built = await Test.createTestingModule({ imports: [clinicianModule(parts)] }).compile();
  const app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ forceCloseConnections: true }));
  const statusOfCode = { ...identityStatusOfCode, ...clinicianStatusOfCode };
  app.useGlobalGuards(new IdentityGuard(identification));
  app.useGlobalFilters(new ProblemDetailsFilter({ statusOfCode, logger: parts.logger }));
  for (const strategy of clinicianTransports(parts)) app.connectMicroservice({ strategy });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  return app;
}

function callerAt(address: string, token: string): Caller {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${address}/api${path}`, {
      ...init,
      headers: [['authorization', `Bearer ${token}`], ...new Headers(init.headers)],
    });
  const answer = async <Body>(response: Response): Promise<Answer<Body>> => {
    // The test names the shape that it expects, and then looks at what is in it.
    const body = (await response.json()) as Body;
    return { status: response.status, headers: response.headers, body };
  };
  const send = async <Body>(
    method: string,
    path: string,
    { body, headers = {} }: { readonly body: unknown; readonly headers?: Record<string, string> | undefined },
  ): Promise<Answer<Body>> => {
    const json = { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
    return answer<Body>(await ask(path, { method, ...(body === undefined ? { headers } : json) }));
  };
  return {
    get: async <Body>(path: string, headers: Record<string, string> = {}) => answer<Body>(await ask(path, { headers })),
    post: (path, body, headers) => send('POST', path, { body, headers }),
    put: (path, body, headers) => send('PUT', path, { body, headers }),
    delete: (path, headers) => send('DELETE', path, { body: undefined, headers }),
    stream: (path, headers = {}) => ask(path, { headers }),
  };
}

/** Test numbers, each given out once. */
const nhsNumbers = (function* () {
  for (let n = 1; ; n += 1) yield testNhsNumber(n);
})();

/** Opens a ward over HTTP. */
export async function createWard(operations: Caller, beds = 10, name = 'Heart at home'): Promise<WardId> {
  return (await operations.post<{ id: WardId }>('/v1/wards', { name, beds })).body.id;
}

/** Registers a patient over HTTP, with a test number of their own. */
export async function registerPatient(nurse: Caller, over: Record<string, string> = {}): Promise<PatientId> {
  const patient = {
    nhsNumber: nhsNumbers.next().value,
    givenName: 'Ada',
    familyName: 'Byron',
    birthDate: '1951-03-04',
  };
  return (await nurse.post<{ id: PatientId }>('/v1/patients', { ...patient, ...over })).body.id;
}

/** Admits a patient over HTTP. */
export async function admit(
  nurse: Caller,
  { patientId, wardId, pathway = 'acute-respiratory' }: { patientId: string; wardId: string; pathway?: string },
): Promise<StayId> {
  return (await nurse.post<{ id: StayId }>('/v1/stays', { patientId, wardId, pathway })).body.id;
}

/** A pulse and a saturation, taken together by a watch. */
export function watchReadings(
  patientId: PatientId,
  takenAt: Date,
  { message, pulse = 80 }: { readonly message?: string; readonly pulse?: number } = {},
): ObservationSetRecorded {
  const values = { 'pulse-rate': pulse, 'oxygen-saturation': 97 };
  return anObservationSet(patientId, takenAt, {
    values,
    ...(message === undefined ? {} : { messageId: MessageId.parse(message) }),
  });
}
