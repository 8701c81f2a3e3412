import type { Pathway } from '#libs/clinical';
import type { Exclusion, Instant, MonitoringPlan, PatientId } from '#libs/contracts';
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
  readonly chosenExclusion: Exclusion | null;
}

/** A plan with everything that the next one follows from: one state of its history. */
export interface RecordedPlan extends MonitoringPlan {
  readonly chosenExclusion: Exclusion | null;
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
  chosenExclusion: null,
  oxygenScale: null,
  monitoring: 'intermittent',
  validityMinutes: {},
  dueEveryMinutes: {},
  thresholds: [],
  ceilingOfCare: null,
  pauses: [],
  // For how long a late reading may still correct past scores, where nothing else is agreed.
  latenessHours: 24,
};

/** The decisions that a plan was made with. */
export function decisionsOf(plan: RecordedPlan): PlanDecisions {
  const { oxygenScale, monitoring, validityMinutes, dueEveryMinutes, thresholds, ceilingOfCare, pauses } = plan;
  return {
    chosenExclusion: plan.chosenExclusion,
    oxygenScale,
    monitoring,
    validityMinutes,
    dueEveryMinutes,
    thresholds,
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
  const { chosenExclusion: _chosen, ...decisions } = facts.decisions;
  return {
    patientId: facts.patientId,
    revision,
    stay: facts.stay,
    ...exclusionOf(facts, pathway, at),
    ruleSet: { id: pathway.file.id, version: pathway.file.version },
    ...decisions,
    pauses: decisions.pauses.filter(({ until }) => until > at),
    measures: measuresOf(pathway, decisions.dueEveryMinutes),
    changedAt: at,
  };
}

/** What the pathway measures, and whatever else is to be waited for. */
function measuresOf(pathway: Pathway, dueEvery: MonitoringPlan['dueEveryMinutes']): MonitoringPlan['measures'] {
  const byPathway = pathway.file.measures.map(({ code }) => code);
  // Its keys are codes, which Object.keys forgets.
  const waitedFor = (Object.keys(dueEvery) as MonitoringPlan['measures']).filter(
    (code) => typeof dueEvery[code] === 'number',
  );
  return [...new Set([...byPathway, ...waitedFor])];
}

/**
 * Why the patient must not be scored on the pathway's chart, and when that ends by itself. Age and pathway cannot be
 * overruled. What does not end by itself comes before age: a sixteenth birthday changes nothing about a pregnancy.
 *
 * @see Royal College of Physicians, NEWS2 (2017): not for under-16s, nor in pregnancy. Other charts say for themselves.
 */
function exclusionOf(
  { birthDate, decisions }: PlanFacts,
  pathway: Pathway,
  at: Instant,
): Pick<MonitoringPlan, 'exclusion' | 'scoredFrom'> {
  const { notFor } = pathway.chart.file;
  const chosen = decisions.chosenExclusion === 'under-16' ? null : decisions.chosenExclusion;
  const lasting = pathway.file.exclusion ?? chosen;
  if (lasting !== null && notFor.includes(lasting)) return { exclusion: lasting, scoredFrom: null };
  const scoredFrom = sixteenthBirthday(birthDate);
  if (at < scoredFrom && notFor.includes('under-16')) return { exclusion: 'under-16', scoredFrom };
  return { exclusion: null, scoredFrom: null };
}
