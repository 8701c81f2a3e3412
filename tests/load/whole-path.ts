import type { LoadResult } from './load-generator.ts';
import type { Percentiles } from './percentiles.ts';
import { ask, end, pause, startHere } from './processes.ts';
import { type ServicesUnderLoad, startServices } from './services-under-load.ts';
import { setUpWards } from './ward-under-load.ts';

export interface WholePathResult {
  /** From the first MQTT packet to the last stored score. */
  readonly setsPerSecond: number;
  /** What the gateway acknowledged meanwhile. */
  readonly acknowledgedPerSecond: number;
  readonly readingToAlertMs: Percentiles;
  readonly alertsMissed: number;
  readonly liveResumed: number;
  readonly steadySetsPerSecond: number;
  readonly memory: Readonly<Record<string, number>>;
  /** Processor time of each service for one set, flat out, in microseconds. */
  readonly microsecondsPerSet: Readonly<Record<string, number>>;
  /** The same at the steady rate, where batches are small. */
  readonly microsecondsPerSteadySet: Readonly<Record<string, number>>;
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
  },
): Promise<WholePathResult> {
  const services = await startServices(environment, limits.folder);
  const generator = startHere('load-generator.ts');
  try {
    const { api, administrator: token, mqttPort: port } = services;
    const { patients } = limits;
    const { wardIds, gateways, devices } = await setUpWards(
      { api, token },
      { patients: patients + warmUpPatients, wards: 1, gateways: 4 },
    );
    await ask<LoadResult>(generator, { kind: 'connect', port, gateways, devices, window: 1_000 });
    const first = await ask<LoadResult>(generator, { kind: 'first-sets' });
    await scoredAtLeast(services, first.sent);
    const warmUp = await ask<LoadResult>(generator, { kind: 'flat-out', seconds: 3 });
    let sets = first.sent + warmUp.sent;
    await scoredAtLeast(services, sets);

    const processorBefore = services.processorSeconds();
    const start = performance.now();
    const flatOut = await ask<LoadResult>(generator, { kind: 'flat-out', seconds: limits.flatOutSeconds });
    sets += flatOut.sent;
    await scoredAtLeast(services, sets);
    const setsPerSecond = flatOut.sent / ((performance.now() - start) / 1000);
    const processorAfter = services.processorSeconds();
    const memory = services.memory();
    // The clinician's chart follows scoring, and is not what the latency is to be measured behind.
    await pause(3_000);

    const live = { url: `${api}/live?wardId=${wardIds[0] ?? ''}`, token };
    const { setsPerSecond: rate, steadySeconds: seconds } = limits;
    const atRate = (during: number, becomingIll: number): Promise<LoadResult> =>
      ask<LoadResult>(generator, {
        kind: 'steady',
        setsPerSecond: rate,
        seconds: during,
        live: { ...live, patients: becomingIll },
      });
    // The first alerts of a process come while its code is still being compiled and its connections opened.
    await atRate(3, warmUpPatients);
    const processorBetween = services.processorSeconds();
    const steady = await atRate(seconds, patients);
    const processorAtEnd = services.processorSeconds();
    const nothing: Percentiles = { count: 0, p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, max: Number.NaN };
    return {
      setsPerSecond,
      acknowledgedPerSecond: flatOut.sent / flatOut.seconds,
      readingToAlertMs: steady.readingToAlertMs ?? nothing,
      alertsMissed: steady.alertsMissed ?? 0,
      liveResumed: steady.liveResumed ?? 0,
      steadySetsPerSecond: steady.sent / steady.seconds,
      memory,
      microsecondsPerSet: perSet(processorBefore, processorAfter, flatOut.sent),
      microsecondsPerSteadySet: perSet(processorBetween, processorAtEnd, steady.sent),
    };
  } finally {
    await Promise.all([end(generator), services.stop()]);
  }
}

const warmUpPatients = 30;
type Seconds = ReturnType<ServicesUnderLoad['processorSeconds']>;
const parts = ['gateway', 'scoring', 'clinician', 'postgres'] as const;

const perSet = (before: Seconds, after: Seconds, sets: number): Readonly<Record<string, number>> =>
  Object.fromEntries(parts.map((part) => [part, ((after[part] - before[part]) / sets) * 1e6]));

async function scoredAtLeast(services: ServicesUnderLoad, sets: number): Promise<void> {
  const deadline = performance.now() + 90_000;
  let scored = await services.scored();
  while (scored < sets) {
    if (performance.now() > deadline) {
      throw new Error(`Only ${String(scored)} of ${String(sets)} sets were scored within a minute and a half.`);
    }
    await pause(20);
    scored = await services.scored();
  }
}
