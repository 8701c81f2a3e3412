import { type Chart, type Pathway, type PregnancyDates, stageBeginsMs } from '#libs/clinical';
import { exclusionsAt, type MonitoringPlan } from '#libs/contracts';

/** A part of the time for which a plan holds, during which nothing changes of what charts ask of the person. */
export interface PersonPeriod {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly chart: Chart;
  readonly isScored: boolean;
  readonly age: number | undefined;
}

interface PlannedPeriod {
  readonly plan: MonitoringPlan | undefined;
  readonly pathway: Pathway;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Which chart is for the person at which time while a plan holds: they turn 16, a pregnancy begins, comes to a week from which other
 * cells hold, and stops counting.
 * In order, and without a gap.
 */
export function periodsOfPerson(planned: PlannedPeriod): readonly PersonPeriod[] {
  const { plan, fromMs, untilMs } = planned;
  const startsMs = plan === undefined ? [] : changesOfPerson(plan, planned.pathway);
  const inside = [...new Set(startsMs)].filter((atMs) => atMs > fromMs && atMs < untilMs).toSorted((a, b) => a - b);
  return [fromMs, ...inside].map((startMs, index) => ({
    fromMs: startMs,
    untilMs: inside[index] ?? untilMs,
    ...personAt(planned, startMs),
  }));
}

function personAt({ plan, pathway }: PlannedPeriod, atMs: number): Pick<PersonPeriod, 'chart' | 'isScored' | 'age'> {
  if (plan === undefined) return { chart: pathway.chart, isScored: true, age: undefined };
  const chart = chartInStage(pathway.chartFor(exclusionsAt(plan, atMs)), plan, atMs);
  return { chart: chart ?? pathway.chart, isScored: chart !== undefined, age: ageAt(plan, pathway, atMs) };
}

/** With the cells of the weeks of pregnancy, or after it, that have begun. */
function chartInStage(chart: Chart | undefined, plan: MonitoringPlan, atMs: number): Chart | undefined {
  const dates = datesOf(plan);
  return chart?.during(chart.stages.filter((stage) => (stageBeginsMs(stage, dates) ?? Infinity) <= atMs));
}

function datesOf({ pregnancy }: MonitoringPlan): PregnancyDates {
  const timeOf = (time: string | null | undefined): number | undefined =>
    typeof time === 'string' ? Date.parse(time) : undefined;
  return { dueMs: timeOf(pregnancy?.dueDate), endedMs: timeOf(pregnancy?.endedAt) };
}

/** When other cells of any chart that may be for the person begin to hold. */
function stagesMs(plan: MonitoringPlan, pathway: Pathway): readonly number[] {
  const charts = [pathway.chart, pathway.chartFor(['pregnant']), pathway.chartFor(['pregnant', 'under-16'])];
  const stages = new Set(charts.flatMap((chart) => chart?.stages ?? []));
  return [...stages].flatMap((stage) => stageBeginsMs(stage, datesOf(plan)) ?? []);
}

function changesOfPerson(plan: MonitoringPlan, pathway: Pathway): readonly number[] {
  const { scoredFrom, pregnancy } = plan;
  const times = [scoredFrom, pregnancy?.from ?? null, pregnancy?.countsUntil ?? null];
  const dated = times.flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  return [...dated, ...birthdaysMs(plan, pathway), ...stagesMs(plan, pathway)];
}

/** The birthdays on which other critical values begin to hold. */
function birthdaysMs({ scoredFrom }: MonitoringPlan, { general }: Pathway): readonly number[] {
  if (scoredFrom === null || general === undefined) return [];
  return general.ageLimits.map((age) => birthdayMs(scoredFrom, age));
}

/** The years of the highest limit of age below 16 that the person has reached: more is not asked of it. */
function ageAt({ scoredFrom }: MonitoringPlan, { general }: Pathway, atMs: number): number | undefined {
  if (scoredFrom === null || general === undefined || Date.parse(scoredFrom) <= atMs) return undefined;
  return general.ageLimits.findLast((age) => birthdayMs(scoredFrom, age) <= atMs) ?? 0;
}

/** So many years old, to the hour: the sixteenth birthday, in UTC, so many years before. */
function birthdayMs(sixteenthBirthday: string, age: number): number {
  const birthday = new Date(sixteenthBirthday);
  return birthday.setUTCFullYear(birthday.getUTCFullYear() - 16 + age);
}
