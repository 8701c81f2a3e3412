import { Injectable } from '@nestjs/common';
import type { PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import { RetractionsStore, type RetractionByPerson } from './retractions.store.ts';

/** Knows what people have retracted. */
@Injectable()
export class RetractionsService {
  constructor(private readonly store: RetractionsStore) {}

  /** What a person retracted last of each patient's readings; none for those of whom nothing was ever retracted. */
  async newestOf(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, RetractionByPerson>> {
    return patientIds.length === 0 ? new Map() : this.store.newestByPerson(client, patientIds);
  }
}
