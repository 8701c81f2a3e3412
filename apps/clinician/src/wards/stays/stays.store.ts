import { Inject, Injectable } from '@nestjs/common';
import {
  instant,
  type Instant,
  type PatientId,
  type PersonReference,
  type Stay,
  type StayId,
  type StayQuery,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface StayRow {
  readonly id: StayId;
  readonly patient_id: PatientId;
  readonly pathway: string;
  readonly entry: Stay['entry'];
  readonly state: Stay['state'];
  readonly admitted_at: Date;
  readonly admitted_by: PersonReference;
  readonly discharged_at: Date | null;
  readonly discharged_by: PersonReference | null;
  readonly discharge_reason: string | null;
  readonly discharge_destination: Stay['dischargeDestination'];
  readonly responsible: Stay['responsible'];
  readonly revision: number;
}

/** A stay as its table has it: its ward follows from its placements. */
export type StayRecord = Omit<Stay, 'wardId'>;

/** Whether a stay began, and whether it ended, in a period. */
export interface Move {
  readonly id: StayId;
  readonly admitted: boolean;
  readonly discharged: boolean;
}

/** The table `stay`. */
@Injectable()
export class StaysStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(ids: readonly StayId[], client: Pool | PoolClient = this.database.pool): Promise<readonly StayRecord[]> {
    if (ids.length === 0) return [];
    const { rows } = await client.query<StayRow>({
      name: 'stays-find',
      text: 'select * from stay where id = any($1::uuid[])',
      values: [ids],
    });
    return rows.map(fromRow);
  }

  async openOf(patientIds: readonly PatientId[]): Promise<readonly StayRecord[]> {
    const { rows } = await this.database.pool.query<StayRow>({
      name: 'stays-open-of',
      text: `select * from stay where patient_id = any($1::uuid[]) and state = 'admitted'`,
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  async allOpen(): Promise<readonly StayRecord[]> {
    const { rows } = await this.database.pool.query<StayRow>({
      name: 'stays-all-open',
      text: `select * from stay where state = 'admitted'`,
    });
    return rows.map(fromRow);
  }

  /** The stays that began or ended in a period. */
  async movesIn({ from, until }: { readonly from: Instant; readonly until: Instant }): Promise<readonly Move[]> {
    const { rows } = await this.database.pool.query<Move>({
      name: 'stays-moves-in',
      text: `select id, admitted_at >= $1 and admitted_at < $2 as admitted,
               coalesce(discharged_at >= $1 and discharged_at < $2, false) as discharged
             from stay where (admitted_at >= $1 and admitted_at < $2) or (discharged_at >= $1 and discharged_at < $2)`,
      values: [from, until],
    });
    return rows;
  }

  /** Newest admission first; one more than the limit, where there is one. */
  async list(
    query: Omit<StayQuery, 'wardId'> & { readonly ids: readonly StayId[] | undefined },
    after: readonly [admittedAt: string, id: string] | undefined,
  ): Promise<readonly StayRecord[]> {
    const [admittedAt, id] = after ?? [];
    const { rows } = await this.database.pool.query<StayRow>(
      `select * from stay
       where ($1::uuid[] is null or id = any($1))
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3)
         and ($4::timestamptz is null or (admitted_at, id) < ($4, $5::uuid))
       order by admitted_at desc, id desc
       limit $6`,
      [query.ids, query.patientId, query.state, admittedAt, id, query.limit + 1],
    );
    return rows.map(fromRow);
  }

  /**
   * The open stays of the patients, in the order of patients. No other command ends or moves them until the transaction
   * ends.
   */
  async lockOpen(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<readonly { readonly id: StayId; readonly patientId: PatientId; readonly pathway: string }[]> {
    const { rows } = await client.query<{ id: StayId; patientId: PatientId; pathway: string }>({
      name: 'stays-lock-open',
      text: `select id, patient_id as "patientId", pathway from stay
             where patient_id = any($1::uuid[]) and state = 'admitted' order by patient_id for no key update`,
      values: [patientIds],
    });
    return rows;
  }

  /** No other command changes the stay, or raises an alert for it, until the transaction ends. */
  async lock(client: PoolClient, id: StayId): Promise<StayRecord | undefined> {
    const { rows } = await client.query<StayRow>('select * from stay where id = $1 for no key update', [id]);
    return rows.map(fromRow).at(0);
  }

  async save(client: PoolClient, stay: StayRecord): Promise<void> {
    await client.query(
      `insert into stay (id, patient_id, pathway, entry, state, admitted_at, admitted_by,
         discharged_at, discharged_by, discharge_reason, discharge_destination, responsible, revision)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (id) do update set
         state = excluded.state, discharged_at = excluded.discharged_at, discharged_by = excluded.discharged_by,
         discharge_reason = excluded.discharge_reason, discharge_destination = excluded.discharge_destination,
         responsible = excluded.responsible, revision = excluded.revision`,
      [
        stay.id,
        stay.patientId,
        stay.pathway,
        stay.entry,
        stay.state,
        stay.admittedAt,
        stay.admittedBy,
        stay.dischargedAt,
        stay.dischargedBy,
        stay.dischargeReason,
        stay.dischargeDestination,
        stay.responsible,
        stay.revision,
      ],
    );
  }
}

function fromRow(row: StayRow): StayRecord {
  return {
    id: row.id,
    patientId: row.patient_id,
    pathway: row.pathway,
    entry: row.entry,
    state: row.state,
    admittedAt: instant(row.admitted_at),
    admittedBy: row.admitted_by,
    dischargedAt: row.discharged_at === null ? null : instant(row.discharged_at),
    dischargedBy: row.discharged_by,
    dischargeReason: row.discharge_reason,
    dischargeDestination: row.discharge_destination,
    responsible: row.responsible,
    revision: row.revision,
  };
}
