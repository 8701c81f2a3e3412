import type { ReplayReport } from '#libs/contracts';
import pg from 'pg';

import { type ReplayOptions, replay } from '../../../scoring/src/scoring.module.ts';
import { databaseServer } from '../running/database-server.service.ts';
import type { ServiceSettings } from '../running/service-settings.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';

/**
 * Replays the history of the scoring service in the database of the settings, over a connection of its own that may only
 * read: nothing is migrated, and nothing live is touched.
 */
export async function replayFrom(
  settings: ServiceSettings,
  options: Omit<ReplayOptions, 'client'>,
): Promise<ReplayReport> {
  const server = await databaseServer(settings, serviceLogger('homeward', settings));
  try {
    const client = new pg.Client({
      connectionString: server.url,
      options: '-c search_path=scoring -c default_transaction_read_only=on',
    });
    await client.connect();
    try {
      return await replay({ ...options, client });
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
}
