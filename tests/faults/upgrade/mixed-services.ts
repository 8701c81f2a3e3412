import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '#libs/embedded';
import { ApiClient } from '../../outside/api-client.ts';
import { homeward } from '../../outside/homeward-process.ts';
import { ServiceProcess } from '../../outside/service-process.ts';

type Environment = Readonly<Record<string, string>>;
type Name = ServiceProcess['name'];

/** Of each service. */
const replicas = 2;

/** In the order of docs/releasing.md: readers before writers. */
export const rollOutOrder: readonly Name[] = ['scoring', 'clinician', 'gateway'];

/** Two replicas of each service, which are replaced one by one by those of another version, on one database and one log. */
export class MixedServices {
  readonly #running = new Map<Name, readonly ServiceProcess[]>();
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(
    private readonly environment: Environment,
    /** Of each gateway service's own broker, whichever version it is of. */
    private readonly mqttPorts: readonly number[],
  ) {}

  /** @param program the launcher of the version to begin with. */
  static async start(program: string, settings: Environment): Promise<MixedServices> {
    const home = await mkdtemp(join(tmpdir(), 'homeward-mixed-'));
    const ports = await Promise.all(Array.from({ length: replicas }, () => findFreePort()));
    const services = new MixedServices({ ...settings, HOMEWARD_HOME: home, LOG_LEVEL: 'warn' }, ports);
    try {
      await services.migrate(program);
      for (const name of rollOutOrder) {
        const started: ServiceProcess[] = [];
        for (const nth of ports.keys()) started.push(await services.#start(name, program, nth));
        services.#running.set(name, started);
      }
      return services;
    } catch (error) {
      await services.stop();
      throw error;
    }
  }

  get mqttUrls(): readonly string[] {
    return this.mqttPorts.map((port) => `mqtt://127.0.0.1:${String(port)}`);
  }

  /** The API of a replica of the clinician service that runs. */
  async as(role: string): Promise<ApiClient> {
    const token = this.#tokens.get(role) ?? this.#mint(role);
    this.#tokens.set(role, token);
    const [clinician] = this.#running.get('clinician') ?? [];
    return new ApiClient(clinician?.url ?? '', await token);
  }

  /** What a job does before the roll-out. */
  async migrate(program: string): Promise<void> {
    const env = { ...process.env, ...this.environment };
    const child = spawn(process.execPath, [program, 'migrate'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) throw new Error(`The migrations ended with status ${String(status)}.`);
  }

  /** Stops a replica and starts one of another version in its place. */
  async replace(name: Name, nth: number, program: string): Promise<void> {
    const running = this.#running.get(name) ?? [];
    const others = running.filter((_, index) => index !== nth);
    // Nothing is asked of one that stops.
    this.#running.set(name, others);
    await running[nth]?.stop();
    this.#running.set(name, others.toSpliced(nth, 0, await this.#start(name, program, nth)));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].flat().map((service) => service.stop()));
    await rm(this.environment['HOMEWARD_HOME'] ?? '', { recursive: true, force: true });
  }

  async #mint(role: string): Promise<string> {
    const { stdout } = await homeward(['token', '--role', role], { env: this.environment });
    return stdout.trim();
  }

  #start(name: Name, program: string, nth: number): Promise<ServiceProcess> {
    const own = name === 'gateway' ? { MQTT_PORT: String(this.mqttPorts[nth]) } : {};
    return ServiceProcess.start(name, { ...this.environment, ...own }, program);
  }
}

/** How many of each there are, by number. */
export const replicaNumbers: readonly number[] = [...Array(replicas).keys()];
