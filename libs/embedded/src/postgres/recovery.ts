import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lchown, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { unlessMissing } from '../processes/process-lock.ts';
import { findPostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { EmbeddedPostgresFailedError } from './postgres-errors.ts';
import { findPostgresPrograms } from './postgres-programs.ts';

export interface Recovery {
  /** Holds `data`, unpacked from a base backup. */
  readonly home: string;
  /** Holds the write-ahead log from the base backup on, by Postgres' names. */
  readonly wal: string;
  /** Left out: to the end of the log. */
  readonly until?: Date;
  /** Whom to ask it as, and which of its databases. */
  readonly account: { readonly user: string; readonly database: string };
}

/** A database that has been recovered, while it still runs. */
export interface RecoveredPostgres {
  readonly client: pg.Client;
  /** When the last transaction that was recovered was committed; null when the log had none. */
  readonly until: Date | null;
}

const patienceMilliseconds = 6 * 3_600_000;
const stopPatienceMilliseconds = 120_000;

/**
 * Recovers a data folder from the log up to a time, hands it over while it runs, and stops it in order. It can be reached by
 * a socket in a folder of its own alone, and takes no setting of the server that it was copied from, whose files and
 * libraries may not be here.
 *
 * @throws EmbeddedPostgresFailedError with the end of the server's log, as when the log ends before the time asked for.
 */
export async function recoverPostgres<Result>(
  recovery: Recovery,
  work: (database: RecoveredPostgres) => Promise<Result>,
): Promise<Result> {
  const programs = await findPostgresPrograms();
  const account = await findPostgresAccount([recovery.home, programs.postgres], undefined);
  const sockets = await mkdtemp(join(tmpdir(), 'pg-'));
  try {
    await writeConfiguration(recovery);
    if (account.owner !== undefined) await handOver([recovery.home, sockets], account.owner);
    const server = await start({ recovery, sockets, account, postgres: programs.postgres });
    try {
      const client = await whenRecovered(recovery, { sockets, server });
      try {
        return await work({ client, until: await lastCommitOf(client) });
      } finally {
        await client.end();
      }
    } finally {
      await stop(server, recovery);
    }
  } finally {
    await rm(sockets, { recursive: true, force: true });
    for (const file of ['recovery.conf', 'recovery.hba', 'recovery.log'])
      await rm(join(recovery.home, file), { force: true });
  }
}

async function writeConfiguration({ home }: Recovery): Promise<void> {
  await writeFile(join(home, 'recovery.conf'), '');
  // For who can enter the folder of the socket, which is closed to all but its owner.
  await writeFile(join(home, 'recovery.hba'), 'local all all trust\n');
  await writeFile(join(home, 'data', 'recovery.signal'), '');
}

/** What root has unpacked belongs to root, and Postgres may not run as root. */
async function handOver(
  folders: readonly string[],
  { uid, gid }: { readonly uid: number; readonly gid: number },
): Promise<void> {
  for (const folder of folders)
    for (const name of ['.', ...(await readdir(folder, { recursive: true }))])
      await lchown(join(folder, name), uid, gid);
}

async function start(parts: {
  readonly recovery: Recovery;
  readonly sockets: string;
  readonly account: PostgresAccount;
  readonly postgres: string;
}): Promise<ChildProcess> {
  const { recovery, sockets, account, postgres } = parts;
  const settings = Object.entries(settingsOf(recovery, sockets)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { command, args, ...identity } = account.launch(postgres, ['-D', join(recovery.home, 'data'), ...settings]);
  const log = await open(logOf(recovery), 'a', 0o600);
  try {
    return spawn(command, args, { cwd: recovery.home, stdio: ['ignore', log.fd, log.fd], ...identity });
  } finally {
    await log.close();
  }
}

function settingsOf({ home, wal, until }: Recovery, sockets: string): Readonly<Record<string, string>> {
  return {
    config_file: join(home, 'recovery.conf'),
    hba_file: join(home, 'recovery.hba'),
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    shared_preload_libraries: '',
    archive_mode: 'off',
    primary_conninfo: '',
    ssl: 'off',
    // Not asked before it is recovered: else it needed as many connections as the server that it was copied from.
    hot_standby: 'off',
    restore_command: `cp "${wal}/%f" "%p"`,
    recovery_target_timeline: 'latest',
    recovery_target_action: 'promote',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    // Time zones by letter are not known yet when it is read.
    ...(until !== undefined && { recovery_target_time: until.toISOString().replace('Z', '+00') }),
  };
}

/** Once it takes connections the recovery is over: before, it refuses them. */
async function whenRecovered(
  recovery: Recovery,
  { sockets, server }: { readonly sockets: string; readonly server: ChildProcess },
): Promise<pg.Client> {
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline) {
    if (hasEnded(server)) throw await failure(recovery, 'could not be recovered');
    const client = new pg.Client({ host: sockets, ...recovery.account });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      // 57P03: starting up. Without a code: no socket yet.
      if (error instanceof pg.DatabaseError && error.code !== '57P03') throw error;
      await pause(50);
    }
  }
  throw await failure(recovery, 'is not recovered in time');
}

async function lastCommitOf(client: pg.Client): Promise<Date | null> {
  const { rows } = await client.query<{ readonly at: Date | null }>('SELECT pg_last_xact_replay_timestamp() AS at');
  return rows[0]?.at ?? null;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function stop(server: ChildProcess, recovery: Recovery): Promise<void> {
  if (hasEnded(server)) return;
  const ended = once(server, 'exit');
  // Everything is written down, so that the next start needs no recovery.
  server.kill('SIGINT');
  const inTime = await Promise.race([ended, pause(stopPatienceMilliseconds, undefined, { ref: false })]);
  if (inTime === undefined) throw await failure(recovery, 'does not stop');
}

async function failure(recovery: Recovery, what: string): Promise<EmbeddedPostgresFailedError> {
  const log = (await readFile(logOf(recovery), 'utf8').catch(unlessMissing)) ?? '';
  const endOfLog = log.trimEnd().split('\n').slice(-12).join('\n');
  return new EmbeddedPostgresFailedError(what, { folder: recovery.home, endOfLog });
}

function logOf({ home }: Recovery): string {
  return join(home, 'recovery.log');
}
