import { instant, type Instant } from '#libs/contracts';
import type { Outage } from '#libs/timeline';
import type { ClientBase } from 'pg';

type Client = Pick<ClientBase, 'query'>;

/** An outage and the number of its last change; numbers rise with each change of any outage. */
export interface NumberedOutage extends Outage {
  readonly number: number;
}

/**
 * SQL of `intake`, one row that says when messages could come in last, and of `outage`: times during which none could. The
 * end of an outage that lasts is null. A transaction that changes an outage holds the row of `intake`, so numbers follow the order of
 * commits.
 */
export class OutagesStore {
  /** Notes that messages could come in at a time. False where a later time is known, or the same. */
  async hear(client: Client, at: Instant): Promise<boolean> {
    const { rowCount } = await client.query(
      `INSERT INTO intake (heard_at) VALUES ($1)
       ON CONFLICT (singleton) DO UPDATE SET heard_at = excluded.heard_at WHERE intake.heard_at < excluded.heard_at`,
      [at],
    );
    return rowCount === 1;
  }

  /** When messages could come in last; undefined where that was never heard. */
  async heardAt(client: Client, { locked }: { readonly locked: boolean }): Promise<Date | undefined> {
    const { rows } = await client.query<{ heard_at: Date }>(
      `SELECT heard_at FROM intake${locked ? ' FOR UPDATE' : ''}`,
    );
    return rows[0]?.heard_at;
  }

  /** Keeps outages that have ended, with their newest ends. */
  async keep(client: Client, outages: readonly { readonly from: Instant; readonly until: Instant }[]): Promise<void> {
    await client.query(
      `INSERT INTO outage AS known (started_at, ended_at)
       SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[])
       ON CONFLICT (started_at) DO UPDATE SET ended_at = excluded.ended_at, number = nextval('outage_number')
       WHERE known.ended_at IS DISTINCT FROM excluded.ended_at`,
      [outages.map(({ from }) => from), outages.map(({ until }) => until)],
    );
  }

  /** An outage has begun and lasts. */
  async open(client: Client, startedAt: Date): Promise<void> {
    await client.query(
      `INSERT INTO outage AS known (started_at) VALUES ($1)
       ON CONFLICT (started_at) DO UPDATE SET ended_at = NULL, number = nextval('outage_number')
       WHERE known.ended_at IS NOT NULL`,
      [startedAt],
    );
  }

  /** What is still taken for an outage was none. */
  async closeOpen(client: Client): Promise<void> {
    await client.query(
      `UPDATE outage SET ended_at = started_at, number = nextval('outage_number') WHERE ended_at IS NULL`,
    );
  }

  /** Every outage, in order. One that turned out to be none ends as it begins. */
  async all(client: Client): Promise<readonly NumberedOutage[]> {
    const { rows } = await client.query<{ started_at: Date; ended_at: Date | null; number: string }>(
      `SELECT started_at, ended_at, number FROM outage ORDER BY started_at`,
    );
    return rows.map(({ started_at: startedAt, ended_at: endedAt, number }) => ({
      fromMs: startedAt.getTime(),
      untilMs: endedAt?.getTime() ?? Infinity,
      number: Number(number),
    }));
  }

  /** When messages could come in last, and the number of the newest change of an outage. */
  async look(client: Client): Promise<{ readonly heardAt: Instant | undefined; readonly number: number }> {
    const { rows } = await client.query<{ heard_at: Date | null; number: string | null }>({
      name: 'scoring-look-at-intake',
      text: `SELECT (SELECT heard_at FROM intake) AS heard_at, (SELECT max(number) FROM outage) AS number`,
    });
    const [row] = rows;
    return { heardAt: row?.heard_at ? instant(row.heard_at) : undefined, number: Number(row?.number ?? 0) };
  }
}
