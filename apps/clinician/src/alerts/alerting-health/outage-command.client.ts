import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { outageEnvironment, type OutageMessage } from './alerting-outage.ts';

const withinMs = 30_000;

/** Where a script finds the programs that every system has. */
const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Runs the program, without a shell and without the secrets of our own environment. Rejects where it cannot be started,
 * fails, or is not done in time.
 */
export async function runForOutage(program: string, message: OutageMessage): Promise<void> {
  const child = spawn(program, [], {
    env: { PATH: standardPath, ...outageEnvironment(message) },
    stdio: ['pipe', 'ignore', 'ignore'],
    shell: false,
    signal: AbortSignal.timeout(withinMs),
    killSignal: 'SIGKILL',
  });
  // A program need not read what it is given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(message));
  // It rejects with the error of a program that could not be started.
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`The program ended with status ${String(status)}.`);
}
