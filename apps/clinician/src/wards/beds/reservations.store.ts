import { Inject, Injectable } from '@nestjs/common';
import type { Instant, PatientId, PersonReference, ReferralId, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** Why a reservation holds no bed any more. */
export type ReservationEnd = 'admitted' | 'lapsed' | 'released' | 'withdrawn' | 'moved';

export interface NewReservation {
  readonly wardId: WardId;
  readonly referralId: ReferralId;
  readonly patientId: PatientId;
  readonly from: Date;
  readonly lapsesAt: Instant;
  readonly by: PersonReference;
}

/**
 * The table `bed_reservation`: which bed of a ward is kept for which referral. The database forbids one for which no bed is
 * open, and two of one referral at one time.
 */
@Injectable()
export class ReservationsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(client: PoolClient, { wardId, referralId, patientId, from, lapsesAt, by }: NewReservation): Promise<void> {
    await client.query(
      `insert into bed_reservation (ward_id, referral_id, patient_id, reserved_from, lapses_at, reserved_by)
       values ($1, $2, $3, $4, $5, $6)`,
      [wardId, referralId, patientId, from, lapsesAt, { id: by.id, name: by.name }],
    );
  }

  /** The ward of the reservation that the referral had; undefined where it had none. */
  async end(
    client: PoolClient,
    referralId: ReferralId,
    { why, at }: { readonly why: ReservationEnd; readonly at: Date },
  ): Promise<WardId | undefined> {
    const { rows } = await client.query<{ ward_id: WardId }>(
      `update bed_reservation set ended_at = greatest($3::timestamptz, reserved_from), ended_why = $2
       where referral_id = $1 and ended_at is null returning ward_id`,
      [referralId, why, at],
    );
    return rows[0]?.ward_id;
  }

  /** The ward on which a bed is reserved for the referral now. */
  async wardOf(client: PoolClient, referralId: ReferralId): Promise<WardId | undefined> {
    const { rows } = await client.query<{ ward_id: WardId }>({
      name: 'reservations-ward-of',
      text: 'select ward_id from bed_reservation where referral_id = $1 and ended_at is null',
      values: [referralId],
    });
    return rows[0]?.ward_id;
  }

  /** The referral of the patient, who is locked, for which a bed is reserved; undefined where none is. */
  async referralOf(client: PoolClient, patientId: PatientId): Promise<ReferralId | undefined> {
    const { rows } = await client.query<{ referral_id: ReferralId }>({
      name: 'reservations-referral-of',
      text: 'select referral_id from bed_reservation where patient_id = $1 and ended_at is null limit 1',
      values: [patientId],
    });
    return rows[0]?.referral_id;
  }

  /** How many beds of each ward are reserved now; of those, the ones that have not lapsed by a later time. */
  async countNow(
    wardIds: readonly WardId[],
    client: Pool | PoolClient = this.database.pool,
    lapsingAfter: Date | null = null,
  ): Promise<ReadonlyMap<WardId, number>> {
    const { rows } = await client.query<{ ward_id: WardId; beds: number }>({
      name: 'reservations-count-now',
      text: `select ward_id, count(*)::int as beds from bed_reservation
             where ended_at is null and ward_id = any($1::uuid[]) and ($2::timestamptz is null or lapses_at > $2)
             group by ward_id`,
      values: [wardIds, lapsingAfter],
    });
    return new Map(rows.map((row) => [row.ward_id, row.beds]));
  }

  /** How many beds of each ward were reserved at a time; of those, the ones that were not to lapse by a later one. */
  async countAt(
    wardIds: readonly WardId[],
    at: Date,
    lapsingAfter: Date | null = null,
  ): Promise<ReadonlyMap<WardId, number>> {
    const { rows } = await this.database.pool.query<{ ward_id: WardId; beds: number }>({
      name: 'reservations-count-at',
      text: `select ward_id, count(*)::int as beds from bed_reservation
             where ward_id = any($1::uuid[]) and reserved_from <= $2 and (ended_at is null or ended_at > $2)
               and ($3::timestamptz is null or lapses_at > $3)
             group by ward_id`,
      values: [wardIds, at, lapsingAfter],
    });
    return new Map(rows.map((row) => [row.ward_id, row.beds]));
  }
}
