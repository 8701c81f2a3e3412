import { Inject, Injectable } from '@nestjs/common';
import type { AlertId, NotificationId, SentMessage, SentMessageQuery } from '#libs/contracts';
import { type Database, deleteInSteps } from '#libs/database';
import { DATABASE } from '../../../parts.module.ts';

/** A row of `sent_message`. */
export interface SentMessageRecord extends Omit<SentMessage, 'sentAt'> {
  readonly sentAt: Date;
}

interface SentMessageRow {
  readonly id: NotificationId;
  readonly alert_id: AlertId | null;
  readonly person_id: string;
  readonly person_name: string;
  readonly channel: SentMessage['channel'];
  readonly address: string;
  readonly title: string;
  readonly body: string;
  readonly sent_at: Date;
}

/** The table `sent_message`. */
@Injectable()
export class SentMessagesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Once for each notification, however often it is delivered. */
  async add(message: SentMessageRecord): Promise<void> {
    const { id, alertId, personId, personName, channel, address, title, body, sentAt } = message;
    await this.database.pool.query({
      name: 'sent-message-add',
      text: `insert into sent_message (id, alert_id, person_id, person_name, channel, address, title, body, sent_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      values: [id, alertId, personId, personName, channel, address, title, body, sentAt],
    });
  }

  /** Newest first; one more than the limit, where there is one. */
  async list(
    { personId, alertId, channel, limit }: SentMessageQuery,
    after: readonly [sentAt: string, id: string] | undefined,
  ): Promise<readonly SentMessageRecord[]> {
    const { rows } = await this.database.pool.query<SentMessageRow>(
      `select * from sent_message
       where ($1::text is null or person_id = $1) and ($2::uuid is null or alert_id = $2)
         and ($3::text is null or channel = $3)
         and ($4::timestamptz is null or (sent_at, id) < ($4, $5::uuid))
       order by sent_at desc, id desc limit $6`,
      [personId ?? null, alertId ?? null, channel ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return rows.map(fromRow);
  }

  async deleteBefore(time: Date): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: 'delete from sent_message where id = any(array(select id from sent_message where sent_at < $2 limit $1))',
      values: [time],
    });
  }
}

function fromRow(row: SentMessageRow): SentMessageRecord {
  const { id, channel, address, title, body } = row;
  return {
    ...{ id, channel, address, title, body },
    alertId: row.alert_id,
    personId: row.person_id,
    personName: row.person_name,
    sentAt: row.sent_at,
  };
}
