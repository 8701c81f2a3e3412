import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

import { HomewardError } from '#libs/contracts';

import { isRunning, processIdentity } from './process-identity.ts';

/** Another process held a lock for longer than we were ready to wait. */
export class ProcessLockHeldError extends HomewardError {
  readonly code = 'process-lock-held';
  readonly transient = true;

  readonly pid: number;

  constructor(path: string, holder: string) {
    const pid = Number.parseInt(holder, 10);
    super(`Process ${String(pid)} holds ${path} and does not let go of it; stop that process and try again.`, {
      path,
      pid,
    });
    this.pid = pid;
  }
}

/** A lock between processes: a file that names its holder, and that counts for nothing once its holder is gone. */
export class ProcessLock {
  readonly #path: string;
  readonly #holder: string;

  private constructor(path: string, holder: string) {
    this.#path = path;
    this.#holder = holder;
  }

  /** @throws ProcessLockHeldError when a living process holds it for all that time. */
  static async acquire(path: string, patienceMilliseconds: number): Promise<ProcessLock> {
    const holder = processIdentity(process.pid) ?? String(process.pid);
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      if (await tryToTake(path, holder)) return new ProcessLock(path, holder);
      const other = await readFile(path, 'utf8').catch(unlessMissing);
      if (other !== undefined && !isRunning(other)) await clearAway(path, other);
      else if (other !== undefined && performance.now() > deadline) throw new ProcessLockHeldError(path, other);
      else await pause(25);
    }
  }

  async release(): Promise<void> {
    const holder = await readFile(this.#path, 'utf8').catch(unlessMissing);
    if (holder === this.#holder) await rm(this.#path, { force: true });
  }
}

/** Linking a finished file into place is what makes the lock appear with its holder's name already in it. */
async function tryToTake(path: string, holder: string): Promise<boolean> {
  const draft = `${path}.${crypto.randomUUID()}`;
  await writeFile(draft, holder, { mode: 0o644 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a dead process's lock out of the way, unless another process was quicker and holds it by now. */
async function clearAway(path: string, deadHolder: string): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}`;
  const moved = await rename(path, aside).then(() => true, unlessMissing);
  if (moved === undefined) return;
  if ((await readFile(aside, 'utf8')) !== deadHolder) await link(aside, path);
  await rm(aside, { force: true });
}

/** For `catch`: what is missing is undefined, anything else is thrown on. */
export function unlessMissing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
