import type { Pathway } from '#libs/clinical';
import {
  exclusionsAt,
  type Instant,
  type MonitoringPlan,
  type PatientId,
  type PersonalAbsence,
  type Pregnancy,
  type TargetSaturation,
} from '#libs/contracts';
import { sixteenthBirthday } from './sixteenth-birthday.ts';

/** What people decided about a plan; everything else of it follows from who the patient is and where. */
export interface PlanDecisions extends Pick<
  MonitoringPlan,
  | 'oxygenScale'
  | 'monitoring'
  | 'validityMinutes'
  | 'dueEveryMinutes'
  | 'thresholds'
  | 'ceilingOfCare'
  | 'pauses'
  | 'latenessHours'
> {
  readonly pregnancy: Pregnancy | null;
  readonly targetSaturation: TargetSaturation | null;
  readonly absences: PersonalAbsence[];
}

/** What a monitoring plan follows from. */
export interface PlanFacts {
  readonly patientId: PatientId;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly stay: MonitoringPlan['stay'];
  readonly decisions: PlanDecisions;
}

/** Of a patient about whom nothing has been decided. */
export const nothingDecided: PlanDecisions = {
  pregnancy: null,
  oxygenScale: null,
  targetSaturation: null,
  monitoring: 'intermittent',
  validityMinutes: {},
  dueEveryMinutes: {},
  thresholds: [],
  absences: [],
  ceilingOfCare: null,
  pauses: [],
  // For how long a late reading may still correct past scores, where nothing else is agreed.
  latenessHours: 24,
};

/** The decisions that a plan was made with. */
export function decisionsOf(plan: MonitoringPlan): PlanDecisions {
  const { oxygenScale, monitoring, validityMinutes, dueEveryMinutes, thresholds, ceilingOfCare, pauses } = plan;
  return {
    pregnancy: plan.pregnancy ?? null,
    oxygenScale,
    targetSaturation: plan.targetSaturation ?? null,
    monitoring,
    validityMinutes,
    dueEveryMinutes,
    thresholds,
    absences: plan.absences ?? [],
    ceilingOfCare,
    pauses,
    latenessHours: plan.latenessHours,
  };
}

/**
 * What is left of the decisions when a stay ends. How closely to measure was decided for the stay and goes with it, and
 * no readings are expected any more; what is true of the patient (prescription, thresholds, ceiling) holds until its review.
 */
export function afterStay(decisions: PlanDecisions): PlanDecisions {
  const { monitoring, validityMinutes, dueEveryMinutes, latenessHours, pauses } = nothingDecided;
  return { ...decisions, monitoring, validityMinutes, dueEveryMinutes, latenessHours, pauses };
}

/**
 * The plan that follows from who the patient is, where they are and what was decided, by the rules of a pathway.
 *
 * A threshold, ceiling or prescription that is past its review date is carried along: it has lapsed by its own date, and who
 * reads the plan says from when on.
 *
 * @param pathway the newest rules of the stay's pathway; the plan names their version, and holds to it until the next change.
 */
export function deriveMonitoringPlan(
  facts: PlanFacts,
  { pathway, revision, at }: { readonly pathway: Pathway; readonly revision: number; readonly at: Instant },
): MonitoringPlan {
  const { decisions } = facts;
  return {
    patientId: facts.patientId,
    revision,
    stay: facts.stay,
    ...chartOf(facts, pathway, at),
    ruleSet: { id: pathway.file.id, version: pathway.file.version },
    ...decisions,
    pauses: decisions.pauses.filter(({ until }) => until > at),
    measures: measuresOf(pathway, decisions.dueEveryMinutes),
    changedAt: at,
  };
}

/** What the pathway measures, and whatever else is to be waited for. */
export function measuresOf(pathway: Pathway, dueEvery: MonitoringPlan['dueEveryMinutes']): MonitoringPlan['measures'] {
  const byPathway = pathway.file.measures.map(({ code }) => code);
  // Its keys are codes, which Object.keys forgets.
  const waitedFor = (Object.keys(dueEvery) as MonitoringPlan['measures']).filter(
    (code) => typeof dueEvery[code] === 'number',
  );
  return [...new Set([...byPathway, ...waitedFor])];
}

/**
 * Why no early-warning chart is for the patient on a pathway, where that is so, and when they turn 16, where that is to come.
 *
 * @see Royal College of Physicians, NEWS2 (2017): not for under-16s, nor in pregnancy. Other charts say for themselves.
 */
export function chartOf(
  { birthDate, decisions: { pregnancy } }: Pick<PlanFacts, 'birthDate' | 'decisions'>,
  pathway: Pathway,
  at: Instant,
): Pick<MonitoringPlan, 'exclusion' | 'scoredFrom'> {
  const birthday = sixteenthBirthday(birthDate);
  const scoredFrom = at < birthday ? birthday : null;
  const exclusions = exclusionsAt({ exclusion: null, scoredFrom, pregnancy }, Date.parse(at));
  const [first = null] = pathway.chartFor(exclusions) === undefined ? exclusions : [];
  return { exclusion: first, scoredFrom };
}
