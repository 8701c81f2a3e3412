import { doubtMinutes, type ObservationCode, type QualityRules } from '#libs/clinical';
import type { KnownCode, KnownReading } from './known-reading.ts';
import { newestValue } from './known-reading.ts';
import type { TakenReading } from './reading.ts';

/**
 * What readings in quarantine make of what was known when they were taken: the value of the code is doubtful until a good
 * reading or a person's answer ends that. What was known before stands behind the doubt: it counts in no score, but goes on
 * alerting while it is valid.
 *
 * @param doubts taken at one time.
 */
export function castDoubts(
  known: Map<ObservationCode, KnownCode>,
  doubts: readonly TakenReading[],
  rules: QualityRules,
): void {
  for (const doubt of oneOfEach(doubts)) {
    const after = withDoubt(known.get(doubt.code), doubt, doubtMinutes(rules) * 60_000);
    if (after === undefined) known.delete(doubt.code);
    else known.set(doubt.code, after);
  }
}

/** Of each code the one with the greatest id, so that every observer picks the same one. */
function oneOfEach(doubts: readonly TakenReading[]): Iterable<TakenReading> {
  const byCode = new Map<ObservationCode, TakenReading>();
  for (const doubt of doubts) {
    const known = byCode.get(doubt.code);
    if (known === undefined || doubt.observationId > known.observationId) byCode.set(doubt.code, doubt);
  }
  return byCode.values();
}

/** Undefined where nothing is known of the code, neither a value nor a doubt. */
function withDoubt(before: KnownCode | undefined, doubt: TakenReading, waitsMs: number): KnownCode | undefined {
  const { takenAtMs } = doubt;
  switch (doubt.doubt) {
    case 'answered': {
      const newest = newestValue(before);
      if (newest === undefined || before === undefined) return undefined;
      return before.newest === newest
        ? { ...before, unmeasuredSinceMs: null }
        : { newest, standIn: null, repeats: null, unmeasuredSinceMs: null };
    }
    case 'sentinel': {
      if (before === undefined || before.newest.doubt !== undefined) return before;
      const unmeasuredSinceMs = before.unmeasuredSinceMs ?? takenAtMs;
      const goesOn = takenAtMs - unmeasuredSinceMs >= waitsMs;
      return { ...(goesOn ? doubted(before, doubt, takenAtMs + waitsMs) : before), unmeasuredSinceMs };
    }
    default:
      return doubted(before, doubt, takenAtMs + waitsMs);
  }
}

/** A doubt that stands already does not wait anew: however often the device repeats it, the person is heard of in time. */
function doubted(before: KnownCode | undefined, doubt: TakenReading, alertsFromMs: number): KnownCode {
  const doubted = before?.newest.doubt === undefined ? undefined : before.newest;
  const countsFromMs = Math.min(alertsFromMs, doubted?.countsFromMs ?? Infinity);
  const newest: KnownReading = {
    ...doubt,
    poor: true,
    countsFromMs,
    asked: null,
    countsUntilMs: Infinity,
    beside: [],
  };
  const { unmeasuredSinceMs = null } = before ?? {};
  return { newest, standIn: newestValue(before) ?? null, repeats: null, unmeasuredSinceMs };
}

/** Whether a doubt began with this reading, rather than going on. */
export function isDoubtBegun(before: KnownCode | undefined, now: KnownCode | undefined): boolean {
  return now?.newest.doubt !== undefined && before?.newest.doubt === undefined;
}
