import { Inject, Injectable } from '@nestjs/common';
import type { AlertId, NotificationId } from '#libs/contracts';
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
               id, kind, alert_id, patient_id, run, step, round, tier, person_id, person_name, channel, address, words,
               further_methods, quiet_hours, deliver_within_seconds, state, attempts, created_at, next_attempt_at, deliver_by)
             select id, kind, alert_id, patient_id, run, step, round, tier, person_id, person_name, channel, address, words,
               further_methods, quiet_hours, deliver_within_seconds, state, attempts, created_at, next_attempt_at, deliver_by
             from jsonb_to_recordset($1::jsonb) as new (
               id uuid, kind text, alert_id uuid, patient_id uuid, run integer, step integer, round integer, tier text,
               person_id text, person_name text, channel text, address text, words jsonb, further_methods jsonb,
               quiet_hours jsonb, deliver_within_seconds integer, state text, attempts jsonb, created_at timestamptz,
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

  async findMany(ids: readonly NotificationId[]): Promise<readonly NotificationRecord[]> {
    const { rows } = await this.database.pool.query<NotificationRow>({
      name: 'notification-find-many',
      text: 'select * from notification where id = any($1::uuid[])',
      values: [ids],
    });
    return rows.map(recordOf);
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
