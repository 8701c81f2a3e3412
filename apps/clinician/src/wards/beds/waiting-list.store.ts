import { Inject, Injectable } from '@nestjs/common';
import {
  instant,
  type Instant,
  type ReferralId,
  type ReferralUrgency,
  referralUrgencies,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';

/** An accepted referral that waits for a bed of a ward. */
export interface WaitingEntry {
  readonly referralId: ReferralId;
  readonly urgency: ReferralUrgency;
  readonly acceptedAt: Instant;
}

/** The table `waiting_list`: which accepted referral waited for a bed of which ward from when until when. */
@Injectable()
export class WaitingListStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** In place of where the referral waited before. */
  async start(
    client: PoolClient,
    wardId: WardId,
    { referralId, urgency, acceptedAt, from }: WaitingEntry & { readonly from: Date },
  ): Promise<void> {
    await this.end(client, referralId, from);
    await client.query(
      `insert into waiting_list (ward_id, referral_id, urgency, accepted_at, waiting_from) values ($1, $2, $3, $4, $5)`,
      [wardId, referralId, urgency, acceptedAt, from],
    );
  }

  /** The ward for which the referral waited; undefined where it did not. */
  async end(client: PoolClient, referralId: ReferralId, at: Date): Promise<WardId | undefined> {
    const { rows } = await client.query<{ ward_id: WardId }>(
      `update waiting_list set waiting_until = greatest($2::timestamptz, waiting_from)
       where referral_id = $1 and waiting_until is null returning ward_id`,
      [referralId, at],
    );
    return rows[0]?.ward_id;
  }

  /** Most urgent first, then the one that was accepted first. */
  async of(wardId: WardId, client: Pool | PoolClient = this.database.pool): Promise<readonly WaitingEntry[]> {
    const { rows } = await client.query<WaitingEntry & { readonly accepted_at: Date }>({
      name: 'waiting-list-of',
      text: `select referral_id as "referralId", urgency, accepted_at from waiting_list
             where ward_id = $1 and waiting_until is null
             order by array_position($2::text[], urgency), accepted_at, referral_id`,
      values: [wardId, referralUrgencies],
    });
    return rows.map(({ referralId, urgency, accepted_at }) => ({
      referralId,
      urgency,
      acceptedAt: instant(accepted_at),
    }));
  }

  /** How many referrals waited for each ward at a time; null: now. */
  async countAt(wardIds: readonly WardId[], at: Date | null): Promise<ReadonlyMap<WardId, number>> {
    const { rows } = await this.database.pool.query<{ ward_id: WardId; referrals: number }>({
      name: `waiting-list-count${at === null ? '-now' : ''}`,
      text: `select ward_id, count(*)::int as referrals from waiting_list where ward_id = any($1::uuid[])
               and ${at === null ? 'waiting_until is null' : 'waiting_from <= $2 and (waiting_until is null or waiting_until > $2)'}
             group by ward_id`,
      values: at === null ? [wardIds] : [wardIds, at],
    });
    return new Map(rows.map((row) => [row.ward_id, row.referrals]));
  }
}
