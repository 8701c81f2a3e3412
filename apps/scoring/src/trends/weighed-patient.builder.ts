import { news2Chart, type ObservationCode, type PathwayFile, type RuleBook, ruleBookOf } from '#libs/clinical';
import { derivedId, instant, type MonitoringPlan, ObservationId, PatientId, StayId, WardId } from '#libs/contracts';
import { PlanVersions, type TakenReading } from '#libs/timeline';

const hourInMs = 3_600_000;
const noonMs = Date.UTC(2026, 10, 21, 12);

/** A pathway for tests, with one rule of each kind. */
export const trendPathway = {
  kind: 'pathway',
  id: 'general',
  version: 1,
  title: 'General',
  source: 'made up for tests',
  chart: 'news2-2017',
  exclusion: null,
  measures: [
    { code: 'body-weight', everyMinutes: null },
    { code: 'pulse-rate', everyMinutes: null },
  ],
  dueByScore: false,
  quality: {
    poorBelowPerfusionIndex: 0.4,
    poorAboveMotion: 0.6,
    poorBelowSignalStrength: 0.3,
    confirmWithinMinutes: 5,
  },
  ladder: [],
  thresholds: [],
  trends: [
    {
      id: 'weight-gain',
      tier: 'medium',
      reason: 'fluid may be building up',
      kind: 'change',
      code: 'body-weight',
      direction: 'rise',
      by: 2,
      withinHours: 72,
    },
    { id: 'worsening', tier: 'low-medium', reason: 'the score rises', kind: 'score-rise', by: 3, withinHours: 24 },
    {
      id: 'pulse-up',
      tier: 'low-medium',
      reason: 'far from what is usual',
      kind: 'from-baseline',
      code: 'pulse-rate',
      direction: 'rise',
      by: 20,
      withinHours: 24,
      baselineDays: 7,
    },
  ],
  escalation: { alertAtMost: 'high', instruction: 'Ring the heart failure nurse.' },
} satisfies PathwayFile;

/** The same pathway without trends. */
export const trendlessPathway = { ...trendPathway, id: 'trendless', trends: [] } satisfies PathwayFile;

export const trendRules: RuleBook = ruleBookOf(
  [news2Chart.file, trendPathway, trendlessPathway].map((json) => ({ name: `${json.id}.json`, json })),
);

/** Hours after noon, as these tests tell time. */
export function atHour(hour: number): number {
  return noonMs + hour * hourInMs;
}

export function hourOf(atMs: number): number {
  return (atMs - noonMs) / hourInMs;
}

/** For tests: one patient's readings and plans, told in hours after noon. The same name is the same patient. */
export class WeighedPatient {
  readonly patientId: PatientId;
  readonly stayId: StayId;
  #readings = 0;
  #plans = 0;

  constructor(name = 'a patient') {
    this.patientId = PatientId.parse(derivedId('test-patient', name));
    this.stayId = StayId.parse(derivedId('test-stay', name));
  }

  weighs(hour: number, kilograms: number): TakenReading {
    return this.reads(hour, 'body-weight', kilograms);
  }

  reads(hour: number, code: ObservationCode, value: number): TakenReading {
    this.#readings += 1;
    return {
      observationId: ObservationId.parse(derivedId('test-observation', String(this.#readings))),
      code,
      value,
      takenAt: instant(atHour(hour)),
      takenAtMs: atHour(hour),
    };
  }

  /** The next revision of the plan: on a ward, with nothing decided, unless told otherwise. */
  plan(hour: number, changes: Partial<MonitoringPlan> = {}): MonitoringPlan {
    this.#plans += 1;
    const changedAt = instant(atHour(hour));
    const wardId = WardId.parse(derivedId('test-ward', 'one'));
    return {
      patientId: this.patientId,
      revision: this.#plans,
      stay: { stayId: this.stayId, wardId, pathway: 'general', admittedAt: changedAt },
      oxygenScale: null,
      exclusion: null,
      scoredFrom: null,
      ruleSet: { id: 'general', version: 1 },
      monitoring: 'intermittent',
      validityMinutes: {},
      dueEveryMinutes: {},
      thresholds: [],
      ceilingOfCare: null,
      pauses: [],
      latenessHours: 24,
      measures: [],
      changedAt,
      ...changes,
    };
  }

  versions(...plans: readonly MonitoringPlan[]): PlanVersions {
    return new PlanVersions(plans, trendRules, { latenessHours: 24 });
  }
}
