import { Inject, Injectable } from '@nestjs/common';
import type { Instant, PatientId, PersonReference, StayId, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../parts.module.ts';

/** That a patient has a bed on a ward from a time on. */
export interface NewPlacement {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  readonly wardId: WardId;
  readonly from: Date;
  readonly by: PersonReference;
  readonly reason: string | null;
}

/** That a stay was on a ward; still is, where `until` is null. */
export interface Placement {
  readonly stayId: StayId;
  readonly wardId: WardId;
  readonly from: Date;
  readonly until: Date | null;
}

/**
 * The table `placement`: which stay was on which ward from when until when. The ward of a stay is that of its newest
 * placement. The database itself forbids two placements of one patient at one time.
 */
@Injectable()
export class PlacementsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Begins no earlier than the placement before it ended, whatever the clock says. */
  async open(client: PoolClient, { stayId, patientId, wardId, from, by, reason }: NewPlacement): Promise<void> {
    await client.query(
      `insert into placement (stay_id, patient_id, ward_id, placed_from, placed_by, reason)
       values ($1, $2, $3, greatest($4::timestamptz, (select max(placed_until) from placement where patient_id = $2)),
         $5, $6)`,
      [stayId, patientId, wardId, from, { id: by.id, name: by.name }, reason],
    );
  }

  /** Ends the open placement of a stay: later than it began, though the clock may have been set back or stand still. */
  async close(client: PoolClient, stayId: StayId, at: Date): Promise<void> {
    await client.query(
      `update placement set placed_until = greatest($2::timestamptz, placed_from + interval '1 millisecond')
       where stay_id = $1 and placed_until is null`,
      [stayId, at],
    );
  }

  /** How many patients are on each ward now; wards without any are left out. */
  async occupiedBeds(
    wardIds: readonly WardId[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<WardId, number>> {
    const { rows } = await client.query<{ ward_id: WardId; patients: number }>({
      name: 'placements-occupied-beds',
      text: `select ward_id, count(*)::int as patients from placement
             where placed_until is null and ward_id = any($1::uuid[]) group by ward_id`,
      values: [wardIds],
    });
    return new Map(rows.map((row) => [row.ward_id, row.patients]));
  }

  /** Every ward that each stay was ever on, the newest last. */
  async wardsOf(
    stayIds: readonly StayId[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<StayId, readonly WardId[]>> {
    if (stayIds.length === 0) return new Map();
    const { rows } = await client.query<{ stay_id: StayId; ward_ids: readonly WardId[] }>({
      name: 'placements-wards-of',
      text: `select stay_id, array_agg(ward_id::text order by placed_from) as ward_ids
             from placement where stay_id = any($1::uuid[]) group by stay_id`,
      values: [stayIds],
    });
    return new Map(rows.map((row) => [row.stay_id, row.ward_ids]));
  }

  /** The stays whose newest placement is, or was at its end, on the ward. */
  async staysOn(wardId: WardId, { openOnly }: { readonly openOnly: boolean }): Promise<readonly StayId[]> {
    const { rows } = await this.database.pool.query<{ stay_id: StayId }>({
      name: `placements-stays-on${openOnly ? '-now' : ''}`,
      text: openOnly
        ? 'select stay_id from placement where ward_id = $1 and placed_until is null'
        : `select distinct stay_id from placement p where ward_id = $1 and not exists (
             select from placement later where later.stay_id = p.stay_id and later.placed_from > p.placed_from)`,
      values: [wardId],
    });
    return rows.map((row) => row.stay_id);
  }

  /** Every placement of which a part lies within the period. */
  async within(from: Instant, until: Instant): Promise<readonly Placement[]> {
    const { rows } = await this.database.pool.query<Placement>({
      name: 'placements-within',
      text: `select stay_id as "stayId", ward_id as "wardId", placed_from as "from", placed_until as "until" from placement
             where placed_from < $2 and (placed_until is null or placed_until > $1) order by stay_id, placed_from`,
      values: [from, until],
    });
    return rows;
  }

  /** The patients who were on the ward at a time. */
  async patientsOn(wardId: WardId, at: Instant): Promise<readonly PatientId[]> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId }>({
      name: 'placements-patients-on',
      text: `select patient_id from placement
             where ward_id = $1 and placed_from <= $2 and (placed_until is null or placed_until > $2)`,
      values: [wardId, at],
    });
    return rows.map((row) => row.patient_id);
  }
}
