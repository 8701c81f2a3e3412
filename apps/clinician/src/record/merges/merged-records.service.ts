import { Injectable } from '@nestjs/common';
import type { MergeId, PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { MergeRecord } from './merge-record.ts';
import { MergesStore } from './merges.store.ts';

/** Knows which records were merged into which, and what went with them. */
@Injectable()
export class MergedRecordsService {
  constructor(private readonly store: MergesStore) {}

  /** Of those that were merged, the merge that holds. */
  async inForce(client: PoolClient, duplicateIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, MergeRecord>> {
    return new Map((await this.store.inForce(client, duplicateIds)).map((merge) => [merge.duplicateId, merge]));
  }

  async find(id: MergeId, client?: PoolClient): Promise<MergeRecord | undefined> {
    return this.store.find(id, client);
  }

  /** Every merge that the record was ever part of, on either side, the newest first. */
  async of(patientId: PatientId): Promise<readonly MergeRecord[]> {
    return this.store.of(patientId);
  }

  async add(client: PoolClient, merge: MergeRecord): Promise<void> {
    await this.store.add(client, merge);
  }

  async setUndone(client: PoolClient, id: MergeId, undone: NonNullable<MergeRecord['undone']>): Promise<void> {
    await this.store.setUndone(client, id, undone);
  }
}
