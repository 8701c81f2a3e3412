import { type Instant, instant, type IntakeStatus } from '#libs/contracts';
import { type Database, deleteInSteps } from '#libs/database';

interface OutageRow {
  readonly from: Date;
  readonly until: Date;
}

/** The tables `outage`, when no message could come in, and `intake_alive`, whose one row says when one last could. */
export class IntakeStatusStore {
  constructor(private readonly database: Database) {}

  /**
   * Where messages could last come in before `olderThan`, writes down that none could until now. However many replicas
   * come back at once, it is written once.
   *
   * @returns when the outage began; undefined where there was none.
   */
  closeOutage(now: Instant, olderThan: Instant): Promise<Instant | undefined> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<{ readonly at: Date }>('SELECT at FROM intake_alive FOR UPDATE');
      const lastAlive = rows[0] === undefined ? undefined : instant(rows[0].at);
      if (lastAlive === undefined || lastAlive >= olderThan) return undefined;
      // An outage that was closed too early, since it was not over after all, grows.
      const { rowCount } = await client.query('UPDATE outage SET until = $2 WHERE until = $1', [lastAlive, now]);
      if (rowCount === 0) await client.query('INSERT INTO outage ("from", until) VALUES ($1, $2)', [lastAlive, now]);
      await client.query('UPDATE intake_alive SET at = $1', [now]);
      return lastAlive;
    });
  }

  /** Messages can come in at this time. */
  async alive(now: Instant): Promise<void> {
    await this.database.pool.query(
      'INSERT INTO intake_alive (at) VALUES ($1) ON CONFLICT (one) DO UPDATE SET at = excluded.at',
      [now],
    );
  }

  /** Those that ended after the time, oldest first. */
  async outagesSince(time: Instant): Promise<IntakeStatus['outages']> {
    const { rows } = await this.database.pool.query<OutageRow>(
      'SELECT "from", until FROM outage WHERE until > $1 ORDER BY "from"',
      [time],
    );
    return rows.map(({ from, until }) => ({ from: instant(from), until: instant(until) }));
  }

  /** Deletes those that ended before the time, in steps. */
  async deleteOutagesBefore(time: Instant, signal?: AbortSignal): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: 'DELETE FROM outage WHERE "from" IN (SELECT "from" FROM outage WHERE until <= $2 LIMIT $1)',
      values: [time],
      ...(signal !== undefined && { signal }),
    });
  }
}
