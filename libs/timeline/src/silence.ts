import { intervalMinutes, type LadderRung, type ObservationCode, type Rung, rungsOf } from '#libs/clinical';
import type { StayId } from '#libs/contracts';
import type { Known, KnownReading } from './known-reading.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { Due, WatchedStay } from './watched-stay.ts';

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

/** Whether everything that was asked for has been taken since. */
export function isAnswered(
  request: { readonly atMs: number; readonly codes: readonly ObservationCode[] },
  known: Known,
): boolean {
  return request.codes.every((code) => (known.get(code)?.newest.takenAtMs ?? -Infinity) > request.atMs);
}

function rungsOfCode({
  known,
  plans,
  untilMs,
  code,
  stay,
  openOutageUntilMs = Infinity,
}: {
  readonly known: Known;
  readonly plans: PlanVersions;
  readonly untilMs: number;
  readonly code: ObservationCode;
  readonly stay: WatchedStay;
  /** When an outage that still lasts is taken to end. */
  readonly openOutageUntilMs?: number;
}): Rungs {
  const newest = known.get(code)?.newest;
  const lastTakenAtMs = lastTakenDuring(stay, newest);
  const sinceMs = lastTakenAtMs ?? stay.admittedAtMs;
  let found: Map<Rung, ReachedRung> | undefined;
  for (const version of stay.versions) {
    if (version.untilMs <= sinceMs) continue;
    const endMs = Math.min(version.untilMs, untilMs);
    const wait = waitOf(version.due.get(code), newest, stay);
    const { ladder } = version.pathway.file;
    // Pauses only put it off: nearly always this is all there is to work out.
    if (wait === undefined || firstRungMs(sinceMs, wait, ladder) >= endMs) continue;
    const { everyMinutes, watchedFromMs } = wait;
    const pauses = plans.pausesOf(stay.stayId, openOutageUntilMs);
    for (const { rung, atMs } of rungsOf({ everyMinutes, lastTakenAtMs, watchedFromMs, ladder, pauses })) {
      const reachedAtMs = Math.max(atMs, version.fromMs, sinceMs);
      if (reachedAtMs >= endMs || found?.has(rung) === true) continue;
      (found ??= new Map()).set(rung, { rung, code, atMs: reachedAtMs, stayId: stay.stayId });
    }
  }
  return found === undefined ? none : [...found.values()];
}

function lastTakenDuring(stay: WatchedStay, newest: KnownReading | undefined): number | null {
  return newest !== undefined && newest.takenAtMs >= stay.admittedAtMs ? newest.takenAtMs : null;
}

/** How often a code is waited for, and since when at that interval. */
interface Wait {
  readonly everyMinutes: number;
  readonly watchedFromMs: number;
}

/** Undefined where it is not waited for. A score that asks for it sooner does so from its own moment on. */
function waitOf(due: Due | undefined, newest: KnownReading | undefined, stay: WatchedStay): Wait | undefined {
  if (due === undefined) return undefined;
  const asked = due.soonerByScore ? (newest?.asked ?? null) : null;
  const everyMinutes = intervalMinutes(due.everyMinutes, asked?.everyMinutes ?? null);
  const isByScore = asked !== null && asked.everyMinutes < due.everyMinutes;
  return { everyMinutes, watchedFromMs: isByScore ? Math.max(stay.admittedAtMs, asked.fromMs) : stay.admittedAtMs };
}

/** When the first rung is reached without a pause; Infinity where there is none. */
function firstRungMs(sinceMs: number, { everyMinutes, watchedFromMs }: Wait, ladder: readonly LadderRung[]): number {
  const [first] = ladder;
  if (first === undefined) return Infinity;
  const dueMs = sinceMs + everyMinutes * minuteInMs;
  const watchedMs = dueMs < watchedFromMs ? watchedFromMs + everyMinutes * minuteInMs : dueMs;
  return watchedMs + first.afterMinutes * minuteInMs;
}

/** No later than when the next rung after an instant is reached; Infinity where none is. */
export function nextRungMs(known: Known, plans: PlanVersions, afterMs: number): number {
  let nextMs = Infinity;
  for (const stay of plans.stays) {
    const version = stay.versions.at(-1);
    if (version === undefined || stay.untilMs <= afterMs) continue;
    for (const code of stay.codes) {
      const newest = known.get(code)?.newest;
      const wait = waitOf(version.due.get(code), newest, stay);
      if (wait === undefined) continue;
      const sinceMs = lastTakenDuring(stay, newest) ?? stay.admittedAtMs;
      const firstMs = firstRungMs(sinceMs, wait, version.pathway.file.ladder);
      if (firstMs > afterMs) nextMs = Math.min(nextMs, firstMs);
      else {
        // An outage that still lasts may end at any time from now on.
        const rungs = rungsOfCode({ known, plans, untilMs: Infinity, code, stay, openOutageUntilMs: afterMs + 1 });
        for (const { atMs } of rungs) if (atMs > afterMs) nextMs = Math.min(nextMs, atMs);
      }
    }
  }
  return nextMs;
}
