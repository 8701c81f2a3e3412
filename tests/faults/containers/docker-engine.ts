import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** Everything that docker/Dockerfile copies, and itself. */
const context = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'tsconfig.json',
  'tsconfig.build.json',
  'apps',
  'libs',
  'docker',
];

/** Docker's command line, where an engine answers it. */
export class DockerEngine {
  private constructor(readonly version: string) {}

  /** @returns undefined where there is none, or none that answers: DOCKER_HOST may name one. */
  static async find(): Promise<DockerEngine | undefined> {
    const { status, output } = await run('docker', ['version', '--format', '{{.Server.Version}}']).catch(() => ({
      status: 1,
      output: '',
    }));
    return status === 0 ? new DockerEngine(output.trim()) : undefined;
  }

  /** @throws Error with what docker said, where it ends with another status than 0. */
  async ask(...words: readonly string[]): Promise<string> {
    const { status, output } = await run('docker', words);
    if (status !== 0)
      throw new Error(`docker ${words.join(' ')} ended with ${String(status)}:\n${output.slice(-4000)}`);
    return output;
  }

  /** Builds docker/Dockerfile of this checkout, from what it is made of alone. */
  async build(tag: string): Promise<void> {
    const tar = spawn('tar', ['-c', '--exclude', 'node_modules', '--exclude', 'dist', ...context]);
    const docker = start('docker', ['build', '--network', 'host', '--file', 'docker/Dockerfile', '--tag', tag, '-']);
    await pipeline(tar.stdout, docker.child.stdin);
    const { status, output } = await docker.ended;
    if (status !== 0) throw new Error(`docker build ended with ${String(status)}:\n${output.slice(-4000)}`);
  }

  /** Whether it ends with status 0. */
  async succeeds(...words: readonly string[]): Promise<boolean> {
    return (await run('docker', words)).status === 0;
  }
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program to its end; where that is not in order, what it says of it belongs to the output. */
export async function run(program: string, words: readonly string[]): Promise<Ended> {
  const { child, ended } = start(program, words);
  child.stdin.end();
  return ended;
}

function start(program: string, words: readonly string[]) {
  // The older builder, which every engine has: the other one is a plugin of its own.
  const env = { ...process.env, DOCKER_BUILDKIT: '0' };
  const child = spawn(program, [...words], { stdio: ['pipe', 'pipe', 'pipe'], env });
  const closed = once(child, 'close');
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]).then(([, out, err]): Ended => {
    const status = child.exitCode;
    return { status, output: status === 0 ? out : out + err };
  });
  return { child, ended };
}
