import { eventually } from '#libs/fixtures';
import { z } from 'zod';
import type { DockerEngine } from './docker-engine.ts';

const Inspected = z
  .array(
    z.object({
      State: z.object({
        Running: z.boolean(),
        ExitCode: z.number(),
        Health: z.object({ Status: z.string() }).optional(),
      }),
      HostConfig: z.object({ ReadonlyRootfs: z.boolean(), CapDrop: z.array(z.string()).nullable() }),
      Config: z.object({ User: z.string() }),
    }),
  )
  .length(1);

/** As docker/docker-compose.yml runs it: nothing may be written but the volume and /tmp, and no capability is left. */
const confinement = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges:true'];

/** One service in a container on the machine's own network. */
export class ServiceContainer {
  private constructor(
    private readonly docker: DockerEngine,
    readonly service: 'gateway' | 'scoring' | 'clinician',
    private readonly name: string,
    readonly port: number,
  ) {}

  static async start(
    docker: DockerEngine,
    what: {
      readonly image: string;
      readonly service: ServiceContainer['service'];
      readonly name: string;
      readonly port: number;
      readonly environment: Readonly<Record<string, string>>;
    },
  ): Promise<ServiceContainer> {
    const environment = Object.entries({ ...what.environment, HTTP_PORT: String(what.port) });
    const settings = environment.flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    const words = ['--detach', '--init', '--network', 'host', '--name', what.name, ...confinement, ...settings];
    await docker.ask('run', ...words, what.image, what.service);
    const container = new ServiceContainer(docker, what.service, what.name, what.port);
    await container.whenHealthy();
    return container;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  async inspect() {
    const [found] = Inspected.parse(JSON.parse(await this.docker.ask('inspect', this.name)));
    if (found === undefined) throw new TypeError('an array of one has a first');
    return found;
  }

  async whenHealthy(): Promise<void> {
    await eventually(
      async () => {
        const { State: state } = await this.inspect();
        if (!state.Running) throw new Error(`${this.service} ended with ${String(state.ExitCode)}`);
        return state.Health?.Status === 'healthy';
      },
      { what: `${this.service} is healthy`, withinMs: 120_000, everyMs: 500 },
    ).catch(async (error: unknown) => {
      throw new Error(`${this.service}:\n${(await this.docker.ask('logs', this.name)).slice(-3000)}`, { cause: error });
    });
  }

  /** What a command in it says. */
  exec(...words: readonly string[]): Promise<string> {
    return this.docker.ask('exec', this.name, ...words);
  }

  /** Whether a command in it ends with status 0. */
  may(...words: readonly string[]): Promise<boolean> {
    return this.docker.succeeds('exec', this.name, ...words);
  }

  /** @returns the status that it ended with: 0, where it stopped in order. */
  async stop(): Promise<number> {
    await this.docker.ask('stop', '--time', '45', this.name);
    return (await this.inspect()).State.ExitCode;
  }

  async startAgain(): Promise<void> {
    await this.docker.ask('start', this.name);
    await this.whenHealthy();
  }

  async remove(): Promise<void> {
    await this.docker.succeeds('rm', '--force', '--volumes', this.name);
  }
}
