import pg from 'pg';
import type { LoadResult } from './load-generator.ts';
import { ask, end, pause, startHere } from './processes.ts';
import { startServices } from './services-under-load.ts';
import { setUpWards } from './ward-under-load.ts';

/** What one set adds to a table, in bytes. */
export interface TableBytes {
  readonly table: string;
  readonly rows: number;
  readonly indexes: number;
}

/** What is written for each set of one round. */
export interface BytesOfSets {
  /** How many sets had been stored before the round began. */
  readonly setsBefore: number;
  readonly sets: number;
  /** The largest first; those that hardly grow are left out. */
  readonly tables: readonly TableBytes[];
  /** Of the write-ahead log. */
  readonly writtenAhead: number;
}

interface Sizes {
  readonly tables: ReadonlyMap<string, { readonly rows: number; readonly indexes: number }>;
  readonly writtenAhead: number;
}

const steady = { setsPerSecond: 1_000, patients: 60 };

/** What the tables keep of a set: first of a ward without a past, then of the same ward with one. */
export async function measureBytes(
  environment: Readonly<Record<string, string>>,
  limits: { readonly folder: string; readonly setsEach: number; readonly historySeconds: number },
): Promise<readonly BytesOfSets[]> {
  const services = await startServices(environment, limits.folder);
  const generator = startHere('load-generator.ts');
  const client = new pg.Client({ connectionString: environment['DATABASE_URL'] });
  await client.connect();
  let stored = 0;
  const send = async (command: Parameters<typeof ask>[1]): Promise<number> => {
    const { sent } = await ask<LoadResult>(generator, command);
    stored += sent;
    await allStored(client, stored);
    return sent;
  };
  const round = async (): Promise<BytesOfSets> => {
    const setsBefore = stored;
    const before = await sizesOf(client);
    const seconds = limits.setsEach / steady.setsPerSecond;
    const sets = await send({ kind: 'steady', setsPerSecond: steady.setsPerSecond, seconds });
    return { setsBefore, sets, ...growth(before, await sizesOf(client), sets) };
  };
  try {
    const size = { patients: steady.patients, wards: 1, gateways: 4 };
    const ward = await setUpWards({ api: services.api, token: services.administrator }, size);
    await ask(generator, { kind: 'connect', port: services.mqttPort, window: 250, ...ward });
    await send({ kind: 'first-sets' });
    const rounds = [await round()];
    await send({ kind: 'flat-out', seconds: limits.historySeconds });
    return [...rounds, await round()];
  } finally {
    await client.end();
    await Promise.all([end(generator), services.stop()]);
  }
}

/** Every set has made one time of a history, which has to be on the chart as well. */
async function allStored(client: pg.Client, sets: number): Promise<void> {
  const deadline = performance.now() + 300_000;
  for (;;) {
    const { rows } = await client.query<{ charted: number; scored: number; scores: number }>(
      `select (select count(*)::int from clinician.charted_readings) as charted,
         (select count(*)::int from scoring.history_entry where score is not null) as scored,
         (select count(*)::int from clinician.score) as scores`,
    );
    const { charted = 0, scored = 0, scores = 0 } = rows[0] ?? {};
    if (charted >= sets && scores >= scored) return;
    if (performance.now() > deadline) throw new Error(`Only ${String(charted)} of ${String(sets)} sets are stored.`);
    await pause(200);
  }
}

async function sizesOf(client: pg.Client): Promise<Sizes> {
  // What was written over or deleted is room that is used again, once it has been looked for.
  await client.query('vacuum');
  await client.query('checkpoint');
  const { rows } = await client.query<{ table: string; rows: string; indexes: string }>(
    `select relnamespace::regnamespace || '.' || relname as table, pg_table_size(oid) as rows, pg_indexes_size(oid) as indexes
     from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('gateway', 'scoring', 'clinician', 'event_log')`,
  );
  const written = await client.query<{ bytes: string }>(`select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes`);
  return {
    tables: new Map(rows.map((row) => [row.table, { rows: Number(row.rows), indexes: Number(row.indexes) }])),
    writtenAhead: Number(written.rows[0]?.bytes ?? 0),
  };
}

function growth(before: Sizes, after: Sizes, sets: number): Pick<BytesOfSets, 'tables' | 'writtenAhead'> {
  const tables = [...after.tables].map(([table, { rows, indexes }]) => {
    const earlier = before.tables.get(table);
    return { table, rows: (rows - (earlier?.rows ?? 0)) / sets, indexes: (indexes - (earlier?.indexes ?? 0)) / sets };
  });
  return {
    tables: tables
      .filter((one) => one.rows + one.indexes >= 5)
      .sort((one, other) => other.rows + other.indexes - (one.rows + one.indexes)),
    writtenAhead: (after.writtenAhead - before.writtenAhead) / sets,
  };
}
