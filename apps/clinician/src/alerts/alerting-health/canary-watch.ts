import type { CanaryHealth, CanaryState, Instant } from '#libs/contracts';

/** What one process knows of the canary. Times in milliseconds are of a clock that only goes on. */
export interface CanaryWatch {
  /** How often a reading is due; 0: it is not watched. */
  readonly intervalMs: number;
  readonly startedMs: number;
  readonly startedAt: Instant;
  /** When it was seen here that something had come, by stream; empty before. */
  readonly seenMs: Readonly<Record<'signals' | 'scores', number | undefined>>;
  /** When the last came through that is not missing in the other stream; null where none ever did. */
  readonly lastAt: Instant | null;
  readonly state: CanaryState;
  readonly since: Instant | null;
}

/** How much a reading may be late before that is said, and before alerting is said to be down. */
const lateByMs = (intervalMs: number): number => Math.max(2000, intervalMs / 5);
const downByMs = (intervalMs: number): number => Math.max(5000, intervalMs / 2);
/** A process that starts gives the others time to start as well. */
const startsWithinMs = (intervalMs: number): number => Math.max(15_000, 2 * intervalMs);

/** The watch of a process that has just started. */
export function startWatch(
  intervalMs: number,
  { nowMs, at }: { readonly nowMs: number; readonly at: Instant },
): CanaryWatch {
  const isOff = intervalMs === 0;
  return {
    intervalMs,
    startedMs: nowMs,
    startedAt: at,
    seenMs: { signals: undefined, scores: undefined },
    lastAt: null,
    state: isOff ? 'off' : 'starting',
    since: isOff ? null : at,
  };
}

/** The age in milliseconds of what has gone without news for longest; undefined where one of the streams has brought nothing yet. */
export function ageMs({ seenMs: { signals, scores } }: CanaryWatch, nowMs: number): number | undefined {
  return signals === undefined || scores === undefined ? undefined : nowMs - Math.min(signals, scores);
}

/** The watch as time has passed: its state, and since when. */
export function watchAfter(
  watch: CanaryWatch,
  { nowMs, at }: { readonly nowMs: number; readonly at: Instant },
): CanaryWatch {
  const state = stateOf(watch, nowMs);
  if (state === watch.state) return watch;
  // Nothing is certain since the last one came through.
  return { ...watch, state, since: state === 'down' ? (watch.lastAt ?? watch.startedAt) : at };
}

function stateOf(watch: CanaryWatch, nowMs: number): CanaryState {
  const { intervalMs, startedMs, state } = watch;
  if (intervalMs === 0) return 'off';
  const age = ageMs(watch, nowMs);
  // What was down goes on to be so until both streams have brought something.
  if (age === undefined)
    return state === 'down' || nowMs - startedMs >= startsWithinMs(intervalMs) ? 'down' : 'starting';
  if (age >= intervalMs + downByMs(intervalMs)) return 'down';
  return age >= intervalMs + lateByMs(intervalMs) ? 'late' : 'ok';
}

/** Whether alerts had not arrived for too long when a process started: the end of that is said, too. */
export function wasDownAtStart(lastAt: Instant, startedAt: Instant, intervalMs: number): boolean {
  return Date.parse(startedAt) - Date.parse(lastAt) >= intervalMs + downByMs(intervalMs);
}

/** What is answered about it. */
export function canaryHealth(watch: CanaryWatch, nowMs: number): CanaryHealth {
  const { state, lastAt, since } = watch;
  const age = ageMs(watch, nowMs);
  return { state, ageSeconds: age === undefined ? null : Math.round(age / 100) / 10, lastAt, since };
}
