import { statfs } from 'node:fs/promises';
import pg from 'pg';
import type { DiskSpace } from './disk-space.ts';

/** How much room there is on the disk of a folder. @throws where there is no such folder. */
export async function spaceOfFolder(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}

/** How much room a database leaves of a disk that is so large, by its own size alone. @throws where it cannot be reached. */
export async function spaceOfDatabase(connectionString: string, sizeBytes: number): Promise<DiskSpace> {
  const client = new pg.Client({ connectionString, application_name: 'homeward-disk', connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly used: string }>(
      'SELECT pg_database_size(current_database()) AS used',
    );
    return { freeBytes: Math.max(0, sizeBytes - Number(rows[0]?.used ?? 0)), sizeBytes };
  } finally {
    await client.end();
  }
}
