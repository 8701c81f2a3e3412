import type { SignalCause } from '#libs/contracts';
import type { Known, KnownReading } from './known.ts';
import { type PlanVersions, validForMs } from './plan-versions.ts';
import type { Rungs } from './silence.ts';

/** Why something changes without a reading. */
export type TimedCause = Exclude<SignalCause, 'reading'>;

export interface TimedChange {
  readonly atMs: number;
  readonly because: TimedCause;
}

/** Where several things happen at one time, the first of these is what it is put down to. */
const precedence: readonly TimedCause[] = ['confirmed', 'overdue', 'aged-out', 'lapsed', 'plan-change'];

/**
 * The times after one instant and before another at which something may change by itself while nothing is taken, in order:
 * a value grows too old, a poor one has waited long enough, something is overdue, a decision lapses, the plan changes.
 */
export function changesByThemselves({
  known,
  plans,
  rungs,
  afterMs,
  untilMs,
}: {
  readonly known: Known;
  readonly plans: PlanVersions;
  readonly rungs: Rungs;
  readonly afterMs: number;
  readonly untilMs: number;
}): readonly TimedChange[] {
  const changes: TimedChange[] = [];
  const put = (atMs: number, because: TimedCause): void => {
    if (atMs > afterMs && atMs < untilMs) changes.push({ atMs, because });
  };
  const versions = plans.during(afterMs, untilMs);
  for (const { newest, standIn, repeats } of known.values()) {
    if (newest.countsFromMs > newest.takenAtMs) put(newest.countsFromMs, 'confirmed');
    for (const version of versions) {
      // Just past its validity: an age equal to that may still be used.
      putAgedOut(newest, validForMs(version, newest.code), put);
      if (standIn !== null) putAgedOut(standIn, validForMs(version, standIn.code), put);
      if (repeats !== null) putAgedOut(repeats, validForMs(version, repeats.code), put);
    }
  }
  for (const { rung, atMs } of rungs) if (rung === 'welfare-check') put(atMs, 'overdue');
  for (const atMs of plans.boundariesMs(afterMs, untilMs)) put(atMs, plans.isChangeMs(atMs) ? 'plan-change' : 'lapsed');
  return inOrder(changes);
}

function putAgedOut(reading: KnownReading, validMs: number, put: (atMs: number, because: TimedCause) => void): void {
  put(reading.takenAtMs + validMs + 1, 'aged-out');
}

function inOrder(changes: TimedChange[]): readonly TimedChange[] {
  if (changes.length < 2) return changes;
  changes.sort(
    (one, other) => one.atMs - other.atMs || precedence.indexOf(one.because) - precedence.indexOf(other.because),
  );
  return changes.filter(({ atMs }, index) => atMs !== changes[index - 1]?.atMs);
}
