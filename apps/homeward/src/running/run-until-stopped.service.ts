import { once } from 'node:events';

import { stopRequest, StoppedError } from './stop-request.service.ts';

/** What a start is given: where to note what has to be stopped, and what ends it early. */
export interface Start {
  readonly stack: AsyncDisposableStack;
  readonly signal: AbortSignal;
}

/**
 * Starts something, lets it run until it is asked to stop, and stops all of it in the reverse order. Then ends the
 * process, with status 0 unless something went wrong.
 */
export async function runUntilStopped(start: (parts: Start) => Promise<void>): Promise<never> {
  const signal = stopRequest();
  const stack = new AsyncDisposableStack();
  try {
    await start({ stack, signal });
    if (!signal.aborted) await once(signal, 'abort');
  } catch (error) {
    if (!(error instanceof StoppedError)) {
      await stack.disposeAsync();
      throw error;
    }
  }
  await stack.disposeAsync();
  process.exit(0);
}
