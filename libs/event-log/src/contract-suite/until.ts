import { pause } from '../pause.ts';

/** Waits until it holds, and fails with its name when it does not within half a minute. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited half a minute in vain for ${what}.`);
    await pause(20);
  }
}
