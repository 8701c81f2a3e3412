import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { findFreePort } from '#libs/embedded';
import { eventually } from '#libs/fixtures';

/** The launcher of this checkout. */
const ownProgram = resolve('apps/homeward/bin/homeward.mjs');

/** One of the three services in a process of its own, as on many machines. */
export class ServiceProcess {
  readonly #output: string[] = [];
  #child: ChildProcess | undefined;

  private constructor(
    readonly name: 'gateway' | 'scoring' | 'clinician',
    readonly httpPort: number,
    private readonly started: { readonly env: Readonly<Record<string, string>>; readonly program: string },
  ) {}

  /** @param program the launcher of another checkout, for a service of another version. */
  static async start(
    name: ServiceProcess['name'],
    env: Readonly<Record<string, string>>,
    program = ownProgram,
  ): Promise<ServiceProcess> {
    const service = new ServiceProcess(name, await findFreePort(), { env, program });
    await service.restart();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.httpPort)}`;
  }

  /** Undefined where it is not running. */
  get pid(): number | undefined {
    const { exitCode, signalCode, pid } = this.#child ?? {};
    return exitCode === null && signalCode === null ? pid : undefined;
  }

  async restart(): Promise<void> {
    const { env, program } = this.started;
    const child = spawn(process.execPath, [program, this.name], {
      // The canary has tests of its own.
      env: { ...process.env, CANARY_SECONDS: '0', ...env, HTTP_PORT: String(this.httpPort) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    await eventually(
      async () => {
        if (child.exitCode !== null) throw new Error(`${this.name} ended early`);
        return (await fetch(`${this.url}/health/ready`)).ok;
      },
      { what: `${this.name} is ready`, withinMs: 60_000, everyMs: 100 },
    ).catch((error: unknown) => {
      throw new Error(`${this.name} did not start:\n${this.#output.join('')}`, { cause: error });
    });
  }

  /** `kill -9`: of the launcher and of the service under it. */
  async killHard(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    process.kill(-child.pid, signal);
    await ended;
  }
}
