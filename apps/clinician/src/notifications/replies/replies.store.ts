import { Inject, Injectable } from '@nestjs/common';
import type { NotificationId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';
import { type NotificationRow, recordOf } from '../notifications/notification-row.ts';
import type { NotificationRecord } from '../notifications/notification-record.ts';

/** The table `reply_attempt`, and the table `notification` for what is replied to. */
@Injectable()
export class RepliesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: NotificationId): Promise<NotificationRecord | undefined> {
    const { rows } = await this.database.pool.query<NotificationRow>('select * from notification where id = $1', [id]);
    return rows.map(recordOf).at(0);
  }

  /** Those about alerts that went to this number, newest first. @param digits of the number, and nothing else. */
  async bySms(digits: string, since: Date): Promise<readonly NotificationRecord[]> {
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

  /** Counts an attempt, then how many there have been: those that come at once each see the others. */
  async attempt(sender: string, at: Date, since: Date): Promise<number> {
    const { pool } = this.database;
    await pool.query('insert into reply_attempt (sender, at) values ($1, $2)', [sender, at]);
    const { rows } = await pool.query<{ attempts: number }>(
      'select count(*)::int as attempts from reply_attempt where sender = $1 and at > $2',
      [sender, since],
    );
    return rows[0]?.attempts ?? 0;
  }

  async deleteBefore(time: Date): Promise<void> {
    await this.database.pool.query('delete from reply_attempt where at < $1', [time]);
  }
}
