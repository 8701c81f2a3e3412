import pg from 'pg';
import type { RunningHomeward } from '../running/running-homeward.ts';
import { seriesOf } from './health-watch.ts';

/** What a Homeward takes of its machine at one time, in all of its processes. */
export interface Footprint {
  readonly memoryMegabytes: number;
  readonly openFiles: number;
  readonly databaseConnections: number;
  readonly databaseMegabytes: number;
}

const names = ['memoryMegabytes', 'openFiles', 'databaseConnections', 'databaseMegabytes'] as const;
const megabyte = 1024 * 1024;
/** Caches fill and heaps are given room; beyond half as much again, something grows. Disk is bounded by its own rules. */
const mostGrowth = 1.5;

export async function footprintOf({ processes, postgres }: RunningHomeward): Promise<Footprint> {
  const texts = await Promise.all(
    Object.values(processes).map(async (url) => (await fetch(new URL('/metrics', url))).text()),
  );
  const series = seriesOf(texts.join('\n'));
  const client = new pg.Client({ connectionString: await postgres.url() });
  await client.connect();
  try {
    const { rows } = await client.query<{ connections: string; bytes: string }>(
      'select count(*) as connections, pg_database_size(current_database()) as bytes from pg_stat_activity where datname = current_database()',
    );
    return {
      memoryMegabytes: Math.round((series.get('process_resident_memory_bytes') ?? 0) / megabyte),
      openFiles: series.get('process_open_fds') ?? 0,
      databaseConnections: Number(rows[0]?.connections ?? 0),
      databaseMegabytes: Math.round(Number(rows[0]?.bytes ?? 0) / megabyte),
    };
  } finally {
    await client.end();
  }
}

/** What has grown from the second quarter of the time to the last, in words; the first quarter is for warming up. */
export function growthOf(footprints: readonly Footprint[]): readonly string[] {
  const quarter = Math.floor(footprints.length / 4);
  const most = (from: number, to: number, name: (typeof names)[number]): number =>
    Math.max(...footprints.slice(from, to).map((one) => one[name]));
  if (quarter === 0) return [];
  return names.flatMap((name) => {
    if (name === 'databaseMegabytes') return [];
    const [early, late] = [most(quarter, 2 * quarter, name), most(-quarter, footprints.length, name)];
    return late > early * mostGrowth ? [`${name} has grown from ${String(early)} to ${String(late)}`] : [];
  });
}
