import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findFreePort } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { z } from 'zod';
import { docker, dockerSucceeds, succeed } from './docker-engine.ts';

const folder = resolve(import.meta.dirname, '../../docker');
const secret = (): string => randomBytes(32).toString('base64url');

const Credential = z.object({ gatewayId: z.string(), secret: z.string() });
const Inspected = z
  .array(
    z.object({
      State: z.object({
        Running: z.boolean(),
        ExitCode: z.number(),
        Health: z.object({ Status: z.string() }).optional(),
      }),
      HostConfig: z.object({ ReadonlyRootfs: z.boolean(), CapDrop: z.array(z.string()).nullable() }),
    }),
  )
  .length(1);

/** What docker/docker-compose.yml starts, under a project name and on ports of this test's own. */
export class ComposedWard {
  /** Of the containers, by the names of the compose file. */
  readonly #ids = new Map<string, string>();

  private constructor(
    private readonly parts: {
      /** The program and the options that every command takes. */
      readonly compose: readonly string[];
      readonly project: string;
      readonly files: string;
      readonly ports: { readonly http: number; readonly mqtt: number };
    },
  ) {}

  /**
   * Starts all of it and waits until all of it is healthy.
   *
   * @param compose the program, `docker compose` or `docker-compose`.
   */
  static async start({ compose, project, image }: Readonly<Record<'compose' | 'project' | 'image', string>>) {
    const files = await mkdtemp(join(tmpdir(), 'homeward-compose-'));
    const ports = { http: await findFreePort(), mqtt: await findFreePort() };
    // As docker/new-secrets.sh writes them, and what makes this one differ from an installation.
    const settings = {
      POSTGRES_PASSWORD: secret(),
      MQTT_PASSWORD: secret(),
      TOKEN_KEY: secret(),
      OIDC_EMBEDDED_IN_PRODUCTION: 'yes',
      HOMEWARD_IMAGE: image,
      HOMEWARD_PORT: ports.http,
      MQTT_PORT: ports.mqtt,
      PUBLIC_URL: `http://localhost:${String(ports.http)}`,
    };
    const [file, env] = [join(files, 'docker-compose.yml'), join(files, '.env')];
    // The older compose does not know the project's name as a member; here it is given anyway.
    await writeFile(file, (await readFile(join(folder, 'docker-compose.yml'), 'utf8')).replace(/^name: .*$/mu, ''));
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${String(value)}\n`);
    await writeFile(env, lines.join(''), { mode: 0o600 });
    const options = ['--project-name', project, '--project-directory', folder, '--file', file, '--env-file', env];
    const words = [...compose.split(' '), ...options];
    const ward = new ComposedWard({ compose: words, project, files, ports });
    await ward.#compose('up', '--detach', '--no-build');
    for (const service of await ward.services()) await ward.whenHealthy(service);
    return ward;
  }

  get console(): string {
    return `http://localhost:${String(this.parts.ports.http)}`;
  }

  get mqtt(): string {
    return `mqtt://127.0.0.1:${String(this.parts.ports.mqtt)}`;
  }

  /** By the names of the compose file. */
  async services(): Promise<readonly string[]> {
    return (await this.#compose('config', '--services')).trim().split(/\s+/);
  }

  async inspect(service: string) {
    const [found] = Inspected.parse(JSON.parse(await docker('inspect', await this.#idOf(service))));
    if (found === undefined) throw new TypeError('an array of one has a first');
    return found;
  }

  /** What a command in it says. */
  async exec(service: string, ...words: readonly string[]): Promise<string> {
    return docker('exec', await this.#idOf(service), ...words);
  }

  /** Whether a command in it ends with status 0. */
  async may(service: string, ...words: readonly string[]): Promise<boolean> {
    return dockerSucceeds('exec', await this.#idOf(service), ...words);
  }

  /** As docker/README.md says. */
  async admitGateway(name: string): Promise<z.infer<typeof Credential>> {
    const env = { COMPOSE: this.parts.compose.join(' ') };
    return Credential.parse(JSON.parse(await succeed(join(folder, 'admit-gateway.sh'), [name], env)));
  }

  async whenHealthy(service: string): Promise<void> {
    await eventually(async () => (await this.inspect(service)).State.Health?.Status === 'healthy', {
      what: `${service} is healthy`,
      withinMs: 120_000,
      everyMs: 250,
    }).catch(async (error: unknown) => {
      const said = await this.#compose('logs', '--no-color', '--tail', '30', service);
      throw new Error(`${service} is not healthy:\n${said}`, { cause: error });
    });
  }

  /** @returns the status that it ended with. */
  async stop(service: string): Promise<number> {
    await this.#compose('stop', service);
    return (await this.inspect(service)).State.ExitCode;
  }

  async startAgain(service: string): Promise<void> {
    await this.#compose('start', service);
    await this.whenHealthy(service);
  }

  /** Takes all of it away, with its data. */
  async remove(): Promise<void> {
    await this.#compose('down', '--volumes');
    await rm(this.parts.files, { recursive: true });
  }

  /** A container that is stopped and started again is the same. */
  async #idOf(service: string): Promise<string> {
    const known = this.#ids.get(service);
    if (known !== undefined) return known;
    const labels = { project: this.parts.project, service };
    const filters = Object.entries(labels).flatMap(([name, is]) => [
      '--filter',
      `label=com.docker.compose.${name}=${is}`,
    ]);
    const id = (await docker('ps', '--all', '--quiet', ...filters)).trim();
    if (!/^[\da-f]+$/u.test(id)) throw new Error(`Expected one container of ${service}; found ${id || 'none'}.`);
    this.#ids.set(service, id);
    return id;
  }

  #compose(...words: readonly string[]): Promise<string> {
    const [program = '', ...options] = this.parts.compose;
    return succeed(program, [...options, ...words]);
  }
}
