import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** Everything that docker/Dockerfile copies, and itself. */
const ofTheImage = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'tsconfig.json',
  'tsconfig.build.json',
  'apps',
  'libs',
  'docker',
];

/** Docker's command line. @throws Error with what it said, where it ends with another status than 0. */
export async function docker(...words: readonly string[]): Promise<string> {
  return succeed('docker', words);
}

/** Whether it ends with status 0. */
export async function dockerSucceeds(...words: readonly string[]): Promise<boolean> {
  return (await run('docker', words)).status === 0;
}

/** Builds docker/Dockerfile of this checkout, from what it is made of alone. */
export async function buildHomeward(tag: string): Promise<void> {
  await build({
    tag,
    file: 'docker/Dockerfile',
    contents: ['--exclude', 'node_modules', '--exclude', 'dist', ...ofTheImage],
  });
}

/** Builds an image from what `tar` is asked for. */
export async function build(image: {
  readonly tag: string;
  readonly file: string;
  readonly contents: readonly string[];
}): Promise<void> {
  const tar = spawn('tar', ['-c', ...image.contents], { stdio: ['ignore', 'pipe', 'inherit'] });
  const words = ['build', '--network', 'host', '--file', image.file, '--tag', image.tag, '-'];
  const { child, ended } = start('docker', words);
  await pipeline(tar.stdout, child.stdin);
  const { status, output } = await ended;
  if (status !== 0) throw new Error(`docker build ended with ${String(status)}:\n${output.slice(-4000)}`);
}

/** What a program says. @throws Error with it, where it ends with another status than 0. */
export async function succeed(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, output } = await run(program, words, env);
  if (status !== 0)
    throw new Error(`${program} ${words.join(' ')} ended with ${String(status)}:\n${output.slice(-4000)}`);
  return output;
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program to its end; where that is not in order, what it says of it belongs to the output. */
async function run(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { child, ended } = start(program, words, env);
  child.stdin.end();
  return ended;
}

function start(program: string, words: readonly string[], own: Readonly<Record<string, string>> = {}) {
  // The older builder, which every engine has: the other one is a plugin of its own.
  const env = { ...process.env, DOCKER_BUILDKIT: '0', ...own };
  const child = spawn(program, [...words], { stdio: ['pipe', 'pipe', 'pipe'], env });
  const closed = once(child, 'close');
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]).then(([, out, err]): Ended => {
    const status = child.exitCode;
    return { status, output: status === 0 ? out : out + err };
  });
  return { child, ended };
}
