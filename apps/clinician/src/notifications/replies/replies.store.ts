import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#libs/database';
import { DATABASE } from '../../parts.module.ts';

/** The table `reply_attempt`. */
@Injectable()
export class RepliesStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

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
