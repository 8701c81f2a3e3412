import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

import { EmbeddedPostgresUnreachableFolderError, EmbeddedPostgresUnsupportedError } from './postgres-errors.ts';

const run = promisify(execFile);

/** Postgres refuses to run as root; as root, we run it as this user, which is made if there is none. */
const accountName = 'postgres';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How a Postgres program is to be started: what to run, and as whom. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Who Postgres runs as: ourselves, or as root an account of its own. */
export interface PostgresAccount {
  /** Who must own the files, undefined when that is ourselves anyway. */
  readonly owner: Account | undefined;
  launch(program: string, args: readonly string[]): Launch;
}

/**
 * Finds (or, as root, makes) the account that Postgres runs as.
 *
 * Where a folder above one of the paths is closed to it (a clone under /root, a home made by `mktemp -d`), no
 * permissions are changed: the programs then run by setpriv with the one capability to read and enter folders, and
 * no other.
 *
 * @param paths what it must be able to enter.
 * @param ownerOfFiles whose the files are already, if there are any: as root, that account is taken.
 * @throws EmbeddedPostgresUnreachableFolderError when it cannot be got in.
 */
export async function findPostgresAccount(
  paths: readonly string[],
  ownerOfFiles: Account | undefined,
): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { owner: undefined, launch: (command, args) => ({ command, args }) };
  const owner = ownerOfFiles ?? (await findOrMakeAccount());
  const closed = (await Promise.all(paths.map((path) => closedFolderAbove(path, owner)))).find((path) => path);
  if (closed === undefined) return { owner, launch: (command, args) => ({ command, args, ...owner }) };
  const prefix = readingEverywhere(owner);
  await run('setpriv', [...prefix, 'true']).catch(() => {
    throw new EmbeddedPostgresUnreachableFolderError(closed, accountName);
  });
  return { owner, launch: (program, args) => ({ command: 'setpriv', args: [...prefix, program, ...args] }) };
}

async function findOrMakeAccount(): Promise<Account> {
  const known = await lookUp();
  if (known) return known;
  await run('useradd', ['--system', '--user-group', '--no-create-home', accountName]).catch((cause: unknown) => {
    const reason = `it may not run as root, and the user "${accountName}" could not be made for it`;
    throw new EmbeddedPostgresUnsupportedError(process.platform, reason, { cause });
  });
  const made = await lookUp();
  if (made) return made;
  throw new EmbeddedPostgresUnsupportedError(process.platform, `the user "${accountName}" has no id`);
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, accountName])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    // id exits with 1 when there is no such user.
    return undefined;
  }
}

/** The topmost of the folders above (and including) a path that the account may not enter, if there is one. */
async function closedFolderAbove(path: string, account: Account): Promise<string | undefined> {
  const folder = resolve(path);
  const above = dirname(folder) === folder ? undefined : await closedFolderAbove(dirname(folder), account);
  if (above !== undefined) return above;
  const { uid, gid, mode } = await stat(folder);
  const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & enter) === 0 ? folder : undefined;
}

/**
 * setpriv's options for "this account, which may also read and enter anything". `no_setuid_fixup` is needed because
 * access(2), by which initdb looks for its programs, otherwise leaves capabilities out of account; what the exec keeps
 * is the ambient set alone all the same.
 */
function readingEverywhere({ uid, gid }: Account): readonly string[] {
  const onlyReading = '-all,+dac_read_search';
  return [
    `--reuid=${String(uid)}`,
    `--regid=${String(gid)}`,
    '--clear-groups',
    '--no-new-privs',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${onlyReading}`,
    `--ambient-caps=${onlyReading}`,
    `--bounding-set=${onlyReading}`,
    '--',
  ];
}
