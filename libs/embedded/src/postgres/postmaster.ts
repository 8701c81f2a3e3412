import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { commandOf, isRunning, processIdentity } from '../processes/process-identity.ts';

/** Before the port, in the name that Postgres gives to its Unix sockets. */
export const socketFilePrefix = '.s.PGSQL.';
/** An address of a Unix socket has 104 bytes on macOS and 108 on Linux, the zero at its end included. */
const mostSocketPathBytes = 103;

/** A server as its data folder knows it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** The process as long as it is the one that was read, see {@link processIdentity}. */
  readonly identity: string;
}

/**
 * Reads which server runs on a data folder.
 *
 * @returns undefined when none does; a file that a killed server has left behind does not count.
 */
export function readPostmaster(dataFolder: string): Postmaster | undefined {
  const [pidLine, , , portLine] = readLines(`${dataFolder}/postmaster.pid`);
  const pid = Number(pidLine);
  const port = Number(portLine);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined;
  const identity = processIdentity(pid);
  if (identity === undefined || !(commandOf(pid) ?? '').includes(dataFolder)) return undefined;
  return { pid, port, identity };
}

/** The folder of its Unix socket; undefined where it has none, or none that can be addressed. */
export function socketFolderOf(dataFolder: string, { port }: Postmaster): string | undefined {
  const socket = join(dataFolder, `${socketFilePrefix}${String(port)}`);
  return Buffer.byteLength(socket) <= mostSocketPathBytes && existsSync(socket) ? dataFolder : undefined;
}

/**
 * Whether it has been asked to stop and has not yet, as when it waits for its users to leave ("smart shutdown"): it takes
 * no new connection meanwhile. The status stands in the last line of its file.
 */
export function isStopping(dataFolder: string): boolean {
  return readLines(`${dataFolder}/postmaster.pid`).some((line) => line.trim() === 'stopping');
}

export function isUp(postmaster: Postmaster): boolean {
  return isRunning(postmaster.identity);
}

/** Asks a server to stop: `fast` ends sessions and writes everything down, `immediate` leaves it to the next start. */
export function signalStop(postmaster: Postmaster, how: 'fast' | 'immediate'): void {
  if (!isUp(postmaster)) return;
  process.kill(postmaster.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    // No such file: no server, or one that has just gone.
    return [];
  }
}
