import { Inject, Injectable } from '@nestjs/common';
import type { NotificationAttempt, NotificationId } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { NotificationRecord } from './notification-record.ts';
import { type NotificationRow, recordOf } from './notification-row.ts';

type Queryable = Pick<PoolClient, 'query'>;

/** One try at a notification: what another process does with it meanwhile is not ours to record. */
interface Try {
  readonly id: NotificationId;
  readonly tries: number;
}

/** The table `notification`, for what delivers: who has which in hand until when, and what became of it. */
@Injectable()
export class DeliveriesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Takes what is due in hand, the longest due first: until the lease runs out or the notification's time is over, no
   * other process takes it. One that was in hand before and of which nothing was heard gets an attempt that says so.
   *
   * @param taking.busy what this process has in hand itself: it is taken again only once its time is over.
   */
  async claim(taking: {
    readonly now: Date;
    readonly leaseUntil: Date;
    readonly most: number;
    readonly busy: readonly NotificationId[];
  }): Promise<readonly NotificationRecord[]> {
    const { rows } = await this.database.pool.query<NotificationRow>({
      name: 'delivery-claim',
      text: `with due as materialized (
               select id from notification
               where state = 'pending' and next_attempt_at <= $1 and (deliver_by <= $1 or id <> all($4::uuid[]))
               order by next_attempt_at limit $3 for update skip locked)
             update notification n
             set tries = n.tries + 1,
               sending_since = $1,
               next_attempt_at = case when n.deliver_by > $1 then least($2, n.deliver_by) else $2 end,
               attempts = case when n.sending_since is null then n.attempts else n.attempts || jsonb_build_object(
                 'at', to_char(n.sending_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                 'outcome', 'no-answer', 'detail', 'what was sending it ended before there was an answer') end
             from due where n.id = due.id
             returning n.*`,
      values: [taking.now, taking.leaseUntil, taking.most, taking.busy],
    });
    return rows.map(recordOf);
  }

  /** Also one that is late: what has ended meanwhile stays as it ended, with this attempt beside the others. */
  async delivered(id: NotificationId, attempt: NotificationAttempt, at: Date): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ delivered: boolean }>({
      name: 'delivery-delivered',
      text: `update notification
             set attempts = attempts || $2::jsonb, sending_since = null, next_attempt_at = null,
               state = case when state = 'pending' then 'delivered' else state end,
               reason = coalesce(reason, 'delivered'),
               ended_at = coalesce(ended_at, $3)
             where id = $1 returning state = 'delivered' as delivered`,
      values: [id, JSON.stringify([attempt]), at],
    });
    return rows[0]?.delivered ?? false;
  }

  /** It is tried again at that time. */
  async again({ id, tries }: Try, attempt: NotificationAttempt | undefined, at: Date): Promise<void> {
    await this.database.pool.query({
      name: 'delivery-again',
      text: `update notification
             set attempts = attempts || $3::jsonb, sending_since = null,
               next_attempt_at = case when state = 'pending' then $4::timestamptz end
             where id = $1 and tries = $2`,
      values: [id, tries, JSON.stringify(attempt === undefined ? [] : [attempt]), at],
    });
  }

  /** @returns whether it was pending until now. */
  async failed(
    client: Queryable,
    { id, tries }: Try,
    end: { readonly attempt: NotificationAttempt; readonly reason: string; readonly at: Date },
  ): Promise<boolean> {
    const { rowCount } = await client.query({
      name: 'delivery-failed',
      text: `update notification
             set attempts = attempts || $3::jsonb, sending_since = null, next_attempt_at = null,
               state = 'failed', reason = $4, ended_at = $5
             where id = $1 and tries = $2 and state = 'pending'`,
      values: [id, tries, JSON.stringify([end.attempt]), end.reason, end.at],
    });
    return rowCount === 1;
  }
}
