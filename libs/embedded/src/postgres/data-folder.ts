import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, lchown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { unlessMissing } from '../processes/process-lock.ts';
import { type Account, findPostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { EmbeddedPostgresFailedError, EmbeddedPostgresVersionError } from './postgres-errors.ts';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts';

const run = promisify(execFile);

export const superuser = 'homeward';
const majorVersion = '18';

/** Everything that is needed to start a server: its files, its programs, and the account to run them as. */
export interface DataFolder {
  /** Absolute and free of symbolic links, as it will stand in the server's command line. */
  readonly path: string;
  readonly password: string;
  readonly programs: PostgresPrograms;
  readonly account: PostgresAccount;
}

/**
 * Finds the data folder of a home, or makes it. One that was half made when its maker was killed is made anew.
 *
 * @throws EmbeddedPostgresVersionError when another major version of Postgres made it.
 */
export async function prepareDataFolder(home: string, durable: boolean): Promise<DataFolder> {
  const programs = await findPostgresPrograms();
  const path = join(await realpath(home), 'data');
  const account = await findPostgresAccount([home, programs.postgres], await ownerOf(path));
  const found = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(unlessMissing);
  if (found !== undefined && found.trim() !== majorVersion) {
    throw new EmbeddedPostgresVersionError(path, found.trim(), majorVersion);
  }
  const password = found === undefined ? randomBytes(24).toString('base64url') : await readPassword(home);
  const folder = { path, password, programs, account };
  if (found === undefined) await create(folder, home, durable);
  else if (account.owner !== undefined) await handOver(path, account.owner);
  return folder;
}

/** The account that made the files goes on running them, also where root starts them now. Root itself may not. */
async function ownerOf(path: string): Promise<Account | undefined> {
  const found = await stat(path).catch(unlessMissing);
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

/** A copy that root made (of a home brought from elsewhere, say) belongs to root, and Postgres would refuse it. */
async function handOver(path: string, { uid, gid }: Account): Promise<void> {
  if ((await stat(path)).uid === uid) return;
  const below = await readdir(path, { recursive: true });
  for (const name of ['.', ...below]) await lchown(join(path, name), uid, gid);
}

async function readPassword(home: string): Promise<string> {
  const file = join(home, 'password');
  const password = await readFile(file, 'utf8').catch(unlessMissing);
  if (password !== undefined) return password.trim();
  throw new EmbeddedPostgresFailedError('has lost its password', {
    folder: home,
    endOfLog: `${file} is missing; put it back from a copy, or move the folder away to begin with an empty database.`,
  });
}

/** Makes it under another name and moves it into place when it is whole, password first. */
async function create(
  { path, password, programs, account }: DataFolder,
  home: string,
  durable: boolean,
): Promise<void> {
  const draft = `${path}.new`;
  const passwordForInitdb = join(home, 'initdb-password');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordForInitdb, password, { mode: 0o600 });
  if (account.owner) {
    await chown(draft, account.owner.uid, account.owner.gid);
    await chown(passwordForInitdb, account.owner.uid, account.owner.gid);
  }
  try {
    const { command, args, ...identity } = account.launch(programs.initdb, [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordForInitdb}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // One order of text on every machine, whatever locales it has installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
    await run(command, args, { cwd: home, ...identity });
  } catch (cause) {
    const endOfLog = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddedPostgresFailedError('could not be set up', { folder: home, endOfLog }, { cause });
  } finally {
    await rm(passwordForInitdb, { force: true });
  }
  await writeFile(join(home, 'password'), `${password}\n`, { mode: 0o600 });
  await rename(draft, path);
}
