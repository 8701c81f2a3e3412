import type { Exclusion, MonitoringPlan } from './monitoring.ts';

/** As much of a plan as says whom a chart has to be for. */
export type PersonInPlan = Pick<MonitoringPlan, 'exclusion' | 'scoredFrom' | 'pregnancy'>;

/** What is true of the person at a time that a chart may not be for; a pregnancy comes before age, which no birthday ends. */
export function exclusionsAt({ exclusion, scoredFrom, pregnancy }: PersonInPlan, atMs: number): readonly Exclusion[] {
  const sixteenAtMs = scoredFrom === null ? Infinity : Date.parse(scoredFrom);
  const isChild = (exclusion === 'under-16' || scoredFrom !== null) && atMs < sixteenAtMs;
  // A plan from before pregnancies had dates says only that there is one.
  const isPregnant = pregnancy === undefined ? exclusion === 'pregnant' : countsAt(pregnancy, atMs);
  return [...(isPregnant ? (['pregnant'] as const) : []), ...(isChild ? (['under-16'] as const) : [])];
}

function countsAt(pregnancy: NonNullable<MonitoringPlan['pregnancy']> | null, atMs: number): boolean {
  if (pregnancy === null || Date.parse(pregnancy.from) > atMs) return false;
  return pregnancy.countsUntil === null || atMs < Date.parse(pregnancy.countsUntil);
}
