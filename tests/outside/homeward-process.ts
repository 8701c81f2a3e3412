import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { eventually } from '#libs/fixtures';

const launcher = resolve('apps/homeward/bin/homeward.mjs');

/** What `homeward up` says of itself in `run.json`. */
const RunFile = z.object({
  pid: z.number().int(),
  console: z.string(),
  api: z.string(),
  mqtt: z.string(),
  database: z.string(),
  log: z.string(),
});
export type RunFile = z.infer<typeof RunFile>;

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** The environment of this process without what would bind Homeward to the test run's own servers. */
export function plainEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const bound = ['DATABASE_URL', 'KAFKA_BROKERS', 'MQTT_URL', 'OIDC_ISSUER', 'HTTP_PORT', 'MQTT_PORT', 'HOMEWARD_HOME'];
  const kept = Object.entries(process.env).filter(([name]) => !bound.includes(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Runs one `homeward` command to its end, as a person at a shell would. */
export async function homeward(
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [launcher, ...args], { env: plainEnvironment(env), stdio: 'pipe' });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { stdout: out.join(''), stderr: err.join(''), status };
}

/** A Homeward that runs in processes of its own, seen only from outside. */
export class HomewardProcess {
  readonly #output: string[] = [];
  #child: ChildProcess | undefined;
  #passwords: Promise<ReadonlyMap<string, string>> | undefined;

  private constructor(
    readonly home: string,
    private readonly args: readonly string[],
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts `homeward` with these words in an empty home and waits until it says where everything is. */
  static async start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    home?: string,
  ): Promise<HomewardProcess> {
    const homeward = new HomewardProcess(home ?? (await mkdtemp(join(tmpdir(), 'homeward-test-'))), args, env);
    await homeward.restart();
    return homeward;
  }

  get environment(): Readonly<Record<string, string>> {
    // The canary has tests of its own.
    return { CANARY_SECONDS: '0', HTTP_PORT: '0', MQTT_PORT: '0', ...this.env, HOMEWARD_HOME: this.home };
  }

  /** All it has printed so far. */
  get output(): string {
    return this.#output.join('');
  }

  async restart(): Promise<void> {
    await rm(join(this.home, 'run.json'), { force: true });
    // A group of its own, so that "everything" can be killed at once.
    const child = spawn(process.execPath, [launcher, ...this.args], {
      env: plainEnvironment(this.environment),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    await eventually(
      async () => {
        // Nothing more would come of waiting.
        if (child.exitCode !== null) return 'ended early';
        return await this.run();
      },
      { what: 'homeward says in run.json where it runs', withinMs: 90_000, everyMs: 100 },
    ).then(
      (answer) => {
        if (answer === 'ended early') throw new Error(`homeward ended early:\n${this.output}`);
      },
      (error: unknown) => {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${this.output}`);
      },
    );
  }

  async run(): Promise<RunFile> {
    return RunFile.parse(JSON.parse(await readFile(join(this.home, 'run.json'), 'utf8')));
  }

  /** The password of a person of the embedded provider, made when it is first asked for. */
  async passwordOf(username: string): Promise<string> {
    this.#passwords ??= this.#makePasswords();
    const password = (await this.#passwords).get(username);
    if (password === undefined) throw new Error(`There is no ${username} to sign in as.`);
    return password;
  }

  async #makePasswords(): Promise<ReadonlyMap<string, string>> {
    const { stdout, stderr, status } = await homeward(['passwords'], { env: this.environment });
    if (status !== 0) throw new Error(`homeward passwords failed: ${stderr}`);
    const rows = stdout.trim().split('\n');
    return new Map(rows.map((row) => [row.split(/\s+/u)[0] ?? '', row.split(/\s+/u)[1] ?? '']));
  }

  /** @param name whose it is: another name is another person. */
  async token(role: string, name?: string): Promise<string> {
    const named = name === undefined ? [] : ['--name', name];
    const result = await homeward(['token', '--role', role, ...named], { env: this.environment });
    if (result.status !== 0) throw new Error(`homeward token failed: ${result.stderr}`);
    return result.stdout.trim();
  }

  async registerGateway(name: string): Promise<{ readonly gatewayId: string; readonly secret: string }> {
    const result = await homeward(['register-gateway', name], { env: this.environment });
    if (result.status !== 0) throw new Error(`homeward register-gateway failed: ${result.stderr}`);
    return z.object({ gatewayId: z.string(), secret: z.string() }).parse(JSON.parse(result.stdout));
  }

  /** `kill -9` of the process that runs the services, and of all that it started. */
  async killHard(): Promise<void> {
    const { pid } = await this.run();
    const database = await findPostmaster(this.home);
    const child = this.#child;
    const ended = child !== undefined && isAlive(child) ? once(child, 'close') : undefined;
    for (const victim of [pid, database, child?.pid]) if (victim !== undefined) killIfAlive(victim, 'SIGKILL');
    await ended;
  }

  /** The same, but for the embedded Postgres, which outlives it. */
  async killServices(): Promise<void> {
    const { pid } = await this.run();
    const child = this.#child;
    const ended = child !== undefined && isAlive(child) ? once(child, 'close') : undefined;
    for (const victim of [pid, child?.pid]) if (victim !== undefined) killIfAlive(victim, 'SIGKILL');
    await ended;
  }

  /** The pid of the embedded Postgres; undefined while none runs. */
  async databasePid(): Promise<number | undefined> {
    return findPostmaster(this.home);
  }

  /** Halts the process that runs the services: its connections stay open, and nothing answers. */
  async freeze(): Promise<void> {
    process.kill((await this.run()).pid, 'SIGSTOP');
  }

  /** Lets it go on where it was. */
  async thaw(): Promise<void> {
    process.kill((await this.run()).pid, 'SIGCONT');
  }

  /** Ctrl-C, and the exit status it leads to. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child?.pid === undefined || !isAlive(child)) return child?.exitCode ?? null;
    const ended = once(child, 'close') as Promise<[number | null]>;
    killIfAlive(-child.pid, 'SIGINT');
    const [status] = await ended;
    return status;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.home, { recursive: true, force: true });
  }
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

function killIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The pid of the embedded Postgres under a home, from the first line of its postmaster.pid. */
async function findPostmaster(home: string): Promise<number | undefined> {
  for await (const file of glob(join(home, '*/**/postmaster.pid'))) {
    const [pid] = (await readFile(file, 'utf8')).split('\n');
    return Number(pid);
  }
  return undefined;
}
