import type { Pathway } from '#libs/clinical';
import { exclusionsAt, type Instant, type MonitoringPlan, type Plan } from '#libs/contracts';

/**
 * A plan as it is in force at a time: what has lapsed by then is left out, or shown as lapsed.
 *
 * @param pathway the rules that the plan names.
 */
export function planInForce(plan: MonitoringPlan, pathway: Pathway, at: Instant): Plan {
  const { patientId, revision, stay, oxygenScale, monitoring, latenessHours, changedAt } = plan;
  const exclusions = exclusionsAt(plan, Date.parse(at));
  const chart = pathway.chartFor(exclusions);
  const [exclusion = null] = chart === undefined ? exclusions : [];
  const hasLapsed = oxygenScale !== null && oxygenScale.reviewAt <= at;
  const ceilingOfCare = isOver(plan.ceilingOfCare?.reviewAt, at) ? null : plan.ceilingOfCare;
  const { alertAtMost, instruction } = ceilingOfCare ?? pathway.file.escalation;
  return {
    patientId,
    revision,
    pathway: stay?.pathway ?? null,
    ruleSet: { ...plan.ruleSet, title: pathway.file.title, chart: (chart ?? pathway.chart).id },
    oxygenScale: hasLapsed ? null : oxygenScale,
    lapsedOxygenScale: hasLapsed ? oxygenScale : null,
    targetSaturation: isOver(plan.targetSaturation?.reviewAt, at) ? null : (plan.targetSaturation ?? null),
    exclusion,
    scoredFrom: exclusion === 'under-16' ? plan.scoredFrom : null,
    pregnancy: isOver(plan.pregnancy?.countsUntil, at) ? null : (plan.pregnancy ?? null),
    monitoring,
    validityMinutes: Object.fromEntries(plan.measures.map((code) => [code, validityOf(plan, pathway, code)])),
    dueEveryMinutes: Object.fromEntries(plan.measures.map((code) => [code, dueEvery(plan, pathway, code)])),
    thresholds: plan.thresholds.filter(({ reviewAt }) => reviewAt > at),
    absences: (plan.absences ?? []).filter(({ reviewAt }) => reviewAt > at),
    ceilingOfCare,
    escalation: { alertAtMost, instruction: instruction ?? null },
    pauses: plan.pauses.filter(({ until }) => until > at),
    latenessHours,
    changedAt,
  };
}

function isOver(reviewAt: Instant | null | undefined, at: Instant): boolean {
  return typeof reviewAt === 'string' && reviewAt <= at;
}

type Code = MonitoringPlan['measures'][number];

/** In whole minutes: what is due every five counts for six and a quarter, which is shown as six. */
function validityOf(plan: MonitoringPlan, pathway: Pathway, code: Code): number {
  const minutes = pathway.validForMinutes(code, {
    monitoring: plan.monitoring,
    everyMinutes: plan.dueEveryMinutes[code],
    statedMinutes: plan.validityMinutes[code],
  });
  return Math.floor(minutes);
}

/** Null where it is not expected, which the plan can say where the pathway says otherwise. */
function dueEvery(plan: MonitoringPlan, pathway: Pathway, code: Code): number | null {
  const decided = plan.dueEveryMinutes[code];
  return decided === undefined ? (pathway.measureOf(code)?.everyMinutes ?? null) : decided;
}
