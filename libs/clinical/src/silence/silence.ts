import type { LadderRung, Rung } from '../rule-sets/pathway-file.ts';

/** A time during which no reading is waited for: from its beginning, that included, until its end, that excluded. */
interface Pause {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Someone waits for readings of one code. Times in milliseconds since 1970, UTC. */
export interface Watch {
  readonly everyMinutes: number;
  /** Null where none was ever taken. */
  readonly lastTakenAtMs: number | null;
  /** Since when readings are waited for at this interval: the admission, or the change of plan or score that set it. */
  readonly watchedFromMs: number;
  /** In rising order, each rung at most once. */
  readonly ladder: readonly LadderRung[];
  /** In any order; they may overlap. */
  readonly pauses: readonly Pause[];
}

/** A rung of the ladder and when it is reached. */
export interface ReachedRung {
  readonly rung: Rung;
  readonly atMs: number;
}

const minuteInMs = 60_000;

/**
 * When the next reading is due, in milliseconds since 1970: one interval after the last. Where that was before anybody
 * waited, or where there is no last one, one interval after the watch began, so that a plan that asks for more never
 * finds readings overdue that had not been asked for. If that falls into a pause, at the end of the pause.
 */
export function dueAtMs(watch: Watch): number {
  return restartedBy(inOrder(watch.pauses), firstDueMs(watch), 0);
}

/**
 * How many minutes after a reading the next is due: as the plan says, or sooner where the score that it was part of asks for
 * that.
 *
 * @param nextWithinMinutes null where no score asks for anything.
 */
export function intervalMinutes(everyMinutes: number, nextWithinMinutes: number | null): number {
  return Math.min(everyMinutes, nextWithinMinutes ?? Infinity);
}

/**
 * Every rung of the ladder, in order, at the time at which it is reached if nothing is taken; each once. A rung is
 * reached at its minute exactly. No rung is reached during a pause: a pause that begins before a rung is reached, or as
 * it is, starts the wait anew, due at its end, without repeating the rungs that were reached before it.
 */
export function rungsOf(watch: Watch): readonly ReachedRung[] {
  const pauses = inOrder(watch.pauses);
  let dueMs = firstDueMs(watch);
  return watch.ladder.map(({ rung, afterMinutes }) => {
    dueMs = restartedBy(pauses, dueMs, afterMinutes * minuteInMs);
    return { rung, atMs: dueMs + afterMinutes * minuteInMs };
  });
}

function firstDueMs({ everyMinutes, lastTakenAtMs, watchedFromMs }: Watch): number {
  const everyMs = everyMinutes * minuteInMs;
  const afterLastMs = lastTakenAtMs === null ? -Infinity : lastTakenAtMs + everyMs;
  return afterLastMs < watchedFromMs ? watchedFromMs + everyMs : afterLastMs;
}

/** When it is due once each pause that begins during the wait, which is as long as is said, has started the wait anew. */
function restartedBy(pauses: readonly Pause[], dueMs: number, waitMs: number): number {
  let restartedMs = dueMs;
  for (const { fromMs, untilMs } of pauses) {
    if (fromMs <= restartedMs + waitMs && untilMs > restartedMs) restartedMs = untilMs;
  }
  return restartedMs;
}

/** By their beginnings, so that one pass follows them from each to the next; without those that end before they begin. */
function inOrder(pauses: readonly Pause[]): readonly Pause[] {
  if (pauses.length === 0) return pauses;
  return pauses.filter(({ fromMs, untilMs }) => untilMs > fromMs).sort((one, other) => one.fromMs - other.fromMs);
}
