import { fork, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/** A process that the bench started, with its output in a file. */
export interface Started {
  readonly name: string;
  readonly child: ChildProcess;
  readonly outputFile: string;
}

/** Starts a TypeScript file of this folder, which answers to messages. */
export function startHere(file: string, environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return fork(join(import.meta.dirname, file), {
    env: { ...process.env, ...environment },
    // As this process was started, so that it reads TypeScript too.
    execArgv: [...process.execArgv, '--disable-warning=TimeoutNegativeWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

export async function startProgram(options: {
  readonly name: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}): Promise<Started> {
  const outputFile = join(options.folder, `${options.name}.log`);
  const output = await open(outputFile, 'a');
  const child = spawn(process.execPath, [...options.words], {
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', output.fd, output.fd],
  });
  await output.close();
  return { name: options.name, child, outputFile };
}

/** Sends a message and waits for the one answer to it. */
export function ask<Result>(child: ChildProcess, message: object): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const onExit = (): void => {
    reject(new Error('The process ended before it answered.'));
  };
  child.once('exit', onExit);
  child.once('message', (answer: { readonly result?: Result; readonly error?: string }) => {
    child.off('exit', onExit);
    if (answer.result === undefined) reject(new Error(answer.error ?? 'no answer'));
    else resolve(answer.result);
  });
  child.send(message);
  return promise;
}

/** SIGTERM, and after five seconds SIGKILL. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

/** Resident memory now and at its highest, in megabytes; zeros where there is no /proc. */
export function memoryOf(child: ChildProcess): { readonly now: number; readonly peak: number } {
  try {
    const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return { now: Math.round(kilobytes('VmRSS') / 1024), peak: Math.round(kilobytes('VmHWM') / 1024) };
  } catch {
    return { now: 0, peak: 0 }; // Not Linux, or it has ended.
  }
}

/** Processor time so far, in seconds; 0 where there is no /proc. */
export const processorSecondsOf = (pid: number | undefined): number => statOf(String(pid))?.own ?? 0;

/** Processor time so far of the Postgres server that serves this database, in seconds; 0 where there is no /proc. */
export function postgresSecondsFor(databaseUrl: string): number {
  const database = new URL(databaseUrl).pathname.slice(1);
  const processes = pids().flatMap((pid) => statOf(pid) ?? []);
  const backend = processes.find(({ pid }) => commandOf(pid).includes(` ${database} `));
  const server = processes.find(({ pid }) => pid === backend?.parent);
  if (server === undefined) return 0;
  const children = processes.filter(({ parent }) => parent === server.pid);
  return children.reduce((sum, { own }) => sum + own, server.own + server.ended);
}

interface ProcessStat {
  readonly pid: string;
  readonly parent: string;
  /** Its own processor time, and that of its children which have ended, in seconds. */
  readonly own: number;
  readonly ended: number;
}

const ticksPerSecond = 100;

/** Undefined where it has ended, or there is no /proc. */
function statOf(pid: string): ProcessStat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const seconds = (first: number): number => (Number(fields[first]) + Number(fields[first + 1])) / ticksPerSecond;
    return { pid, parent: fields[1] ?? '', own: seconds(11), ended: seconds(13) };
  } catch {
    return undefined;
  }
}

/** Postgres writes into its command line whom each of its processes serves. */
function commandOf(pid: string): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.startsWith('postgres: ') ? command : '';
  } catch {
    return ''; // It has ended meanwhile.
  }
}

function pids(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return []; // Not Linux.
  }
}
