import type { LoadResult } from './load-generator.ts';
import { perSet, scoredAtLeast, secondsSoFar } from './path-cost.ts';
import type { Percentiles } from './percentiles.ts';
import { ask, end, pause, startHere } from './processes.ts';
import { startServices } from './services-under-load.ts';
import { countStatements, statementsSent } from './statements.ts';
import { setUpWards } from './ward-under-load.ts';

/** How many sets come in a second, and how many patients become ill in one. */
export interface Rate {
  readonly sets: number;
  readonly ill: number;
}

export interface RateCost extends Rate {
  /** Processor time of each part in a second, in milliseconds; `all` without what puts the load on them. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Undefined where Postgres does not count. */
  readonly statementsPerSecond: number | undefined;
  readonly readingToAlertMs: Percentiles | undefined;
}

export interface RateLimits {
  readonly folder: string;
  readonly rates: readonly Rate[];
  readonly secondsEach: number;
}

const warmUp = { sets: 300, seconds: 5, patients: 60 };
/** Enough for sets to be of many patients, however many are ill by then. */
const staysWell = 200;

/** What the three services and Postgres take at one rate after the other: so what a set costs is told from what an alert does. */
export async function measureRates(
  environment: Readonly<Record<string, string>>,
  { folder, rates, secondsEach }: RateLimits,
): Promise<readonly RateCost[]> {
  const services = await startServices(environment, folder, { profiling: false });
  const generator = startHere('load-generator.ts');
  try {
    const { api, administrator: token, mqttPort: port } = services;
    const becomeIll = rates.map(({ ill }) => ill * secondsEach);
    const patients = warmUp.patients + becomeIll.reduce((sum, each) => sum + each, 0) + staysWell;
    const { wardIds, gateways, devices } = await setUpWards({ api, token }, { patients, wards: 1, gateways: 4 });
    await ask<LoadResult>(generator, { kind: 'connect', port, gateways, devices, window: 1_000 });
    const first = await ask<LoadResult>(generator, { kind: 'first-sets' });
    await scoredAtLeast(services, first.sent);
    const url = `${api}/live?wardId=${wardIds[0] ?? ''}`;
    const steadily = (setsPerSecond: number, of: { readonly seconds: number; readonly patients: number }) =>
      ask<LoadResult>(generator, {
        kind: 'steady',
        setsPerSecond,
        seconds: of.seconds,
        live: { url, token, patients: of.patients },
      });
    // The first alerts of a process come while its code is still being compiled and its connections opened.
    await steadily(warmUp.sets, warmUp);
    const databaseUrl = environment['DATABASE_URL'] ?? '';
    const costs: RateCost[] = [];
    for (const [index, rate] of rates.entries()) {
      await pause(2_000);
      const counts = await countStatements(databaseUrl);
      const before = secondsSoFar(services, generator);
      const began = performance.now();
      const load = await steadily(rate.sets, { seconds: secondsEach, patients: becomeIll[index] ?? 0 });
      const took = (performance.now() - began) / 1000;
      costs.push({
        ...rate,
        // In microseconds of so many sets, as which the milliseconds that it took are counted.
        milliseconds: perSet(before, secondsSoFar(services, generator), took * 1000),
        statementsPerSecond: counts ? (await statementsSent(databaseUrl)) / took : undefined,
        readingToAlertMs: load.readingToAlertMs,
      });
    }
    return costs;
  } finally {
    await Promise.all([end(generator), services.stop()]);
  }
}
