import type { ChildProcess } from 'node:child_process';
import type { BenchServers } from './bench-servers.ts';
import type { LoadResult } from './load-generator.ts';
import { chartedAtLeast, perSet, scoredAtLeast, secondsSoFar } from './path-cost.ts';
import { ask, end, startHere } from './processes.ts';
import { type ServicesUnderLoad, startServices } from './services-under-load.ts';
import { setUpWards } from './ward-under-load.ts';

/** What a set takes of the processor, flat out, with so many sets of so many patients stored before. */
export interface CostOfSet {
  readonly patients: number;
  readonly setsBefore: number;
  readonly setsPerSecond: number;
  readonly microsecondsPerSet: Readonly<Record<string, number>>;
}

export interface GrowthLimits {
  readonly folder: string;
  readonly populations: readonly number[];
  /** With so many days of sets behind each of `patients`, one every five minutes. */
  readonly days: readonly number[];
  readonly patients: number;
  readonly secondsEach: number;
}

/** A set every five minutes. */
const setsADay = (24 * 60) / 5;
const fillSeconds = 20;

/**
 * What a set costs with more patients, and with more behind them. What is behind is sent within minutes rather than days: as
 * many rows as in the days, more of them within the hours that a history looks back on.
 */
export async function measureGrowth(
  servers: BenchServers,
  { populations, days, patients, secondsEach, folder }: GrowthLimits,
): Promise<{ readonly byPatients: readonly CostOfSet[]; readonly byHistory: readonly CostOfSet[] }> {
  const byPatients: CostOfSet[] = [];
  for (const population of populations) {
    await using path = await RunningPath.start(servers, { folder, patients: population });
    byPatients.push(await path.cost(secondsEach));
  }
  await using path = await RunningPath.start(servers, { folder, patients });
  const byHistory: CostOfSet[] = [];
  for (const behind of days) {
    await path.fill(behind * setsADay * patients);
    byHistory.push(await path.cost(secondsEach));
  }
  return { byPatients, byHistory };
}

/** The three services with patients who send, and how many sets of theirs are stored. */
class RunningPath implements AsyncDisposable {
  #sets = 0;

  private constructor(
    private readonly patients: number,
    private readonly services: ServicesUnderLoad,
    private readonly generator: ChildProcess,
  ) {}

  /** Everything has been used once. */
  static async start(
    servers: BenchServers,
    { folder, patients }: { readonly folder: string; readonly patients: number },
  ): Promise<RunningPath> {
    const environment = await servers.environmentFor('postgres');
    if (environment === undefined) throw new Error('There is no Postgres.');
    const services = await startServices(environment, folder);
    const path = new RunningPath(patients, services, startHere('load-generator.ts'));
    try {
      const where = { api: services.api, token: services.administrator };
      const ward = await setUpWards(where, { patients, wards: 1, gateways: 4 });
      await ask(path.generator, { kind: 'connect', port: services.mqttPort, window: 1_000, ...ward });
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
    const setsBefore = this.#sets;
    const before = secondsSoFar(this.services, this.generator);
    const start = performance.now();
    const sent = await this.#send({ kind: 'flat-out', seconds });
    const setsPerSecond = sent / ((performance.now() - start) / 1000);
    const microsecondsPerSet = perSet(before, secondsSoFar(this.services, this.generator), sent);
    return { patients: this.patients, setsBefore, setsPerSecond, microsecondsPerSet };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([end(this.generator), this.services.stop()]);
  }

  async #send(command: Parameters<typeof ask>[1]): Promise<number> {
    const { sent } = await ask<LoadResult>(this.generator, command);
    this.#sets += sent;
    await scoredAtLeast(this.services, this.#sets);
    await chartedAtLeast(this.services, this.#sets);
    return sent;
  }
}
