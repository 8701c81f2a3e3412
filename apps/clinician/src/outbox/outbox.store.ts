import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { TopicName } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { OutgoingRecord } from '#libs/event-log';
import type { PoolClient } from 'pg';
import { CLOCK, DATABASE } from '../parts.module.ts';

interface OutboxRow extends OutgoingRecord {
  readonly id: string;
}

/** The table `outbox`: decisions on their way to the log. */
@Injectable()
export class OutboxStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(client: PoolClient, records: readonly { topic: TopicName; key: string; value: string }[]): Promise<void> {
    await client.query({
      name: 'outbox-add',
      text: `insert into outbox (topic, key, value, staged_at)
             select *, $4 from unnest($1::text[], $2::text[], $3::text[])`,
      values: [
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        records.map(({ value }) => value),
        this.clock.now(),
      ],
    });
  }

  async isEmpty(): Promise<boolean> {
    const { rowCount } = await this.database.pool.query('select from outbox limit 1');
    return rowCount === 0;
  }

  /**
   * Hands over the oldest decisions, oldest first, and forgets them once `publish` has resolved. Only one process at a
   * time gets that far: two of them could otherwise put a key's older value after its newer one.
   *
   * @returns how many there were; 0 when nothing is waiting.
   */
  async take(most: number, publish: (records: readonly OutgoingRecord[]) => Promise<void>): Promise<number> {
    return this.database.transaction(async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('homeward-clinician-outbox', 0))`);
      const { rows } = await client.query<OutboxRow>({
        name: 'outbox-oldest',
        text: 'select id, topic, key, value from outbox order by id limit $1',
        values: [most],
      });
      if (rows.length === 0) return 0;
      await publish(rows.map(({ topic, key, value }) => ({ topic, key, value })));
      await client.query({
        name: 'outbox-forget',
        text: 'delete from outbox where id = any($1::bigint[])',
        values: [rows.map(({ id }) => id)],
      });
      return rows.length;
    });
  }
}
