import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRunning, processIdentity } from './process-identity.ts';

/**
 * Who uses a thing that several processes share: a folder with one file for each use. A process that was killed counts
 * no more, though its files are still there. All of it is synchronous, since the last place to leave is an exit handler.
 */
export class ProcessRegister {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Enters a use of this process's; call what is returned, any number of times, to end it. */
  enter(): () => void {
    mkdirSync(this.#folder, { recursive: true });
    const entry = join(this.#folder, crypto.randomUUID());
    writeFileSync(entry, processIdentity(process.pid) ?? String(process.pid));
    return () => {
      rmSync(entry, { force: true });
    };
  }

  /** How many uses there are by processes that still run; forgets the others. */
  count(): number {
    const entries = readdirSync(this.#folder).map((name) => join(this.#folder, name));
    const dead = entries.filter((entry) => !isRunning(readFileSync(entry, 'utf8')));
    for (const entry of dead) rmSync(entry, { force: true });
    return entries.length - dead.length;
  }
}
