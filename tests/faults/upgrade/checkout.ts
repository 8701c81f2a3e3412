import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gitIn } from './released-revision.ts';

const git = gitIn('.');

/** Another revision of this repository in a folder of its own, built and ready to run. */
export interface Checkout {
  /** Its launcher. */
  readonly program: string;
  readonly revision: string;
  remove(): Promise<void>;
}

/** Takes the revision into a temporary folder, installs what its lock file names where that differs from ours, and builds it. */
export async function checkoutOf(revision: string): Promise<Checkout> {
  const above = await mkdtemp(join(tmpdir(), 'homeward-upgrade-'));
  const folder = join(above, 'homeward');
  const remove = async (): Promise<void> => {
    await git('worktree', 'remove', '--force', folder).catch(() => undefined);
    await rm(above, { recursive: true, force: true });
    await git('worktree', 'prune');
  };
  try {
    await git('worktree', 'add', '--detach', folder, revision);
    // What is linked is not installed into.
    if (await hasSameLock(folder)) await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    const program = join(folder, 'apps/homeward/bin/homeward.mjs');
    await build(program);
    return { program, revision: await git('rev-parse', '--short', revision), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function hasSameLock(folder: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([
    readFile('package-lock.json', 'utf8'),
    readFile(join(folder, 'package-lock.json'), 'utf8'),
  ]);
  return ours === theirs;
}

/** Any command has the launcher install and build first. */
async function build(program: string): Promise<void> {
  const child = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`The revision could not be built: it ended with status ${String(status)}.`);
}
