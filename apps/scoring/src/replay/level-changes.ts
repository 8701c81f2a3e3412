import type { PatientId } from '#libs/contracts';
import type { LevelChange, PlanVersions } from '#libs/timeline';
import type { TakenEntry } from '../composition/stored-history.ts';
import { trendChanges } from '../trends/trend-levels.ts';
import { reachMs } from '../trends/watched-rules.ts';
import { ReplayedPatient } from './replayed-patient.ts';

export interface MeasuredPatient {
  readonly patientId: PatientId;
  readonly plans: PlanVersions;
  /** In order of time. */
  readonly entries: readonly TakenEntry[];
  readonly untilMs: number;
}

/** Every change of level that follows from what was measured of one patient, as the live service would publish it. */
export function levelChangesOf({ patientId, plans, entries, untilMs }: MeasuredPatient): readonly LevelChange[] {
  const patient = new ReplayedPatient({ patientId, plans, trends: { reachMs, changes: trendChanges } });
  const before = patient.take(entries).changes;
  return [...before, ...patient.advance(untilMs).changes];
}
