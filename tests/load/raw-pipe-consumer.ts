/** The raw pipe's second half: every batch off the log into a table, and how long each took since it was published. */
import { openBenchLog } from './bench-log.ts';
import { wallClockMs } from './observation-messages.ts';
import { percentiles } from './percentiles.ts';

const { log, pool } = openBenchLog(process.env);
await pool.query(`
  CREATE TABLE IF NOT EXISTS raw_pipe (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text, value text)
`);
await log.prepare();

let stored = 0;
let latencies: number[] = [];
await log.subscribe({
  group: 'raw-pipe',
  topics: ['observations'],
  onBatch: async ({ records }) => {
    await pool.query({
      name: 'store',
      text: 'INSERT INTO raw_pipe (key, value) SELECT * FROM unnest($1::text[], $2::text[])',
      values: [records.map(({ key }) => key), records.map(({ value }) => value)],
    });
    stored += records.length;
    const now = wallClockMs();
    for (const { value } of records) {
      // As observation-messages.ts writes it.
      const taken = /"takenAt":"([^"]+)"/.exec(value ?? '')?.[1];
      if (taken !== undefined) latencies.push(now - Date.parse(taken));
    }
  },
});

process.on('message', ({ kind }: { kind: 'stored' | 'latencies' }) => {
  if (kind === 'stored') process.send?.({ result: { stored } });
  else {
    process.send?.({ result: percentiles(latencies) });
    latencies = [];
  }
});
process.send?.({ result: { stored } });
process.once('SIGTERM', () => {
  void log
    .close()
    .then(() => pool.end())
    .then(() => process.exit(0));
});
