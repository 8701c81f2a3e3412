import type { ScoreCause } from '#libs/contracts';
import { type Composition, compose, differenceOf } from './composition.ts';
import type { Known } from './known-reading.ts';
import type { PlanVersions } from './plan-versions.ts';
import { changesByThemselves } from './times.ts';

/** A time at which there is a score, and what it is made of: see `scoreEvent`. */
export interface ScorePoint {
  readonly atMs: number;
  readonly because: ScoreCause;
  readonly composition: Composition;
}

/** The score that there is because what it is made of is not what it was; undefined where it is. */
export function scorePointBetween(before: Composition, now: Composition): ScorePoint | undefined {
  const because = differenceOf(before, now);
  return because === undefined ? undefined : { atMs: now.atMs, because, composition: now };
}

/** The last score at or before a time, from what is known then; undefined where there has been none. */
export function lastScorePoint(known: Known, plans: PlanVersions, atMs: number): ScorePoint | undefined {
  const { chart } = plans.at(atMs);
  let takenAtMs = -Infinity;
  for (const code of chart.codes) takenAtMs = Math.max(takenAtMs, known.get(code)?.newest.takenAtMs ?? -Infinity);
  if (takenAtMs === -Infinity) return undefined;
  // Since the last reading that the chart scores, only time has changed what it scores.
  let composition = compose(plans, known, takenAtMs);
  let last: ScorePoint | undefined = composition.scored
    ? { atMs: takenAtMs, because: 'reading', composition }
    : undefined;
  for (const change of changesByThemselves({ known, plans, rungs: [], afterMs: takenAtMs, untilMs: atMs + 1 })) {
    const now = compose(plans, known, change.atMs);
    last = scorePointBetween(composition, now) ?? last;
    composition = now;
  }
  return last;
}
