import { canaryMessage, instant, type ObservationMessage } from '#libs/contracts';

/** What the sender knows of the time. */
export interface SendingTime {
  /** Real time, in milliseconds since 1970. */
  readonly realMs: number;
  /** By the clock of the services, which a test may have set. */
  readonly clockMs: number;
  /** When the last reading was taken by that clock; undefined before the first. */
  readonly lastTakenMs: number | undefined;
}

/**
 * The message of the interval that is under way. Where the clock of the services goes with real time it is the same from
 * every process, as if taken at the beginning of the interval; where a test has set that clock, each is taken after the one
 * before, be it by a millisecond.
 */
export function canaryMessageAt(
  { realMs, clockMs, lastTakenMs = -Infinity }: SendingTime,
  intervalMs: number,
): ObservationMessage {
  const number = Math.floor(realMs / intervalMs);
  if (realMs === clockMs) return canaryMessage(number, instant(number * intervalMs));
  const next = lastTakenMs + 1;
  // A clock that was set back: far ahead of it, a reading would be refused.
  const takenMs = next > clockMs + 60_000 ? clockMs : Math.max(clockMs, next);
  return canaryMessage(number, instant(takenMs));
}

/** How long it is until the next interval begins, in milliseconds; a little longer, since timers may be early. */
export function untilNextInterval(realMs: number, intervalMs: number): number {
  return intervalMs - (realMs % intervalMs) + 5;
}
