import { Inject, Injectable } from '@nestjs/common';
import {
  instant,
  type Instant,
  type PatientId,
  type PersonReference,
  type Stay,
  type StayId,
  type StayQuery,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../parts.module.ts';
import type { StayCounts } from './beds/bed-figures.ts';

interface StayRow {
  readonly id: StayId;
  readonly patient_id: PatientId;
  readonly pathway: string;
  readonly entry: Stay['entry'];
  readonly referral_id: Stay['referralId'];
  readonly state: Stay['state'];
  readonly admitted_at: Date;
  readonly admitted_by: PersonReference;
  readonly expected_on: string | null;
  readonly leave: Stay['leave'];
  readonly discharged_at: Date | null;
  readonly discharged_by: PersonReference | null;
  readonly discharge_reason: string | null;
  readonly discharge_destination: Stay['dischargeDestination'];
  readonly cancelled: Stay['cancelled'];
  readonly reinstated: Stay['reinstated'];
  readonly responsible: Stay['responsible'];
  readonly revision: number;
}

/** A stay as its table has it: its ward and its bed follow from its placements. */
export type StayRecord = Omit<Stay, 'wardId' | 'bed' | 'overCapacityReason'>;

// A date is read as text: as a time it would depend on the time zone of the process.
const columns = `stay.*, to_char(expected_discharge_date, 'YYYY-MM-DD') as expected_on`;
/** Whether a row of `stay` is of a stay that is open, in SQL. */
export const isOpen = `state in ('admitted', 'on-leave')`;

/** Whether a stay began, and whether it ended, in a period. */
export interface Move {
  readonly id: StayId;
  readonly admitted: boolean;
  readonly discharged: boolean;
}

/** The table `stay`; ward and bed of a stay are those of its newest placement. */
@Injectable()
export class StaysStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(ids: readonly StayId[], client: Pool | PoolClient = this.database.pool): Promise<readonly StayRecord[]> {
    if (ids.length === 0) return [];
    const { rows } = await client.query<StayRow>({
      name: 'stays-find',
      text: `select ${columns} from stay where id = any($1::uuid[])`,
      values: [ids],
    });
    return rows.map(fromRow);
  }

  async openOf(patientIds: readonly PatientId[]): Promise<readonly StayRecord[]> {
    const { rows } = await this.database.pool.query<StayRow>({
      name: 'stays-open-of',
      text: `select ${columns} from stay where patient_id = any($1::uuid[]) and ${isOpen}`,
      values: [patientIds],
    });
    return rows.map(fromRow);
  }

  async allOpen(): Promise<readonly StayRecord[]> {
    const { rows } = await this.database.pool.query<StayRow>({
      name: 'stays-all-open',
      text: `select ${columns} from stay where ${isOpen}`,
    });
    return rows.map(fromRow);
  }

  /** The stays that began or ended in a period; an admission that was a mistake is none. */
  async movesIn({ from, until }: { readonly from: Instant; readonly until: Instant }): Promise<readonly Move[]> {
    const { rows } = await this.database.pool.query<Move>({
      name: 'stays-moves-in',
      text: `select id, admitted_at >= $1 and admitted_at < $2 as admitted,
               coalesce(discharged_at >= $1 and discharged_at < $2, false) as discharged
             from stay
             where state <> 'cancelled'
               and ((admitted_at >= $1 and admitted_at < $2) or (discharged_at >= $1 and discharged_at < $2))`,
      values: [from, until],
    });
    return rows;
  }

  /** What is counted of the stays that have a bed now; wards without any are left out. */
  async countsNow(
    wardIds: readonly WardId[],
    { today, tomorrow }: { readonly today: string; readonly tomorrow: string },
  ): Promise<ReadonlyMap<WardId, StayCounts>> {
    const { rows } = await this.database.pool.query<StayCounts & { readonly wardId: WardId }>({
      name: 'stays-counts-now',
      text: `select p.ward_id as "wardId", count(*)::int as occupied,
               (count(*) filter (where stay.state = 'on-leave'))::int as "onLeave",
               (count(*) filter (where p.over_capacity_reason is not null))::int as overrides,
               (count(*) filter (where stay.expected_discharge_date = $2))::int as "leavingToday",
               (count(*) filter (where stay.expected_discharge_date = $3))::int as "leavingTomorrow"
             from placement p join stay on stay.id = p.stay_id
             where p.placed_until is null and p.ward_id = any($1::uuid[]) group by p.ward_id`,
      values: [wardIds, today, tomorrow],
    });
    return new Map(rows.map(({ wardId, ...counts }) => [wardId, counts]));
  }

  /** Newest admission first; one more than the limit, where there is one. */
  async list(
    query: Omit<StayQuery, 'wardId'> & { readonly ids: readonly StayId[] | undefined },
    after: readonly [admittedAt: string, id: string] | undefined,
  ): Promise<readonly StayRecord[]> {
    const [admittedAt, id] = after ?? [];
    const { rows } = await this.database.pool.query<StayRow>(
      `select ${columns} from stay
       where ($1::uuid[] is null or id = any($1))
         and ($2::uuid is null or patient_id = $2)
         and ($3::text is null or state = $3 or ($3 = 'open' and ${isOpen}))
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
             where patient_id = any($1::uuid[]) and ${isOpen} order by patient_id for no key update`,
      values: [patientIds],
    });
    return rows;
  }

  /** The stay that ended last, of each of those patients who had one. */
  async lastEnded(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, StayId>> {
    const { rows } = await client.query<{ id: StayId; patientId: PatientId }>(
      `select distinct on (patient_id) id, patient_id as "patientId" from stay
       where patient_id = any($1::uuid[]) and state = 'discharged' order by patient_id, discharged_at desc, id`,
      [patientIds],
    );
    return new Map(rows.map(({ id, patientId }) => [patientId, id]));
  }

  /** No other command changes the stay, or raises an alert for it, until the transaction ends. */
  async lock(client: PoolClient, id: StayId): Promise<StayRecord | undefined> {
    const { rows } = await client.query<StayRow>(`select ${columns} from stay where id = $1 for no key update`, [id]);
    return rows.map(fromRow).at(0);
  }

  async save(client: PoolClient, stay: StayRecord): Promise<void> {
    await client.query(
      `insert into stay (id, patient_id, pathway, entry, referral_id, state, admitted_at, admitted_by,
         expected_discharge_date, leave, discharged_at, discharged_by, discharge_reason, discharge_destination,
         cancelled, reinstated, responsible, revision)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
       on conflict (id) do update set
         state = excluded.state, expected_discharge_date = excluded.expected_discharge_date, leave = excluded.leave,
         cancelled = excluded.cancelled, reinstated = excluded.reinstated, discharged_at = excluded.discharged_at, discharged_by = excluded.discharged_by,
         discharge_reason = excluded.discharge_reason, discharge_destination = excluded.discharge_destination,
         responsible = excluded.responsible, revision = excluded.revision`,
      [
        stay.id,
        stay.patientId,
        stay.pathway,
        stay.entry,
        stay.referralId,
        stay.state,
        stay.admittedAt,
        stay.admittedBy,
        stay.expectedDischargeDate,
        stay.leave,
        stay.dischargedAt,
        stay.dischargedBy,
        stay.dischargeReason,
        stay.dischargeDestination,
        stay.cancelled,
        stay.reinstated,
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
    referralId: row.referral_id,
    state: row.state,
    admittedAt: instant(row.admitted_at),
    admittedBy: row.admitted_by,
    expectedDischargeDate: row.expected_on,
    leave: row.leave,
    dischargedAt: row.discharged_at === null ? null : instant(row.discharged_at),
    dischargedBy: row.discharged_by,
    dischargeReason: row.discharge_reason,
    dischargeDestination: row.discharge_destination,
    cancelled: row.cancelled,
    reinstated: row.reinstated,
    responsible: row.responsible,
    revision: row.revision,
  };
}
