import { findFreePort } from '#libs/embedded';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  end,
  memoryOf,
  pause,
  postgresSecondsFor,
  processorSecondsOf,
  type Started,
  startProgram,
} from './processes.ts';

const run = promisify(execFile);
const launcher = join(import.meta.dirname, '../../apps/homeward/bin/homeward.mjs');
export const serviceNames = ['clinician', 'gateway', 'scoring'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The three services as `homeward gateway`, `homeward scoring` and `homeward clinician` run them, a process each. */
export interface ServicesUnderLoad {
  readonly api: string;
  readonly mqttPort: number;
  readonly administrator: string;
  /** How many records the scoring service has worked off the topic of observations. */
  scored(): Promise<number>;
  /** The same of the clinician service, which charts them. */
  charted(): Promise<number>;
  /** Peak resident memory, in megabytes. */
  memory(): Readonly<Record<ServiceName, number>>;
  /** Processor time so far, in seconds. */
  processorSeconds(): Readonly<Record<ServiceName | 'postgres', number>>;
  stop(): Promise<void>;
}

/** @param profiling has each service write where its processor time went, into a folder of its own, when it ends. */
export async function startServices(
  environment: Readonly<Record<string, string>>,
  folder: string,
  { profiling = false }: { readonly profiling?: boolean } = {},
): Promise<ServicesUnderLoad> {
  const mqttPort = await findFreePort();
  const shared = {
    ...environment,
    HOMEWARD_HOME: join(folder, 'home'),
    LOG_LEVEL: 'warn',
    HTTP_HOST: '127.0.0.1',
    // Every record that is counted is of the load.
    CANARY_SECONDS: '0',
    // A few gateways carry the load of many.
    GATEWAY_BURST_MESSAGES: '100000000',
    GATEWAY_BURST_BYTES: '1099511627776',
    GATEWAY_DAILY_MESSAGES: '1000000000',
    GATEWAY_DAILY_BYTES: '1099511627776',
  };
  const administrator = await mintToken(shared);
  const started = new Map<ServiceName, Started & { readonly url: string }>();
  const stop = async (): Promise<void> => {
    await Promise.all([...started.values()].map(({ child }) => end(child)));
  };
  try {
    for (const name of serviceNames) {
      const port = await findFreePort();
      const own = {
        ...shared,
        HTTP_PORT: String(port),
        MQTT_PORT: String(mqttPort),
        ...(profiling ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolderOf(folder, name)}` } : {}),
      };
      const program = await startProgram({ name, words: [launcher, name], environment: own, folder });
      started.set(name, { ...program, url: `http://127.0.0.1:${String(port)}` });
    }
    for (const service of started.values()) await ready(service);
  } catch (error) {
    await stop();
    throw error;
  }
  const each = (measure: (service: Started) => number): Record<ServiceName, number> => {
    const of = (name: ServiceName): number => {
      const service = started.get(name);
      return service === undefined ? 0 : measure(service);
    };
    return { clinician: of('clinician'), gateway: of('gateway'), scoring: of('scoring') };
  };
  return {
    api: `${started.get('clinician')?.url ?? ''}/api/v1`,
    mqttPort,
    administrator,
    scored: () => recordsWorkedOff(`${started.get('scoring')?.url ?? ''}/metrics`),
    charted: () => recordsWorkedOff(`${started.get('clinician')?.url ?? ''}/metrics`),
    memory: () => each(({ child }) => memoryOf(child).peak),
    processorSeconds: () => ({
      ...each(({ child }) => processorSecondsOf(child.pid)),
      postgres: postgresSecondsFor(environment['DATABASE_URL'] ?? ''),
    }),
    stop,
  };
}

/** Where a service that is profiled leaves its profile. */
export const profileFolderOf = (folder: string, name: ServiceName): string => join(folder, `profile-${name}`);

async function mintToken(environment: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await run(process.execPath, [launcher, 'token', '--role', 'administrator'], {
    env: { ...process.env, ...environment },
  });
  return stdout.trim();
}

async function ready({ name, child, url, outputFile }: Started & { readonly url: string }): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error(`${name} did not get ready:\n${(await readFile(outputFile, 'utf8')).slice(-2_000)}`);
}

async function recordsWorkedOff(metricsUrl: string): Promise<number> {
  const metrics = await (await fetch(metricsUrl)).text();
  const line = metrics
    .split('\n')
    .find((text) => text.startsWith('homeward_log_records_total{') && text.includes('topic="observations"'));
  return Number(line?.split(' ').at(-1) ?? 0);
}
