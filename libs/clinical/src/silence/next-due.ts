import type { ObservationCode } from '../vital-signs/observation-codes.ts';
import { dueAtMs, intervalMinutes, type Watch } from './silence.ts';

/** A code that readings are waited for. Times in milliseconds since 1970, UTC. */
export interface AwaitedCode {
  readonly code: ObservationCode;
  readonly everyMinutes: number;
  /** How soon scores that the newest reading is part of ask for the next; null where none does. */
  readonly nextWithinMinutes: number | null;
  /** Since when a score asks for that; null where since the newest reading was taken. */
  readonly askedFromMs: number | null;
  /** Null where none was ever taken. */
  readonly lastTakenAtMs: number | null;
}

/** A time, and every code that a reading is due of then. */
export interface NextDueCodes {
  readonly atMs: number;
  /** In the order in which they were given. */
  readonly codes: readonly ObservationCode[];
}

/**
 * The earliest time at which a reading is due, of whatever code: as the ladder of silence counts it, by which readings from
 * before the watch began count for nothing. Undefined where no reading is waited for. An outage of the intake, which puts off
 * the ladder, does not put this off.
 */
export function nextDueOf(
  awaited: readonly AwaitedCode[],
  { watchedFromMs, pauses }: Pick<Watch, 'watchedFromMs' | 'pauses'>,
): NextDueCodes | undefined {
  const due = awaited.map(({ code, everyMinutes, nextWithinMinutes, askedFromMs, lastTakenAtMs }) => {
    const lastDuringMs = lastTakenAtMs !== null && lastTakenAtMs >= watchedFromMs ? lastTakenAtMs : null;
    const interval = intervalMinutes(everyMinutes, nextWithinMinutes);
    // What a score asks for sooner, it asks for from its own moment on.
    const sinceMs = interval < everyMinutes ? Math.max(watchedFromMs, askedFromMs ?? -Infinity) : watchedFromMs;
    const watch = { everyMinutes: interval, lastTakenAtMs: lastDuringMs, watchedFromMs: sinceMs, ladder: [], pauses };
    return { code, atMs: dueAtMs(watch) };
  });
  if (due.length === 0) return undefined;
  const atMs = Math.min(...due.map((one) => one.atMs));
  return { atMs, codes: due.filter((one) => one.atMs === atMs).map(({ code }) => code) };
}
