import type { PlanVersion, PlanVersions } from '#libs/timeline';
import { rulesOf, type WatchedRule } from '../trends/watched-rules.ts';

const minuteInMs = 60_000;
const hourInMs = 60 * minuteInMs;
/** No value holds for longer than this unless a pathway or a plan says so. */
const usuallyValidMs = 48 * hourInMs;

/**
 * From when on a patient's history has to be replayed so that everything within a period comes out as if it had been from the
 * beginning: from the admission, since silence is counted from there, or the beginning of the period if that is earlier; and
 * for as long before that as a value may be used or a trend looks back.
 */
export function sinceMsOf(
  plans: readonly PlanVersions[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  trendReachMs: (rule: WatchedRule) => number,
): number {
  const versions = plans.flatMap((one) => one.during(-Infinity, toMs + 1));
  const within = versions.filter(({ plan, untilMs }) => (plan?.stay ?? null) !== null && untilMs > fromMs);
  const admissions = within.flatMap(({ plan, fromMs: changedMs }) =>
    plan?.stay ? [Date.parse(plan.stay.admittedAt), changedMs] : [],
  );
  const reaches = versions.flatMap((version) => [
    ...rulesOf(version).map(trendReachMs),
    ...validities(version).map((minutes) => minutes * minuteInMs),
  ]);
  return Math.min(fromMs, ...admissions) - Math.max(usuallyValidMs, ...reaches) - 1;
}

function validities({ plan, pathway }: PlanVersion): readonly number[] {
  return [
    ...Object.values(plan?.validityMinutes ?? {}),
    ...pathway.file.measures.map(({ validForMinutes }) => validForMinutes ?? 0),
  ];
}
