import { Injectable } from '@nestjs/common';
import type { PatientId } from '#libs/contracts';
import { ScoringStatusStore } from './scoring-status.store.ts';

/** Knows whose readings the scoring service keeps without scoring them, and by which plans it scores the others. */
@Injectable()
export class ScoringStatusService {
  constructor(private readonly store: ScoringStatusStore) {}

  /** Those of the patients who are not scored at the moment, with the reason in words. */
  async parked(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, string>> {
    return patientIds.length === 0 ? new Map() : this.store.parked(patientIds);
  }

  /** The newest revision of each patient's plan that readings are scored by; none for patients of whom it has none. */
  async planRevisions(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, number>> {
    return patientIds.length === 0 ? new Map() : this.store.planRevisions(patientIds);
  }
}
