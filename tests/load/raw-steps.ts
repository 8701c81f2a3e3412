import pg from 'pg';

/** As many timers as a service takes at once. */
const together = 100;

/**
 * What bounds the steps of escalations: rows that are due, taken with `FOR UPDATE SKIP LOCKED` by a hundred and given their next
 * due time, each hundred in a transaction of its own, and nothing else.
 *
 * @returns rows a second.
 */
export async function measureRawSteps(databaseUrl: string, rows: number): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE TABLE raw_step (
      id uuid PRIMARY KEY, due_at timestamptz NOT NULL, revision integer NOT NULL, escalation jsonb NOT NULL)`);
    await client.query('CREATE INDEX raw_step_due ON raw_step (due_at)');
    await client.query(
      `INSERT INTO raw_step SELECT gen_random_uuid(), $2::timestamptz + n * interval '1 ms', 1,
         '{"policyId": "7b0d1a7c-3f0a-4a5e-9f0d-0d6f0b6f9a10", "policyVersion": 1, "run": 1, "step": 1, "round": 0, "ended": null}'
       FROM generate_series(1, $1) AS n`,
      [rows, '2026-01-01T00:00:00Z'],
    );
    const startedAt = performance.now();
    let taken = 0;
    let done = 0;
    do {
      await client.query('BEGIN');
      const { rowCount } = await client.query({
        name: 'raw-step',
        text: `UPDATE raw_step SET due_at = due_at + interval '30 minutes', revision = revision + 1,
                 escalation = jsonb_set(escalation, '{step}', to_jsonb(2))
               WHERE id = ANY (ARRAY(
                 SELECT id FROM raw_step WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        values: ['2026-01-01T00:29:00Z', together],
      });
      await client.query('COMMIT');
      taken = rowCount ?? 0;
      done += taken;
    } while (taken > 0);
    return done / ((performance.now() - startedAt) / 1000);
  } finally {
    await client.end();
  }
}
