import { Inject, Injectable } from '@nestjs/common';
import { type CarriedCounts, instant, type MergeId, type PatientId, type PersonReference } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { CarriedRows, MergeRecord } from './merge-record.ts';

interface MergeRow {
  readonly id: MergeId;
  readonly survivor_id: PatientId;
  readonly duplicate_id: PatientId;
  readonly merged_by: PersonReference;
  readonly merged_at: Date;
  readonly reason: string;
  readonly counts: CarriedCounts;
  readonly carried: CarriedRows;
  readonly undone_by: PersonReference | null;
  readonly undone_at: Date | null;
  readonly undo_reason: string | null;
}

/** The table `patient_merge`. */
@Injectable()
export class MergesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: MergeId, client: Pick<PoolClient, 'query'> = this.database.pool): Promise<MergeRecord | undefined> {
    const { rows } = await client.query<MergeRow>('select * from patient_merge where id = $1', [id]);
    return rows.map(fromRow).at(0);
  }

  /** Those that hold, by the record that was merged. */
  async inForce(client: PoolClient, duplicateIds: readonly PatientId[]): Promise<readonly MergeRecord[]> {
    const { rows } = await client.query<MergeRow>({
      name: 'merges-in-force',
      text: 'select * from patient_merge where duplicate_id = any($1::uuid[]) and undone_at is null',
      values: [duplicateIds],
    });
    return rows.map(fromRow);
  }

  /** Every merge that the record was ever part of, on either side, the newest first. */
  async of(patientId: PatientId): Promise<readonly MergeRecord[]> {
    const { rows } = await this.database.pool.query<MergeRow>(
      'select * from patient_merge where survivor_id = $1 or duplicate_id = $1 order by merged_at desc, id',
      [patientId],
    );
    return rows.map(fromRow);
  }

  async add(client: PoolClient, merge: MergeRecord): Promise<void> {
    const { id, survivorId, duplicateId, by, at, reason, counts, carried } = merge;
    await client.query(
      `insert into patient_merge (id, survivor_id, duplicate_id, merged_by, merged_at, reason, counts, carried)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, survivorId, duplicateId, by, at, reason, counts, carried],
    );
  }

  async setUndone(
    client: PoolClient,
    id: MergeId,
    { by, at, reason }: NonNullable<MergeRecord['undone']>,
  ): Promise<void> {
    await client.query('update patient_merge set undone_by = $2, undone_at = $3, undo_reason = $4 where id = $1', [
      id,
      by,
      at,
      reason,
    ]);
  }
}

function fromRow(row: MergeRow): MergeRecord {
  const { undone_by: undoneBy, undone_at: undoneAt, undo_reason: undoReason } = row;
  return {
    id: row.id,
    survivorId: row.survivor_id,
    duplicateId: row.duplicate_id,
    by: row.merged_by,
    at: instant(row.merged_at),
    reason: row.reason,
    counts: row.counts,
    carried: row.carried,
    undone:
      undoneBy === null || undoneAt === null || undoReason === null
        ? null
        : { by: undoneBy, at: instant(undoneAt), reason: undoReason },
  };
}
