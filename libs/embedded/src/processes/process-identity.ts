import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Names a running process for as long as it runs: its id and when it started, since ids are given out again, above all
 * after the machine itself has started anew.
 *
 * @returns undefined when there is no such process, or nothing but its exit status is left of it.
 */
export function processIdentity(pid: number): string | undefined {
  const startedAt = existsSync('/proc/self/stat') ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : `${String(pid)} ${startedAt}`;
}

/** Whether the process that once got this identity is still the one that runs. */
export function isRunning(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && pid > 0 && processIdentity(pid) === identity;
}

/** The command that a process was started with, or undefined if there is no such process or it is not for us to know. */
export function commandOf(pid: number): string | undefined {
  const file = `/proc/${String(pid)}/cmdline`;
  if (existsSync('/proc/self/stat')) return read(file)?.replaceAll('\0', ' ').trim();
  return ps(pid, 'command=');
}

function startFromProc(pid: number): string | undefined {
  // proc(5): the second field is the program's name in brackets and may hold anything, so count from the last bracket.
  const stat = read(`/proc/${String(pid)}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields ?? [];
  // A zombie still has its id where no parent collects exit statuses, as in a container without an init.
  return state === undefined || state === 'Z' || state === 'X' ? undefined : fields?.[19];
}

function startFromPs(pid: number): string | undefined {
  const line = ps(pid, 'stat=,lstart=');
  return line === undefined || line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/u, '');
}

function ps(pid: number, columns: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', columns, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // ps exits with 1 when there is no such process.
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Gone between one look and the next, or another user's: either way there is nothing to be known.
    return undefined;
  }
}
