import { Inject, Injectable } from '@nestjs/common';
import type { AlertId, EventId, NotificationAttempt, NotificationId, NotificationQuery } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import { newRow, type NotificationRow, recordOf } from './notification-row.ts';
import type { NotificationRecord, NotificationSums, SupersededBecause } from './notification-record.ts';

/** A notification that ended, for the live stream. */
export interface EndedNotification {
  readonly id: NotificationId;
  readonly personId: string;
  readonly channel: string;
}

/** The table `notification`. */
@Injectable()
export class NotificationsStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @returns the ids of those that were not there yet. */
  async add(client: PoolClient, records: readonly NotificationRecord[]): Promise<ReadonlySet<NotificationId>> {
    if (records.length === 0) return new Set();
    const { rows } = await client.query<{ id: NotificationId }>({
      name: 'notification-add',
      text: `insert into notification (
               id, kind, alert_id, technical_alert_id, patient_id, run, step, round, tier, person_id, person_name, channel, address, words,
               further_methods, quiet_hours, deliver_within_seconds, reply_needs_sign_in, state, attempts, created_at,
               next_attempt_at, deliver_by)
             select id, kind, alert_id, technical_alert_id, patient_id, run, step, round, tier, person_id, person_name, channel, address, words,
               further_methods, quiet_hours, deliver_within_seconds, reply_needs_sign_in, state, attempts, created_at,
               next_attempt_at, deliver_by
             from jsonb_to_recordset($1::jsonb) as new (
               id uuid, kind text, alert_id uuid, technical_alert_id uuid, patient_id uuid, run integer, step integer, round integer, tier text,
               person_id text, person_name text, channel text, address text, words jsonb, further_methods jsonb,
               quiet_hours jsonb, deliver_within_seconds integer, reply_needs_sign_in boolean, state text, attempts jsonb, created_at timestamptz,
               next_attempt_at timestamptz, deliver_by timestamptz)
             order by id
             on conflict (id) do nothing
             returning id`,
      values: [JSON.stringify(records.map(newRow))],
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** Ends what is pending of these alerts. */
  async supersede(
    client: PoolClient,
    alertIds: readonly AlertId[],
    { because, at }: { readonly because: SupersededBecause; readonly at: Date },
  ): Promise<readonly EndedNotification[]> {
    if (alertIds.length === 0) return [];
    const { rows } = await client.query<EndedNotification>({
      name: 'notification-supersede',
      text: `update notification set state = 'superseded', reason = $2, ended_at = $3, next_attempt_at = null
             where id = any(array(
               select id from notification where alert_id = any($1::uuid[]) and state = 'pending' order by id for update))
             returning id, person_id as "personId", channel`,
      values: [alertIds, because, at],
    });
    return rows;
  }

  /** Ends what is pending of these technical alerts, which are resolved. */
  async supersedeTechnical(
    client: PoolClient,
    technicalAlertIds: readonly EventId[],
    at: Date,
  ): Promise<readonly EndedNotification[]> {
    if (technicalAlertIds.length === 0) return [];
    const { rows } = await client.query<EndedNotification>({
      name: 'notification-supersede-technical',
      text: `update notification set state = 'superseded', reason = 'resolved', ended_at = $2, next_attempt_at = null
             where id = any(array(
               select id from notification where technical_alert_id = any($1::uuid[]) and state = 'pending'
               order by id for update))
             returning id, person_id as "personId", channel`,
      values: [technicalAlertIds, at],
    });
    return rows;
  }

  /** Newest first; one more than the limit, where there is one. */
  async list(
    { alertId, personId, state, limit }: NotificationQuery,
    after: readonly [createdAt: string, id: string] | undefined,
  ): Promise<readonly NotificationRecord[]> {
    const { rows } = await this.database.pool.query<NotificationRow>(
      `select * from notification
       where ($1::uuid is null or alert_id = $1) and ($2::text is null or person_id = $2)
         and ($3::text is null or state = $3)
         and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
       order by created_at desc, id desc limit $6`,
      [alertId ?? null, personId ?? null, state ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows.map(recordOf);
  }

  async find(id: NotificationId): Promise<NotificationRecord | undefined> {
    const { rows } = await this.database.pool.query<NotificationRow>('select * from notification where id = $1', [id]);
    return rows.map(recordOf).at(0);
  }

  /** Those about alerts that went to this number, newest first. @param digits of the number, and nothing else. */
  async sentBySms(digits: string, since: Date): Promise<readonly NotificationRecord[]> {
    const { rows } = await this.database.pool.query<NotificationRow>({
      name: 'replies-by-sms',
      text: `select * from notification
             where created_at > $2 and channel = 'sms' and kind = 'alert'
               and regexp_replace(address, '\\D', '', 'g') = $1
             order by created_at desc, id desc limit 50`,
      values: [digits, since],
    });
    return rows.map(recordOf);
  }

  async lock(client: PoolClient, id: NotificationId): Promise<NotificationRecord | undefined> {
    const { rows } = await client.query<NotificationRow>('select * from notification where id = $1 for update', [id]);
    return rows.map(recordOf).at(0);
  }

  async deliveredToBrowser(
    client: PoolClient,
    {
      id,
      attempt,
      reason,
      at,
    }: {
      readonly id: NotificationId;
      readonly attempt: NotificationAttempt;
      readonly reason: string;
      readonly at: Date;
    },
  ): Promise<void> {
    await client.query(
      `update notification set state = 'delivered', reason = $3, attempts = attempts || $2::jsonb, ended_at = $4
       where id = $1`,
      [id, JSON.stringify([attempt]), reason, at],
    );
  }

  /** Ends those for browsers that none has reported, a few thousand at a time. */
  async supersedeUnseen(before: Date, at: Date): Promise<void> {
    await this.database.pool.query(
      `update notification set state = 'superseded', reason = 'not-seen', ended_at = $2
       where id = any(array(
         select id from notification
         where state = 'pending' and channel = 'console' and created_at < $1 limit 5000 for update skip locked))`,
      [before, at],
    );
  }

  async findMany(ids: readonly NotificationId[]): Promise<readonly NotificationRecord[]> {
    const { rows } = await this.database.pool.query<NotificationRow>({
      name: 'notification-find-many',
      text: 'select * from notification where id = any($1::uuid[])',
      values: [ids],
    });
    return rows.map(recordOf);
  }

  /** How many notifications of each alert were delivered; without any: left out. */
  async deliveredOf(alertIds: readonly AlertId[]): Promise<ReadonlyMap<AlertId, number>> {
    const { rows } = await this.database.pool.query<{ alert_id: AlertId; delivered: number }>({
      name: 'notification-delivered-of',
      text: `select alert_id, count(*)::int as delivered from notification
             where alert_id = any($1::uuid[]) and state = 'delivered' group by alert_id`,
      values: [alertIds],
    });
    return new Map(rows.map(({ alert_id, delivered }) => [alert_id, delivered]));
  }

  async sums(): Promise<NotificationSums> {
    const { rows } = await this.database.pool.query<NotificationSums>({
      name: 'notification-sums',
      text: `select count(*)::integer as created,
               count(*) filter (where state = 'pending')::integer as pending,
               count(*) filter (where state = 'delivered')::integer as delivered,
               count(*) filter (where state = 'failed')::integer as failed,
               count(*) filter (where state = 'superseded')::integer as superseded
             from notification`,
    });
    return rows[0] ?? { created: 0, pending: 0, delivered: 0, failed: 0, superseded: 0 };
  }
}
