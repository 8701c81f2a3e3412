import type { SignalCause } from '#libs/contracts';
import type { Known, KnownReading } from './known-reading.ts';
import { type PlanVersion, validUntilMs } from './plan-version.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { Rungs } from './silence.ts';

/** Why something changes without a reading. */
export type TimedCause = Exclude<SignalCause, 'reading'>;

export interface TimedChange {
  readonly atMs: number;
  readonly because: TimedCause;
}

/** Where several things happen at one time, the first of these is what it is put down to. */
const precedence: readonly TimedCause[] = ['confirmed', 'overdue', 'aged-out', 'lapsed', 'plan-change'];

interface Unchanged {
  /** What is known, as long as nothing is taken. */
  readonly known: Known;
  readonly plans: PlanVersions;
  readonly rungs: Rungs;
  readonly afterMs: number;
  readonly untilMs: number;
}

/**
 * The times after one instant and before another at which something may change by itself while nothing is taken, in order:
 * a value grows too old, a poor one has waited long enough, something is overdue, a decision lapses, the plan changes.
 */
export function changesByThemselves(unchanged: Unchanged): readonly TimedChange[] {
  const changes: TimedChange[] = [];
  eachChange(unchanged, (atMs, because) => changes.push({ atMs, because }));
  return inOrder(changes);
}

/** The first of those times; Infinity where there is none. */
export function nextChangeMs(unchanged: Unchanged): number {
  let nextMs = Infinity;
  eachChange(unchanged, (atMs) => {
    nextMs = Math.min(nextMs, atMs);
  });
  return nextMs;
}

function eachChange(
  { known, plans, rungs, afterMs, untilMs }: Unchanged,
  found: (atMs: number, because: TimedCause) => void,
): void {
  const put = (atMs: number, because: TimedCause): void => {
    if (atMs > afterMs && atMs < untilMs) found(atMs, because);
  };
  const versions = plans.during(afterMs, untilMs);
  for (const { newest, standIn, repeats, absences } of known.values()) {
    for (const { countsFromMs, countsUntilMs } of absences ?? []) {
      put(countsFromMs, 'confirmed');
      put(countsUntilMs + 1, 'aged-out');
    }
    if (newest.countsFromMs > newest.takenAtMs) put(newest.countsFromMs, 'confirmed');
    for (const version of versions) {
      put(agedOutMs(newest, version), 'aged-out');
      if (standIn !== null) put(agedOutMs(standIn, version), 'aged-out');
      if (repeats !== null) put(agedOutMs(repeats, version), 'aged-out');
    }
  }
  for (const { rung, atMs } of rungs) if (rung === 'welfare-check') put(atMs, 'overdue');
  for (const atMs of plans.boundariesMs(afterMs, untilMs)) put(atMs, plans.isChangeMs(atMs) ? 'plan-change' : 'lapsed');
}

/** Just past its validity: at its last instant it may still be used. */
function agedOutMs(reading: KnownReading, version: PlanVersion): number {
  return validUntilMs(version, reading) + 1;
}

function inOrder(changes: TimedChange[]): readonly TimedChange[] {
  if (changes.length < 2) return changes;
  changes.sort(
    (one, other) => one.atMs - other.atMs || precedence.indexOf(one.because) - precedence.indexOf(other.because),
  );
  return changes.filter(({ atMs }, index) => atMs !== changes[index - 1]?.atMs);
}
