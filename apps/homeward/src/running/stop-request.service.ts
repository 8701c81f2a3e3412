/** A second signal within this time is the same Ctrl-C, which npm and the shell pass on as well. */
const oneStopMilliseconds = 2_000;
/** When what is to be stopped does not stop. */
const patienceMilliseconds = 45_000;

/**
 * Listens for what asks a process to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the launcher that started
 * it.
 *
 * @returns a signal that is aborted then. A second request, or an end that does not come in time, ends the process at
 * once.
 */
export function stopRequest(): AbortSignal {
  const stop = new AbortController();
  let askedAt: number | undefined;
  const ask = (): void => {
    const now = performance.now();
    if (askedAt !== undefined && now - askedAt > oneStopMilliseconds) process.exit(130);
    askedAt ??= now;
    stop.abort(new StoppedError());
    setTimeout(() => {
      console.error(`Not everything has stopped within ${String(patienceMilliseconds / 1000)} s; giving up on it.`);
      process.exit(1);
    }, patienceMilliseconds).unref();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask);
  process.once('disconnect', ask);
  // The launcher's channel alone is no reason to go on.
  process.channel?.unref();
  return stop.signal;
}

/** We were asked to stop while we were still starting. */
export class StoppedError extends Error {}
