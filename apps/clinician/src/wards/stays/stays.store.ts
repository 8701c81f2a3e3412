import { Inject, Injectable } from '@nestjs/common';
import { instant, type PatientId, type Stay, type StayId, type StayQuery, type WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

interface StayRow {
  readonly id: StayId;
  readonly patient_id: PatientId;
  readonly ward_id: WardId;
  readonly pathway: string;
  readonly entry: Stay['entry'];
  readonly state: Stay['state'];
  readonly admitted_at: Date;
  readonly admitted_by: string;
  readonly discharged_at: Date | null;
  readonly discharged_by: string | null;
  readonly discharge_reason: string | null;
}

/** The table `stay`. */
@Injectable()
export class StaysStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: StayId): Promise<Stay | undefined> {
    const { rows } = await this.database.pool.query<StayRow>('select * from stay where id = $1', [id]);
    return rows.map(fromRow).at(0);
  }

  /** Newest admission first; one more than the limit, where there is one. */
  async list(query: StayQuery, after: readonly [admittedAt: string, id: string] | undefined): Promise<readonly Stay[]> {
    const { rows } = await this.database.pool.query<StayRow>(
      `select * from stay
       where ($1::uuid is null or ward_id = $1)
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3)
         and ($4::timestamptz is null or (admitted_at, id) < ($4, $5::uuid))
       order by admitted_at desc, id desc
       limit $6`,
      [
        query.wardId ?? null,
        query.patientId ?? null,
        query.state ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        query.limit + 1,
      ],
    );
    return rows.map(fromRow);
  }

  /** Whether there is such a patient, and their open stay. Nobody else admits the patient until the transaction ends. */
  async lockPatient(
    client: PoolClient,
    patientId: PatientId,
  ): Promise<{ readonly openStayId: StayId | undefined } | undefined> {
    const { rowCount } = await client.query('select from patient where id = $1 for no key update', [patientId]);
    if (rowCount === 0) return undefined;
    const { rows } = await client.query<{ id: StayId }>(
      `select id from stay where patient_id = $1 and state = 'admitted'`,
      [patientId],
    );
    return { openStayId: rows.at(0)?.id };
  }

  /**
   * Nobody raises an alert for the stay, ends it, or changes the patient's plan until the transaction ends. The patient comes
   * first, as for everybody who locks both.
   */
  async lock(client: PoolClient, id: StayId): Promise<Stay | undefined> {
    await client.query('select from patient where id = (select patient_id from stay where id = $1) for no key update', [
      id,
    ]);
    const { rows } = await client.query<StayRow>('select * from stay where id = $1 for update', [id]);
    return rows.map(fromRow).at(0);
  }

  async save(client: PoolClient, stay: Stay): Promise<void> {
    await client.query(
      `insert into stay (id, patient_id, ward_id, pathway, entry, state, admitted_at, admitted_by,
         discharged_at, discharged_by, discharge_reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (id) do update set
         state = excluded.state, discharged_at = excluded.discharged_at, discharged_by = excluded.discharged_by,
         discharge_reason = excluded.discharge_reason`,
      [
        stay.id,
        stay.patientId,
        stay.wardId,
        stay.pathway,
        stay.entry,
        stay.state,
        stay.admittedAt,
        stay.admittedBy,
        stay.dischargedAt,
        stay.dischargedBy,
        stay.dischargeReason,
      ],
    );
  }
}

function fromRow(row: StayRow): Stay {
  return {
    id: row.id,
    patientId: row.patient_id,
    wardId: row.ward_id,
    pathway: row.pathway,
    entry: row.entry,
    state: row.state,
    admittedAt: instant(row.admitted_at),
    admittedBy: row.admitted_by,
    dischargedAt: row.discharged_at === null ? null : instant(row.discharged_at),
    dischargedBy: row.discharged_by,
    dischargeReason: row.discharge_reason,
  };
}
