import { Inject, Injectable } from '@nestjs/common';
import type { PatientId, ReferralId, ReferralQuery, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import { type ListOrder, listOrderOf, type ReferralRecord } from './referral-record.ts';

interface ReferralRow {
  readonly referral: ReferralRecord;
}

/** What the list is sorted by. */
type ListKeys = readonly [rank: number, milliseconds: number, id: string];

/** The table `referral`. What referrals were like before is in the audit. */
@Injectable()
export class ReferralsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(
    ids: readonly ReferralId[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<readonly ReferralRecord[]> {
    if (ids.length === 0) return [];
    const { rows } = await client.query<ReferralRow>({
      name: 'referrals-find',
      text: 'select referral from referral where id = any($1::uuid[])',
      values: [ids],
    });
    return rows.map(({ referral }) => referral);
  }

  /** No other command changes the referral until the transaction ends. */
  async lock(client: PoolClient, id: ReferralId): Promise<ReferralRecord | undefined> {
    const { rows } = await client.query<ReferralRow>({
      name: 'referrals-lock',
      text: 'select referral from referral where id = $1 for no key update',
      values: [id],
    });
    return rows.at(0)?.referral;
  }

  /** A referral of the patient, who is locked, that has been accepted and not ended; not the one of that id. */
  async otherAccepted(client: PoolClient, patientId: PatientId, id: ReferralId): Promise<ReferralRecord | undefined> {
    const { rows } = await client.query<ReferralRow>({
      name: 'referrals-other-accepted',
      text: `select referral from referral
             where patient_id = $1 and id <> $2 and state in ('waiting', 'reserved') limit 1`,
      values: [patientId, id],
    });
    return rows.at(0)?.referral;
  }

  /** How many referrals wait for the ward, which is locked, before one with this order and id. */
  async countAhead(
    client: PoolClient,
    wardId: WardId,
    { rank, milliseconds, id }: ListOrder & { readonly id: ReferralId },
  ): Promise<number> {
    const { rows } = await client.query<{ ahead: number }>({
      name: 'referrals-count-ahead',
      text: `select count(*)::int as ahead from referral
             where ward_id = $1 and state = 'waiting'
               and (list_rank, list_milliseconds, id) < ($2::int, $3::bigint, $4::uuid)`,
      values: [wardId, rank, milliseconds, id],
    });
    return rows.at(0)?.ahead ?? 0;
  }

  /** Of those that wait, which is how far from the front of its ward's waiting list: 1 is next. */
  async positionsOf(ids: readonly ReferralId[]): Promise<ReadonlyMap<ReferralId, number>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.database.pool.query<{ id: ReferralId; position: number }>({
      name: 'referrals-positions-of',
      text: `select id, (
               select count(*)::int from referral ahead
               where ahead.ward_id = one.ward_id and ahead.state = 'waiting'
                 and (ahead.list_rank, ahead.list_milliseconds, ahead.id)
                   <= (one.list_rank, one.list_milliseconds, one.id)
             ) as position
             from referral one where id = any($1::uuid[]) and state = 'waiting'`,
      values: [ids],
    });
    return new Map(rows.map(({ id, position }) => [id, position]));
  }

  /** Those that wait in the order of the waiting list, then the others, the newest first; one more than the limit. */
  async list(query: ReferralQuery, after: ListKeys | undefined): Promise<readonly ReferralRecord[]> {
    const { rows } = await this.database.pool.query<ReferralRow>(
      `select referral from referral
       where ($1::text[] is null or state = any($1))
         and ($2::uuid is null or ward_id = $2)
         and ($3::uuid is null or patient_id = $3)
         and ($4::int is null or (list_rank, list_milliseconds, id) > ($4, $5::bigint, $6::uuid))
       order by list_rank, list_milliseconds, id
       limit $7`,
      [query.state, query.wardId, query.patientId, ...(after ?? [null, null, null]), query.limit + 1],
    );
    return rows.map(({ referral }) => referral);
  }

  async save(client: PoolClient, referral: ReferralRecord): Promise<void> {
    const { rank, milliseconds } = listOrderOf(referral);
    await client.query({
      name: 'referrals-save',
      text: `insert into referral (id, patient_id, ward_id, state, list_rank, list_milliseconds, referral)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (id) do update set ward_id = excluded.ward_id, state = excluded.state,
               list_rank = excluded.list_rank, list_milliseconds = excluded.list_milliseconds,
               referral = excluded.referral`,
      values: [referral.id, referral.patientId, referral.wardId, referral.state, rank, milliseconds, referral],
    });
  }
}
