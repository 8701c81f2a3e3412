import { Injectable } from '@nestjs/common';
import type { PatientId } from '#libs/contracts';
import { ScoringStatusStore } from './scoring-status.store.ts';

/** Knows whose readings the scoring service keeps without scoring them. */
@Injectable()
export class ScoringStatusService {
  constructor(private readonly store: ScoringStatusStore) {}

  /** Those of the patients who are not scored at the moment, with the reason in words. */
  async parked(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, string>> {
    return patientIds.length === 0 ? new Map() : this.store.parked(patientIds);
  }
}
