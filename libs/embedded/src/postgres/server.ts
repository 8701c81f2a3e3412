import { spawn } from 'node:child_process';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { commandOf } from '../processes/process-identity.ts';
import { unlessMissing } from '../processes/process-lock.ts';
import { type DataFolder, superuser } from './data-folder.ts';
import { findFreePort } from './free-port.ts';
import { EmbeddedPostgresFailedError } from './postgres-errors.ts';
import { isStopping, isUp, type Postmaster, readPostmaster, signalStop, socketFilePrefix } from './postmaster.ts';

/** Crash recovery replays what was not yet in the data files, at most about a gigabyte of it. */
const startPatienceMilliseconds = 120_000;
const stopPatienceMilliseconds = 30_000;
/** Beside the data, which only the server's own account and root may enter; the server is started there. */
const socketFolder = '.';
const largestLogBytes = 16 * 1024 * 1024;
const attempts = 5;

/** For a small machine that it shares with Homeward itself. */
const settings = ['shared_buffers=128MB', 'max_connections=200', 'jit=off', 'timezone=UTC', 'log_checkpoints=off'];
/** For tests: nothing that has to outlive the machine's own fall. */
const fastSettings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum_naptime=10s'];

/**
 * Gets a server on the data folder that answers: the one that runs already, by whichever process it was started, or a new one. Call it
 * under the home's lock.
 *
 * @param preferredPort taken if it is free, so that an address stays good across a restart.
 * @throws EmbeddedPostgresFailedError with the end of the server's log.
 */
export async function ensureServer(
  folder: DataFolder,
  options: {
    readonly durable: boolean;
    readonly preferredPort: number | undefined;
    readonly settings: readonly string[];
  },
): Promise<Postmaster> {
  const running = readPostmaster(folder.path);
  if (running && !isStopping(folder.path) && (await answers(folder, running))) return running;
  if (running) await stopServer(folder, running);
  await removeMisleadingPidFile(folder.path);
  await removeSockets(folder.path);
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(attempt === 1 ? options.preferredPort : undefined);
    const started = await start(folder, port, [
      ...settings,
      ...(options.durable ? [] : fastSettings),
      ...options.settings,
    ]);
    if (started) return started;
    // Another program may have taken the port in between, or a killed server's children are just about to go.
    if (attempt === attempts) throw await failure(folder, 'does not start');
    await pause(200 * attempt);
  }
}

/** Stops a server, first with everything written down; resolves when it is gone. */
export async function stopServer(folder: DataFolder, postmaster: Postmaster): Promise<void> {
  for (const how of ['fast', 'immediate'] as const) {
    signalStop(postmaster, how);
    const deadline = performance.now() + stopPatienceMilliseconds;
    while (isUp(postmaster) && performance.now() < deadline) await pause(10);
    if (!isUp(postmaster)) return;
  }
  throw await failure(folder, `does not stop (process ${String(postmaster.pid)})`);
}

/** Runs some work on a connection of its own to a database of the server. */
export async function withClient<Result>(
  { password }: DataFolder,
  { port, database }: { readonly port: number; readonly database: string },
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: superuser, password, database });
  // The query or connect that it hits is rejected; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** @returns undefined when it went away before it answered, as it does when its port was taken. */
async function start(folder: DataFolder, port: number, chosen: readonly string[]): Promise<Postmaster | undefined> {
  const { command, args, ...identity } = folder.account.launch(folder.programs.postgres, [
    '-D',
    folder.path,
    '-p',
    String(port),
    ...[
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${process.platform === 'win32' ? '' : socketFolder}`,
      ...chosen,
    ].flatMap((setting) => ['-c', setting]),
  ]);
  const log = await openLog(folder.path);
  // A session of its own: Ctrl-C reaches every process of the terminal's foreground group, and Postgres goes last.
  const child = spawn(command, args, {
    cwd: folder.path,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...identity,
  });
  const gone = Promise.withResolvers<undefined>();
  child.once('error', () => {
    gone.resolve(undefined);
  });
  child.once('exit', () => {
    gone.resolve(undefined);
  });
  child.unref();
  await log.close();
  const goneOrNot = gone.promise.then(() => true);
  const up = async (): Promise<Postmaster | undefined> => {
    const deadline = performance.now() + startPatienceMilliseconds;
    while (performance.now() < deadline) {
      const postmaster = readPostmaster(folder.path);
      if (postmaster !== undefined && postmaster.pid === child.pid && (await answersNow(folder, postmaster)))
        return postmaster;
      if (await Promise.race([goneOrNot, pause(15, false)])) return undefined;
    }
    return undefined;
  };
  return up();
}

async function answers(folder: DataFolder, postmaster: Postmaster): Promise<boolean> {
  const deadline = performance.now() + startPatienceMilliseconds;
  while (isUp(postmaster) && performance.now() < deadline) {
    if (await answersNow(folder, postmaster)) return true;
    await pause(50);
  }
  return false;
}

/** @throws EmbeddedPostgresFailedError when it refuses the password, which waiting will not change. */
async function answersNow(folder: DataFolder, { port }: Postmaster): Promise<boolean> {
  try {
    return await withClient(folder, { port, database: 'postgres' }, async (client) => {
      const { rows } = await client.query<{ readonly data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === folder.path;
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      const endOfLog = `${error.message}; the file "password" beside it does not belong to this database.`;
      throw new EmbeddedPostgresFailedError(
        'refuses our password',
        { folder: folder.path, endOfLog },
        { cause: error },
      );
    }
    // Not listening yet, starting up, or on its way out.
    return false;
  }
}

/** A killed server's file whose process id has been given to an unrelated process: Postgres would take it for alive. */
async function removeMisleadingPidFile(dataFolder: string): Promise<void> {
  const file = join(dataFolder, 'postmaster.pid');
  const pid = Number.parseInt((await readFile(file, 'utf8').catch(unlessMissing)) ?? '', 10);
  const command = Number.isInteger(pid) && pid > 0 ? commandOf(pid) : undefined;
  if (command !== undefined && command !== '' && !command.includes('postgres')) await rm(file, { force: true });
}

/** What a killed server has left: the lock beside a socket names a process, whose id may be another's by now. */
async function removeSockets(dataFolder: string): Promise<void> {
  const left = (await readdir(dataFolder)).filter((name) => name.startsWith(socketFilePrefix));
  for (const name of left) await rm(join(dataFolder, name), { force: true });
}

async function openLog(dataFolder: string) {
  const file = logOf(dataFolder);
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  return open(file, size > largestLogBytes ? 'w' : 'a', 0o600);
}

async function failure(folder: DataFolder, what: string): Promise<EmbeddedPostgresFailedError> {
  const log = (await readFile(logOf(folder.path), 'utf8').catch(unlessMissing)) ?? '';
  const endOfLog = log.trimEnd().split('\n').slice(-12).join('\n');
  return new EmbeddedPostgresFailedError(what, { folder: folder.path, endOfLog });
}

function logOf(dataFolder: string): string {
  return join(dirname(dataFolder), 'postgres.log');
}
