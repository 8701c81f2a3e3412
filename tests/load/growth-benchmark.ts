import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchServers } from './bench-servers.ts';
import type { LoadResult } from './load-generator.ts';
import { chartedAtLeast, perSet, scoredAtLeast, secondsSoFar } from './path-cost.ts';
import { monotonicUs, type Stretch } from './processor-profile.ts';
import { ask, end, startHere } from './processes.ts';
import { type ServicesUnderLoad, startServices } from './services-under-load.ts';
import { countStatements, dearestStatements, type StatementCost } from './statements.ts';
import { setUpWards } from './ward-under-load.ts';

/** What a set takes of the processor, flat out, with so many sets of so many patients stored before. */
export interface CostOfSet {
  readonly patients: number;
  readonly setsBefore: number;
  readonly setsPerSecond: number;
  readonly microsecondsPerSet: Readonly<Record<string, number>>;
  /** What the dearest statements took meanwhile for one set, and when that was. */
  readonly statements: readonly StatementCost[];
  readonly stretch: Stretch;
}

export interface GrowthLimits {
  readonly folder: string;
  readonly populations: readonly number[];
  /** With so many days of sets behind each of `patients`, one every five minutes. */
  readonly days: readonly number[];
  readonly patients: number;
  readonly secondsEach: number;
  /** Whether the services of each population write where their processor time went; histories are left out then. */
  readonly profiling: boolean;
}

/** Where the services of a population leave what they write. */
export const folderOfPopulation = (folder: string, patients: number): string => join(folder, String(patients));

/** A set every five minutes. */
const setsADay = (24 * 60) / 5;
const fillSeconds = 20;

/**
 * What a set costs with more patients, and with more behind them. What is behind is sent within minutes rather than days: as
 * many rows as in the days, more of them within the hours that a history looks back on.
 */
export async function measureGrowth(
  servers: BenchServers,
  { populations, days, patients, secondsEach, folder, profiling }: GrowthLimits,
): Promise<{ readonly byPatients: readonly CostOfSet[]; readonly byHistory: readonly CostOfSet[] }> {
  const byPatients: CostOfSet[] = [];
  for (const population of populations) {
    const own = folderOfPopulation(folder, population);
    await mkdir(own);
    await using path = await RunningPath.start(servers, { folder: own, patients: population, profiling });
    byPatients.push(await path.cost(secondsEach));
  }
  const byHistory: CostOfSet[] = [];
  if (profiling) return { byPatients, byHistory };
  await using path = await RunningPath.start(servers, { folder, patients, profiling });
  for (const behind of days) {
    await path.fill(behind * setsADay * patients);
    byHistory.push(await path.cost(secondsEach));
  }
  return { byPatients, byHistory };
}

interface PathParts {
  readonly patients: number;
  readonly services: ServicesUnderLoad;
  readonly generator: ChildProcess;
  readonly databaseUrl: string;
}

/** The three services with patients who send, and how many sets of theirs are stored. */
class RunningPath implements AsyncDisposable {
  #sets = 0;

  readonly #parts: PathParts;

  private constructor(parts: PathParts) {
    this.#parts = parts;
  }

  /** Everything has been used once. */
  static async start(
    servers: BenchServers,
    { folder, patients, profiling }: Pick<GrowthLimits, 'folder' | 'patients' | 'profiling'>,
  ): Promise<RunningPath> {
    const environment = await servers.environmentFor('postgres');
    if (environment === undefined) throw new Error('There is no Postgres.');
    const services = await startServices(environment, folder, { profiling });
    const generator = startHere('load-generator.ts');
    const path = new RunningPath({ patients, services, generator, databaseUrl: environment['DATABASE_URL'] ?? '' });
    try {
      const where = { api: services.api, token: services.administrator };
      const ward = await setUpWards(where, { patients, wards: 1, gateways: 4 });
      await ask(generator, { kind: 'connect', port: services.mqttPort, window: 1_000, ...ward });
      await path.#send({ kind: 'first-sets' });
      await path.#send({ kind: 'flat-out', seconds: 3 });
      return path;
    } catch (error) {
      await path[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Stores sets until there are so many. */
  async fill(sets: number): Promise<void> {
    while (this.#sets < sets) await this.#send({ kind: 'flat-out', seconds: fillSeconds });
  }

  async cost(seconds: number): Promise<CostOfSet> {
    const { patients, services, generator, databaseUrl } = this.#parts;
    const setsBefore = this.#sets;
    await countStatements(databaseUrl);
    const fromUs = monotonicUs();
    const before = secondsSoFar(services, generator);
    const start = performance.now();
    const sent = await this.#send({ kind: 'flat-out', seconds });
    const setsPerSecond = sent / ((performance.now() - start) / 1000);
    const microsecondsPerSet = perSet(before, secondsSoFar(services, generator), sent);
    const stretch = { fromUs, toUs: monotonicUs() };
    const statements = await dearestStatements(databaseUrl, sent);
    return { patients, setsBefore, setsPerSecond, microsecondsPerSet, statements, stretch };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([end(this.#parts.generator), this.#parts.services.stop()]);
  }

  async #send(command: Parameters<typeof ask>[1]): Promise<number> {
    const { sent } = await ask<LoadResult>(this.#parts.generator, command);
    this.#sets += sent;
    await scoredAtLeast(this.#parts.services, this.#sets);
    await chartedAtLeast(this.#parts.services, this.#sets);
    return sent;
  }
}
