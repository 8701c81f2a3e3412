import type { PatientId, Score } from '#libs/contracts';

/** Patients who are counted together. */
export interface PatientGroup {
  readonly key: string;
  readonly patientIds: readonly PatientId[];
}

/** How many patients of a group are at a tier. */
export interface TierCount {
  readonly key: string;
  readonly tier: Score['tier'];
  readonly patients: number;
}
