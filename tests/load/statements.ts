import pg from 'pg';

/** What one statement cost in Postgres for each set: processor time and waits together, and the write-ahead log. */
export interface StatementCost {
  readonly statement: string;
  readonly microseconds: number;
  readonly calls: number;
  readonly walBytes: number;
}

/** So many of those that took the most time, and so many of those that were sent most often. */
const mostStatements = 20;

/** Has Postgres count by statement from now on. @returns false where the server has not been started for that. */
export async function countStatements(databaseUrl: string): Promise<boolean> {
  return onDatabase(databaseUrl, async (client) => {
    try {
      await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
      await client.query('SELECT pg_stat_statements_reset()');
      return true;
    } catch {
      return false; // Another's server, which does not load the library.
    }
  });
}

/** The dearest statements and the most frequent ones since the counting began, dearest first. */
export async function dearestStatements(databaseUrl: string, sets: number): Promise<readonly StatementCost[]> {
  return onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ statement: string; ms: number; calls: number; wal: number }>(
      `SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 200) AS statement, ms, calls::float8 AS calls, wal
       FROM (
         SELECT query, total_exec_time + total_plan_time AS ms, calls, wal_bytes::float8 AS wal,
           rank() OVER (ORDER BY total_exec_time + total_plan_time DESC) AS by_time,
           rank() OVER (ORDER BY calls DESC) AS by_calls
         FROM pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
       ) AS counted
       WHERE least(by_time, by_calls) <= $1 ORDER BY ms DESC`,
      [mostStatements],
    );
    return rows.map(({ statement, ms, calls, wal }) => ({
      statement: statement.trim(),
      microseconds: (ms * 1000) / sets,
      calls,
      walBytes: wal / sets,
    }));
  });
}

/** How many statements have been sent since the counting began. */
export async function statementsSent(databaseUrl: string): Promise<number> {
  return onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ calls: number }>(
      `SELECT coalesce(sum(calls), 0)::float8 AS calls FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]?.calls ?? 0;
  });
}

async function onDatabase<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
