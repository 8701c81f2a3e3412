import { type ObservationCode, type Rung, rungsOf } from '#libs/clinical';
import type { StayId } from '#libs/contracts';
import type { Known } from './known-reading.ts';
import type { PlanVersion } from './plan-version.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { WatchedStay } from './watched-stay.ts';

const minuteInMs = 60_000;

/** A rung of the ladder that is reached for one code at a time, if nothing is taken before. */
export interface ReachedRung {
  readonly rung: Rung;
  readonly code: ObservationCode;
  readonly atMs: number;
  readonly stayId: StayId;
}

export type Rungs = readonly ReachedRung[];

const none: Rungs = [];

/**
 * Every rung that is reached before a time while what is known stays as it is, in order: for the stays that the patient is
 * in from `fromMs` on, those reached earlier included. Each rung is reached once from one reading to the next, whatever
 * becomes of the plan meanwhile; what a changed plan makes overdue at once is reached at the change.
 */
export function rungsReached(
  known: Known,
  plans: PlanVersions,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): Rungs {
  let reached: ReachedRung[] | undefined;
  for (const stay of plans.stays) {
    if (stay.fromMs >= untilMs || stay.untilMs <= fromMs) continue;
    for (const code of stay.codes) {
      const ofCode = rungsOfCode({ known, plans, untilMs, code, stay });
      if (ofCode.length > 0) (reached ??= []).push(...ofCode);
    }
  }
  return reached?.sort((one, other) => one.atMs - other.atMs) ?? none;
}

/** Whether the last rung has been reached for any code. */
export function isWelfareCheckDue(rungs: Rungs, atMs: number): boolean {
  return rungs.some((reached) => reached.rung === 'welfare-check' && reached.atMs <= atMs);
}

/** Whether everything that somebody was asked for has been taken since. */
export function isAnswered(
  ask: { readonly atMs: number; readonly codes: readonly ObservationCode[] },
  known: Known,
): boolean {
  return ask.codes.every((code) => (known.get(code)?.newest.takenAtMs ?? -Infinity) > ask.atMs);
}

function rungsOfCode({
  known,
  plans,
  untilMs,
  code,
  stay,
}: {
  readonly known: Known;
  readonly plans: PlanVersions;
  readonly untilMs: number;
  readonly code: ObservationCode;
  readonly stay: WatchedStay;
}): Rungs {
  const newest = known.get(code)?.newest;
  const lastTakenAtMs = newest !== undefined && newest.takenAtMs >= stay.admittedAtMs ? newest.takenAtMs : null;
  const sinceMs = lastTakenAtMs ?? stay.admittedAtMs;
  let found: Map<Rung, ReachedRung> | undefined;
  for (const version of stay.versions) {
    if (version.untilMs <= sinceMs) continue;
    const endMs = Math.min(version.untilMs, untilMs);
    const everyMinutes = dueEvery(version, code, newest?.nextWithinMinutes ?? null);
    const { ladder } = version.pathway.file;
    const [first] = ladder;
    // Pauses only put it off: nearly always this is all there is to work out.
    if (everyMinutes === null || first === undefined) continue;
    if (sinceMs + (everyMinutes + first.afterMinutes) * minuteInMs >= endMs) continue;
    const pauses = plans.pausesOf(stay.stayId);
    for (const { rung, atMs } of rungsOf({
      everyMinutes,
      lastTakenAtMs,
      watchedFromMs: stay.admittedAtMs,
      ladder,
      pauses,
    })) {
      const reachedAtMs = Math.max(atMs, version.fromMs, sinceMs);
      if (reachedAtMs >= endMs || found?.has(rung) === true) continue;
      (found ??= new Map()).set(rung, { rung, code, atMs: reachedAtMs, stayId: stay.stayId });
    }
  }
  return found === undefined ? none : [...found.values()];
}

/** How often a code is due: as the plan says, else the pathway; sooner where the last score that it was part of says so. */
function dueEvery(
  { plan, pathway, chart }: PlanVersion,
  code: ObservationCode,
  nextWithinMinutes: number | null,
): number | null {
  const own = plan?.dueEveryMinutes[code];
  const everyMinutes = own === undefined ? (pathway.measureOf(code)?.everyMinutes ?? null) : own;
  if (everyMinutes === null) return null;
  const tightens = nextWithinMinutes !== null && pathway.file.dueByScore && chart.indexOf(code) >= 0;
  return tightens ? Math.min(everyMinutes, nextWithinMinutes) : everyMinutes;
}
