import type { LoadResult } from './load-generator.ts';
import { perSet, scoredAtLeast, secondsSoFar, type SecondsSoFar } from './path-cost.ts';
import type { Percentiles } from './percentiles.ts';
import { monotonicUs, type Stretch } from './processor-profile.ts';
import { ask, end, pause, startHere } from './processes.ts';
import { startServices } from './services-under-load.ts';
import { countStatements, dearestStatements, type StatementCost } from './statements.ts';
import { setUpWards } from './ward-under-load.ts';

export interface WholePathResult {
  /** From the first MQTT packet to the last stored score. */
  readonly setsPerSecond: number;
  /** What the gateway acknowledged meanwhile. */
  readonly acknowledgedPerSecond: number;
  readonly readingToAlertMs: Percentiles;
  readonly alertsMissed: number;
  /** The same while hardly anything else goes on. */
  readonly idleReadingToAlertMs: Percentiles;
  readonly idleAlertsMissed: number;
  readonly liveResumed: number;
  readonly steadySetsPerSecond: number;
  readonly memory: Readonly<Record<string, number>>;
  /** Processor time of each service for one set, flat out, in microseconds. */
  readonly microsecondsPerSet: Readonly<Record<string, number>>;
  /** The same at the steady rate, where batches are small. */
  readonly microsecondsPerSteadySet: Readonly<Record<string, number>>;
  /** What the dearest statements took for one set, flat out and at the steady rate; empty where Postgres does not count. */
  readonly statements: readonly StatementCost[];
  readonly steadyStatements: readonly StatementCost[];
  /** When it ran flat out, and when steadily. */
  readonly stretches: { readonly flatOut: Stretch; readonly steady: Stretch };
}

/** From MQTT to stored scores, and from a reading to the alert on /live, with the three services as they are run. */
export async function measureWholePath(
  environment: Readonly<Record<string, string>>,
  limits: {
    readonly folder: string;
    readonly flatOutSeconds: number;
    readonly steadySeconds: number;
    readonly setsPerSecond: number;
    readonly patients: number;
    readonly profiling: boolean;
  },
): Promise<WholePathResult> {
  const services = await startServices(environment, limits.folder, limits);
  const generator = startHere('load-generator.ts');
  try {
    const { api, administrator: token, mqttPort: port } = services;
    const { patients } = limits;
    const { wardIds, gateways, devices } = await setUpWards(
      { api, token },
      { patients: patients + warmUpPatients + idle.patients, wards: 1, gateways: 4 },
    );
    await ask<LoadResult>(generator, { kind: 'connect', port, gateways, devices, window: 1_000 });
    const first = await ask<LoadResult>(generator, { kind: 'first-sets' });
    await scoredAtLeast(services, first.sent);
    const warmUp = await ask<LoadResult>(generator, { kind: 'flat-out', seconds: 3 });
    let sets = first.sent + warmUp.sent;
    await scoredAtLeast(services, sets);

    const databaseUrl = environment['DATABASE_URL'] ?? '';
    const seconds = (): SecondsSoFar => secondsSoFar(services, generator);
    await countStatements(databaseUrl);
    const fromUs = monotonicUs();
    const processorBefore = seconds();
    const start = performance.now();
    const flatOut = await ask<LoadResult>(generator, { kind: 'flat-out', seconds: limits.flatOutSeconds });
    sets += flatOut.sent;
    await scoredAtLeast(services, sets);
    const setsPerSecond = flatOut.sent / ((performance.now() - start) / 1000);
    const processorAfter = seconds();
    const flatOutStretch = { fromUs, toUs: monotonicUs() };
    const statements = await dearestStatements(databaseUrl, flatOut.sent);
    const memory = services.memory();
    // The clinician's chart follows scoring, and is not what the latency is to be measured behind.
    await pause(3_000);

    const live = { url: `${api}/live?wardId=${wardIds[0] ?? ''}`, token };
    const { setsPerSecond: rate, steadySeconds } = limits;
    const steadily = ({ setsPerSecond, seconds, patients }: AtRate): Promise<LoadResult> =>
      ask<LoadResult>(generator, { kind: 'steady', setsPerSecond, seconds, live: { ...live, patients } });
    // The first alerts of a process come while its code is still being compiled and its connections opened.
    await steadily({ setsPerSecond: rate, seconds: 3, patients: warmUpPatients });
    await countStatements(databaseUrl);
    const steadyFromUs = monotonicUs();
    const processorBetween = seconds();
    const steady = await steadily({ setsPerSecond: rate, seconds: steadySeconds, patients });
    const processorAtEnd = seconds();
    const steadyStretch = { fromUs: steadyFromUs, toUs: monotonicUs() };
    const steadyStatements = await dearestStatements(databaseUrl, steady.sent);
    await pause(3_000);
    const quiet = await steadily(idle);
    const nothing: Percentiles = { count: 0, p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, max: Number.NaN };
    return {
      setsPerSecond,
      acknowledgedPerSecond: flatOut.sent / flatOut.seconds,
      readingToAlertMs: steady.readingToAlertMs ?? nothing,
      alertsMissed: steady.alertsMissed ?? 0,
      idleReadingToAlertMs: quiet.readingToAlertMs ?? nothing,
      idleAlertsMissed: quiet.alertsMissed ?? 0,
      liveResumed: steady.liveResumed ?? 0,
      steadySetsPerSecond: steady.sent / steady.seconds,
      memory,
      microsecondsPerSet: perSet(processorBefore, processorAfter, flatOut.sent),
      microsecondsPerSteadySet: perSet(processorBetween, processorAtEnd, steady.sent),
      statements,
      steadyStatements,
      stretches: { flatOut: flatOutStretch, steady: steadyStretch },
    };
  } finally {
    await Promise.all([end(generator), services.stop()]);
  }
}

interface AtRate {
  readonly setsPerSecond: number;
  readonly seconds: number;
  /** Who become ill meanwhile. */
  readonly patients: number;
}

const warmUpPatients = 30;
/** A ward on which hardly anything goes on: three patients a second become ill. */
const idle: AtRate = { setsPerSecond: 20, seconds: 20, patients: 60 };
