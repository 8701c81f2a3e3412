import { Inject, Injectable } from '@nestjs/common';
import type { Instant, PatientId, PersonReference, Stay, StayId, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../parts.module.ts';
import type { TakenBed } from './past-stays/past-beds.ts';
import { isOpen } from './stays.store.ts';

/** That a patient has a bed on a ward from a time on. */
export interface NewPlacement {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  readonly wardId: WardId;
  /** The lowest number that is free, where it is left out. */
  readonly bed?: number;
  readonly from: Date;
  readonly by: PersonReference;
  readonly reason: string | null;
  readonly overCapacityReason: string | null;
  /** The stay that leaves this very bed now. */
  readonly swappedWith?: StayId;
}

/** That a stay was on a ward; still is, where `until` is null. */
export interface Placement {
  readonly stayId: StayId;
  readonly wardId: WardId;
  readonly from: Date;
  readonly until: Date | null;
}

/** The bed that a stay has, or had last. */
export interface BedOfStay {
  readonly wardId: WardId;
  readonly bed: number;
  readonly overCapacityReason: string | null;
}

/** That a stay had a bed on a ward at a time. */
export interface PlacementAt {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  readonly wardId: WardId;
  readonly isOverride: boolean;
}

/**
 * The table `placement`: which stay had which bed of which ward from when until when. The ward and the bed of a stay are those
 * of its newest placement. The database itself forbids two placements of one patient or in one bed at one time, and one for
 * which no bed is open.
 */
@Injectable()
export class PlacementsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Part of a command that has locked the ward. Begins no earlier than the placements before it, of the patient and in the
   * bed, ended, whatever the clock says.
   *
   * @returns the number of the bed.
   */
  async open(client: PoolClient, placement: NewPlacement): Promise<number> {
    const { stayId, patientId, wardId, from, by, reason, overCapacityReason } = placement;
    const bed = placement.bed ?? (await this.#lowestFreeBed(client, wardId));
    await client.query(
      `insert into placement
         (stay_id, patient_id, ward_id, bed, placed_from, placed_by, reason, over_capacity_reason, swapped_with)
       values ($1, $2, $3, $4,
         greatest($5::timestamptz, (select max(placed_until) from placement where patient_id = $2),
           (select max(placed_until) from placement where ward_id = $3 and bed = $4)),
         $6, $7, $8, $9)`,
      [
        stayId,
        patientId,
        wardId,
        bed,
        from,
        { id: by.id, name: by.name },
        reason,
        overCapacityReason,
        placement.swappedWith ?? null,
      ],
    );
    return bed;
  }

  /**
   * Ends the open placements of the stays at one time: later than each began, though the clock may have been set back or stand
   * still.
   */
  async close(client: PoolClient, stayIds: readonly StayId[], at: Date): Promise<void> {
    await client.query(
      `update placement set placed_until = (
         select greatest($2::timestamptz, max(placed_from) + interval '1 millisecond') from placement
         where stay_id = any($1::uuid[]) and placed_until is null)
       where stay_id = any($1::uuid[]) and placed_until is null`,
      [stayIds, at],
    );
  }

  /** Part of a command that has locked the ward: stays that have ended, each in the bed that it names. */
  async addPast(client: PoolClient, stays: readonly Stay[], reason: string): Promise<void> {
    await client.query(
      `insert into placement (stay_id, patient_id, ward_id, bed, placed_from, placed_until, placed_by, reason)
       select id, "patientId", "wardId", bed, "admittedAt", "dischargedAt", "admittedBy", $2
       from jsonb_to_recordset($1) as past (id uuid, "patientId" uuid, "wardId" uuid, bed integer,
         "admittedAt" timestamptz, "dischargedAt" timestamptz, "admittedBy" jsonb)`,
      [JSON.stringify(stays), reason],
    );
  }

  /** Every bed of the ward that was or is taken, and every bed that one of the patients had on another ward. */
  async takenBeds(
    client: PoolClient,
    of: { readonly wardId: WardId; readonly patientIds: readonly PatientId[] },
  ): Promise<readonly TakenBed[]> {
    const { rows } = await client.query<TakenBed>(
      `select patient_id as "patientId", case when ward_id = $1 then bed end as bed, placed_from as "from",
         placed_until as "until"
       from placement where ward_id = $1 or patient_id = any($2::uuid[])`,
      [of.wardId, of.patientIds],
    );
    return rows;
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

  /** The bed of each stay, by the newest placement. */
  async bedsOf(
    stayIds: readonly StayId[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<StayId, BedOfStay>> {
    if (stayIds.length === 0) return new Map();
    const { rows } = await client.query<BedOfStay & { readonly stayId: StayId }>({
      name: 'placements-beds-of',
      text: `select distinct on (stay_id) stay_id as "stayId", ward_id as "wardId", bed,
               over_capacity_reason as "overCapacityReason"
             from placement where stay_id = any($1::uuid[]) order by stay_id, placed_from desc`,
      values: [stayIds],
    });
    return new Map(rows.map(({ stayId, ...bed }) => [stayId, bed]));
  }

  /** The bed of each open stay of the patients, by the newest placement. */
  async bedsOfOpen(client: PoolClient, patientIds: readonly PatientId[]): Promise<ReadonlyMap<StayId, BedOfStay>> {
    const { rows } = await client.query<BedOfStay & { readonly stayId: StayId }>({
      name: 'placements-beds-of-open',
      text: `select stay.id as "stayId", newest.ward_id as "wardId", newest.bed,
               newest.over_capacity_reason as "overCapacityReason"
             from stay cross join lateral (
               select ward_id, bed, over_capacity_reason from placement
               where placement.stay_id = stay.id order by placed_from desc limit 1) newest
             where stay.patient_id = any($1::uuid[]) and ${isOpen}`,
      values: [patientIds],
    });
    return new Map(rows.map(({ stayId, ...bed }) => [stayId, bed]));
  }

  /** The stays that had a bed on the wards at a time. */
  async at(wardIds: readonly WardId[], at: Date): Promise<readonly PlacementAt[]> {
    const { rows } = await this.database.pool.query<PlacementAt>({
      name: 'placements-at',
      text: `select stay_id as "stayId", patient_id as "patientId", ward_id as "wardId",
               over_capacity_reason is not null as "isOverride"
             from placement
             where ward_id = any($1::uuid[]) and placed_from <= $2 and (placed_until is null or placed_until > $2)`,
      values: [wardIds, at],
    });
    return rows;
  }

  /** The open stay of the patient, who is locked; undefined where they are on no ward. */
  async openStayOf(client: PoolClient, patientId: PatientId): Promise<StayId | undefined> {
    const { rows } = await client.query<{ stay_id: StayId }>({
      name: 'placements-open-stay-of',
      text: 'select stay_id from placement where patient_id = $1 and placed_until is null',
      values: [patientId],
    });
    return rows[0]?.stay_id;
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

  /**
   * The patients who were on the ward at a time. Where records were merged, or parted again, it is every one of them: which
   * of them had the stay then is in the audit.
   */
  async patientsOn(wardId: WardId, at: Instant): Promise<readonly PatientId[]> {
    const { rows } = await this.database.pool.query<{ patient_id: PatientId }>({
      name: 'placements-patients-on',
      text: `with there as (
               select patient_id from placement
               where ward_id = $1 and placed_from <= $2 and (placed_until is null or placed_until > $2))
             select patient_id from there
             union select duplicate_id from patient_merge join there on survivor_id = patient_id
             union select survivor_id from patient_merge join there on duplicate_id = patient_id`,
      values: [wardId, at],
    });
    return rows.map((row) => row.patient_id);
  }

  async #lowestFreeBed(client: PoolClient, wardId: WardId): Promise<number> {
    const { rows } = await client.query<{ bed: number }>({
      name: 'placements-lowest-free-bed',
      text: `with taken as (select bed from placement where ward_id = $1 and placed_until is null)
             select min(bed)::int as bed from generate_series(1, (select count(*) + 1 from taken)) as numbers (bed)
             where bed not in (select bed from taken)`,
      values: [wardId],
    });
    // Among one number more than there are taken beds, one at least is free.
    return rows[0]?.bed ?? 1;
  }
}
