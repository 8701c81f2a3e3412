import type { Pathway, RuleBook } from '#libs/clinical';
import { derivedId, instant, kindOfCondition, type MonitoringPlan, PatientId, StayId, WardId } from '#libs/contracts';
import { type LevelChange, PlanVersions } from '#libs/timeline';
import type { CourseOfIllness } from '../simulation/course-of-illness.ts';
import { measuredCourse, type MeasuredSet, type MeasuringPatient } from './measured-course.ts';
import { fallingIll, stableCourse, stableHours } from './tested-courses.ts';

/** What the rules of a pathway make of patients who measure as it asks. */
export interface AlertFigures {
  readonly pathway: string;
  /** Alerts raised for patients to whom nothing happens, for each day of each of them. */
  readonly perStablePatientDay: number;
  /** Hours from when the illness began until the first alert that is raised after it, in rising order; Infinity for none. */
  readonly onsetToAlertHours: Readonly<Record<Pace, readonly number[]>>;
}

/** How many times as long as in the simulator an illness takes. */
export const paces = { sudden: 1, slow: 4 } as const;
export type Pace = keyof typeof paces;

export interface BackTest {
  readonly rules: RuleBook;
  readonly patients: number;
  readonly seed: number;
  /** Works out the levels as the scoring service does. */
  readonly levelChangesOf: (measured: Measured) => readonly LevelChange[];
}

export interface Measured {
  readonly patientId: PatientId;
  readonly plans: PlanVersions;
  readonly entries: readonly MeasuredSet[];
  readonly untilMs: number;
}

const hourInMs = 3_600_000;
const fromMs = Date.UTC(2026, 0, 5, 8);
/** For so long after its onset an illness is followed, times its slowness. */
const illHours = 96;
/** An alert clears once its level has been low for so long: what rises sooner is the same alert still. */
const clearingMs = hourInMs;

/** Alerts while stable, and how soon there is one in illness, for each pathway: a function of the rules and the seed. */
export function backTest(test: BackTest): readonly AlertFigures[] {
  const newest = Map.groupBy(test.rules.pathways, ({ file }) => file.id).values();
  return [...newest]
    .flatMap((versions) => versions.toSorted((one, other) => other.file.version - one.file.version).slice(0, 1))
    .map((pathway) => figuresOf(pathway, test));
}

function figuresOf(pathway: Pathway, test: BackTest): AlertFigures {
  const { id } = pathway.file;
  const indices = Array.from({ length: test.patients }, (_, index) => index);
  const onsetMs = fromMs + stableHours * hourInMs;
  const raisedOf = (course: CourseOfIllness, index: number, hours: number): readonly number[] =>
    raisedAlertsMs(changesOf(pathway, { test, course, index, hours }));
  const alerts = indices.reduce((sum, index) => sum + raisedOf(stableCourse(id), index, stableHours).length, 0);
  const onsetToAlertHours = (slowness: number): readonly number[] =>
    indices
      .map((index) => {
        const raised = raisedOf(fallingIll(id, slowness), index, stableHours + illHours * slowness);
        return ((raised.find((atMs) => atMs > onsetMs) ?? Infinity) - onsetMs) / hourInMs;
      })
      .sort((one, other) => one - other);
  return {
    pathway: id,
    perStablePatientDay: alerts / ((test.patients * stableHours) / 24),
    onsetToAlertHours: { sudden: onsetToAlertHours(paces.sudden), slow: onsetToAlertHours(paces.slow) },
  };
}

interface Followed {
  readonly test: BackTest;
  readonly course: CourseOfIllness;
  readonly index: number;
  readonly hours: number;
}

function changesOf(pathway: Pathway, { test, course, index, hours }: Followed): readonly LevelChange[] {
  const patientId = PatientId.parse(derivedId('back-test-patient', pathway.key, String(index)));
  const plans = new PlanVersions([planOf(pathway, patientId)], test.rules);
  const patient: MeasuringPatient = { index, seed: test.seed, course, aheadHours: 0 };
  const entries = measuredCourse(patient, pathway.file.measures, { fromMs, hours });
  return test.levelChangesOf({ patientId, plans, entries, untilMs: fromMs + hours * hourInMs });
}

function planOf({ file }: Pathway, patientId: PatientId): MonitoringPlan {
  const from = instant(fromMs);
  return {
    patientId,
    revision: 1,
    stay: {
      stayId: StayId.parse(derivedId('back-test-stay', patientId)),
      wardId: WardId.parse(derivedId('back-test-ward')),
      pathway: file.id,
      admittedAt: from,
    },
    oxygenScale: null,
    exclusion: file.exclusion,
    scoredFrom: null,
    ruleSet: { id: file.id, version: file.version },
    monitoring: 'intermittent',
    validityMinutes: {},
    dueEveryMinutes: {},
    thresholds: [],
    ceilingOfCare: null,
    pauses: [],
    latenessHours: 24,
    measures: file.measures.map(({ code }) => code),
    changedAt: from,
  };
}

/**
 * When alerts are raised, in order. Those of silence are left out: the patients here measure by the pathway alone, and not sooner
 * where a score asks for it.
 */
function raisedAlertsMs(changes: readonly LevelChange[]): readonly number[] {
  const raised: number[] = [];
  for (const [condition, ofCondition] of Map.groupBy(changes, (change) => change.condition)) {
    if (kindOfCondition(condition) === 'silence') continue;
    let lowSinceMs = -Infinity;
    for (const { atMs, tier, previousTier } of ofCondition) {
      if (tier === 'low') lowSinceMs = atMs;
      else if (previousTier === 'low' && atMs - lowSinceMs >= clearingMs) raised.push(atMs);
    }
  }
  return raised.sort((one, other) => one - other);
}
