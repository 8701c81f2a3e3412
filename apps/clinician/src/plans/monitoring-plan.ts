import type { Exclusion, Instant, MonitoringPlan, OxygenScalePrescription, PatientId } from '#libs/contracts';
import { pathwayNamed } from './pathways.ts';

/** What a monitoring plan follows from. */
export interface PlanFacts {
  readonly patientId: PatientId;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly stay: MonitoringPlan['stay'];
  readonly oxygenScale: OxygenScalePrescription | null;
  /** What a prescriber decided, as against what follows from age and pathway. */
  readonly chosenExclusion: Exclusion | null;
}

/** For how long a late reading may still correct past scores, where nothing else is agreed. */
export const defaultLatenessHours = 24;

/** NEWS2 is for people of 16 and over. */
const youngestScoredYears = 16;

/**
 * The plan that follows from who the patient is, where they are and what was prescribed.
 *
 * Age is taken at `at`: somebody who turns 16 during a stay is scored from the next change of the plan on.
 */
export function deriveMonitoringPlan(facts: PlanFacts, revision: number, at: Instant): MonitoringPlan {
  const pathway = pathwayNamed(facts.stay?.pathway ?? '');
  return {
    patientId: facts.patientId,
    revision,
    stay: facts.stay,
    oxygenScale: facts.oxygenScale,
    exclusion: exclusionOf(facts, at),
    validityMinutes: pathway.validityMinutes,
    latenessHours: defaultLatenessHours,
    measures: [...pathway.measures],
    changedAt: at,
  };
}

/**
 * Why the patient must not be scored; null where nothing stands against it. Age and pathway cannot be overruled.
 *
 * @see Royal College of Physicians, NEWS2 (2017): not for under-16s, nor in pregnancy.
 */
function exclusionOf(facts: PlanFacts, at: Instant): Exclusion | null {
  if (yearsOld(facts.birthDate, at) < youngestScoredYears) return 'under-16';
  const ofPathway = facts.stay === null ? null : pathwayNamed(facts.stay.pathway).exclusion;
  return ofPathway ?? facts.chosenExclusion;
}

/** Whole years on the day of `at`, UTC; somebody born on 29 February is a year older from 1 March in other years. */
export function yearsOld(birthDate: string, at: Instant): number {
  const today = at.slice(0, 10);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
