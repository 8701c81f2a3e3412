import { dueAtMs, type ObservationCode, type Rung, rungsOf, type Watch } from '#libs/clinical';
import type { StayId } from '#libs/contracts';
import type { Known } from './known.ts';
import type { PlanVersion, PlanVersions } from './plan-versions.ts';

/** A rung of the ladder that is reached for one code at a time, if nothing is taken before. */
export interface ReachedRung {
  readonly rung: Rung;
  readonly code: ObservationCode;
  readonly atMs: number;
  readonly stayId: StayId;
}

export type Rungs = readonly ReachedRung[];

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
  const reached: ReachedRung[] = [];
  for (const stay of staysDuring(plans, fromMs, untilMs)) {
    for (const code of stay.codes) reached.push(...rungsOfCode({ known, plans, untilMs, code, stay }));
  }
  return reached.sort((one, other) => one.atMs - other.atMs);
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

interface WatchedStay {
  readonly stayId: StayId;
  readonly admittedAtMs: number;
  readonly versions: readonly PlanVersion[];
  readonly codes: readonly ObservationCode[];
}

function staysDuring(plans: PlanVersions, fromMs: number, untilMs: number): readonly WatchedStay[] {
  const stays = new Map<StayId, WatchedStay>();
  for (const { plan } of plans.during(fromMs, untilMs)) {
    const stay = plan?.stay ?? null;
    if (stay === null || stays.has(stay.stayId)) continue;
    const versions = plans.ofStay(stay.stayId);
    const codes = new Set(versions.flatMap(codesWatched));
    stays.set(stay.stayId, {
      stayId: stay.stayId,
      admittedAtMs: Date.parse(stay.admittedAt),
      versions,
      codes: [...codes],
    });
  }
  return [...stays.values()];
}

function codesWatched({ plan, pathway }: PlanVersion): readonly ObservationCode[] {
  // The keys of this record are codes: its schema says so.
  const own = Object.keys(plan?.dueEveryMinutes ?? {}) as ObservationCode[];
  return [...pathway.file.measures.map(({ code }) => code), ...own];
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
}): readonly ReachedRung[] {
  const newest = known.get(code)?.newest;
  const lastTakenAtMs = newest !== undefined && newest.takenAtMs >= stay.admittedAtMs ? newest.takenAtMs : null;
  const sinceMs = lastTakenAtMs ?? stay.admittedAtMs;
  const found = new Map<Rung, ReachedRung>();
  for (const version of stay.versions) {
    if (version.untilMs <= sinceMs) continue;
    const everyMinutes = dueEvery(version, code, newest?.nextWithinMinutes ?? null);
    if (everyMinutes === null) continue;
    const watch: Watch = {
      everyMinutes,
      lastTakenAtMs,
      watchedFromMs: stay.admittedAtMs,
      ladder: version.pathway.file.ladder,
      pauses: plans.pausesOf(stay.stayId),
    };
    const endMs = Math.min(version.untilMs, untilMs);
    if (dueAtMs(watch) >= endMs) continue;
    for (const { rung, atMs } of rungsOf(watch)) {
      const reachedAtMs = Math.max(atMs, version.fromMs, sinceMs);
      if (reachedAtMs >= endMs || found.has(rung)) continue;
      found.set(rung, { rung, code, atMs: reachedAtMs, stayId: stay.stayId });
    }
  }
  return [...found.values()];
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
  const tightens = pathway.file.dueByScore && chart.indexOf(code) >= 0 && nextWithinMinutes !== null;
  return tightens ? Math.min(everyMinutes, nextWithinMinutes) : everyMinutes;
}
