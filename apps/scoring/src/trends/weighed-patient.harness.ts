import type { ObservationCode, PathwayFile, RuleBook, TrendRule } from '#libs/clinical';
import { type MonitoringPlan, ObservationId, derivedId } from '#libs/contracts';
import { aPathway, noon, PatientFixture, testRules, weightGain } from '#libs/fixtures';
import { PlanVersions, type TakenReading } from '#libs/timeline';

const hourInMs = 3_600_000;

/** A pathway with one rule of each kind. */
export const trendPathway: PathwayFile = aPathway({
  ladder: [],
  thresholds: [],
  trends: [
    { ...weightGain, reason: 'fluid may be building up' },
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
});

/** What is gained slowly, at a lower tier. */
const slowGain: TrendRule = {
  id: 'weight-gain-slow',
  tier: 'low-medium',
  reason: 'fluid may be building up slowly',
  kind: 'from-baseline',
  code: 'body-weight',
  direction: 'rise',
  by: 2,
  withinHours: 168,
  baselineDays: 7,
};

/** With the same pathway without trends beside it, and with two rules about one code. */
export const trendRules: RuleBook = testRules(
  trendPathway,
  { ...trendPathway, id: 'trendless', trends: [] },
  { ...trendPathway, id: 'fast-and-slow', trends: [weightGain, slowGain] },
);

/** Hours after noon, by which these tests count time. */
export function atHour(hour: number): number {
  return noon + hour * hourInMs;
}

export function hourOf(atMs: number): number {
  return (atMs - noon) / hourInMs;
}

/** One patient's readings and plans, in hours after noon. */
export class WeighedPatient {
  readonly fixture: PatientFixture;
  #readings = 0;

  constructor(name?: string) {
    this.fixture = new PatientFixture(name);
  }

  get patientId(): PatientFixture['patientId'] {
    return this.fixture.patientId;
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
      takenAt: this.fixture.at(hour * 60),
      takenAtMs: atHour(hour),
      receivedAtMs: atHour(hour),
    };
  }

  plan(hour: number, changes: Partial<MonitoringPlan> = {}): MonitoringPlan {
    return this.fixture.plan(hour * 60, changes);
  }

  versions(...plans: readonly MonitoringPlan[]): PlanVersions {
    return new PlanVersions(plans, trendRules);
  }
}
