import { Inject, Injectable } from '@nestjs/common';
import {
  type CarriedCounts,
  type Merge,
  type MergePreview,
  type MergeSide,
  type Page,
  type PatientId,
  PatientNotFoundError,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import { CarriedReadingsService } from '../../record/chart/carried-readings.service.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import { MergedRecordsService } from '../../record/merges/merged-records.service.ts';
import type { MergeableRecord } from '../../record/patients/patient-identity.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { CarriedRowsStore } from './carried-rows.store.ts';
import { partyOf, planAfterMerge, refusalOfMerge } from './merge-decision.ts';
import { shownMerge } from './merge-words.ts';

/** Says what a merge would do, and which merges there were. */
@Injectable()
export class MergePreviewsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly patients: PatientsService,
    private readonly records: MergedRecordsService,
    private readonly readings: CarriedReadingsService,
    private readonly flags: FlagsService,
    private readonly rows: CarriedRowsStore,
  ) {}

  /**
   * As things are now: it is looked at again, with both records locked, when the merge is made.
   *
   * @throws PatientNotFoundError
   */
  async preview(survivorId: PatientId, duplicateId: PatientId): Promise<MergePreview> {
    const found = await this.patients.mergeable([survivorId, duplicateId]);
    const [survivor, duplicate] = [found.get(survivorId), found.get(duplicateId)];
    if (survivor === undefined) throw new PatientNotFoundError(survivorId);
    if (duplicate === undefined) throw new PatientNotFoundError(duplicateId);
    const { pool } = this.database;
    const accepted = await this.rows.withAcceptedReferral(pool, [survivorId, duplicateId]);
    return {
      survivor: await this.#side(survivor),
      duplicate: await this.#side(duplicate),
      carried: await this.countsOf(pool, survivorId, duplicateId),
      planOf: planAfterMerge(duplicate),
      refusal: refusalOfMerge(partyOf(survivor, accepted), partyOf(duplicate, accepted)),
    };
  }

  /** How much of each kind a merge would carry, by the given connection. */
  async countsOf(
    client: Pick<PoolClient, 'query'>,
    survivorId: PatientId,
    duplicateId: PatientId,
  ): Promise<CarriedCounts> {
    return {
      ...(await this.rows.counts(client, duplicateId)),
      readings: await this.readings.count(client, duplicateId),
      flags: await this.flags.countToCarry(client, { from: duplicateId, to: survivorId }),
    };
  }

  /**
   * Every merge that the record was part of, on either side, the newest first.
   *
   * @throws PatientNotFoundError
   */
  async mergesOf(patientId: PatientId): Promise<Page<Merge>> {
    if (!(await this.patients.findMany([patientId])).has(patientId)) throw new PatientNotFoundError(patientId);
    const merges = await this.records.of(patientId);
    const duplicates = await this.patients.findMany(merges.map(({ duplicateId }) => duplicateId));
    const items = merges.flatMap((merge) => {
      const duplicate = duplicates.get(merge.duplicateId);
      return duplicate === undefined ? [] : [shownMerge(merge, duplicate)];
    });
    return { items, nextCursor: null };
  }

  async #side({ patient }: MergeableRecord): Promise<MergeSide> {
    const { id: patientId, ...who } = patient;
    return { ...who, patientId, openStayId: await this.rows.openStayOf(this.database.pool, patientId) };
  }
}
