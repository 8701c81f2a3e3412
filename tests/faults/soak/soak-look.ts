import pg from 'pg';
import type { ServiceProcess } from '../../outside/service-process.ts';
import { seriesOf } from '../measuring/health-watch.ts';

/** What the replicas take, and how far they are behind, at one time. */
export interface SoakLook {
  /** Resident, by the name of the replica. */
  readonly memoryMegabytes: Readonly<Record<string, number>>;
  readonly openFiles: Readonly<Record<string, number>>;
  readonly databaseConnections: number;
  readonly databaseMegabytes: number;
  /** Of all consumer groups. */
  readonly lagRecords: number;
  /** Of the oldest record that any replica has read and not worked through. */
  readonly lagSeconds: number;
}

const megabyte = 1024 * 1024;

/** @param replicas by their names. */
export async function lookAt(
  replicas: Readonly<Record<string, ServiceProcess>>,
  databaseUrl: string,
): Promise<SoakLook> {
  const read = await Promise.all(
    Object.entries(replicas).map(async ([name, { url }]) => {
      const text = await (await fetch(new URL('/metrics', url))).text();
      return [name, seriesOf(text)] as const;
    }),
  );
  const ofEach = (metric: string, unit: number): Readonly<Record<string, number>> =>
    Object.fromEntries(read.map(([name, series]) => [name, Math.round((series.get(metric) ?? 0) / unit)]));
  const { connections, bytes } = await sizesOf(databaseUrl);
  return {
    memoryMegabytes: ofEach('process_resident_memory_bytes', megabyte),
    openFiles: ofEach('process_open_fds', 1),
    databaseConnections: connections,
    databaseMegabytes: Math.round(bytes / megabyte),
    lagRecords: lagRecordsOf(read.map(([, series]) => series)),
    lagSeconds: Math.max(
      ...read.flatMap(([, series]) => startingWith(series, 'homeward_log_lag_seconds{').map(([, seconds]) => seconds)),
      0,
    ),
  };
}

type Series = ReturnType<typeof seriesOf>;

const startingWith = (series: Series, start: string): readonly (readonly [string, number])[] =>
  [...series].filter(([name]) => name.startsWith(start));

/** Every replica of a service says it of its whole group. */
function lagRecordsOf(all: readonly Series[]): number {
  const groups = new Map<string, number>();
  for (const [name, records] of all.flatMap((series) => startingWith(series, 'homeward_log_lag_records{')))
    groups.set(name, Math.max(records, groups.get(name) ?? 0));
  return [...groups.values()].reduce((sum, records) => sum + records, 0);
}

async function sizesOf(connectionString: string): Promise<{ readonly connections: number; readonly bytes: number }> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Without this one.
    const { rows } = await client.query<{ connections: string; bytes: string }>(
      `SELECT count(*) - 1 AS connections, pg_database_size(current_database()) AS bytes
       FROM pg_stat_activity WHERE datname = current_database()`,
    );
    return { connections: Number(rows[0]?.connections ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
  } finally {
    await client.end();
  }
}
