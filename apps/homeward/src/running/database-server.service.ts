import { join } from 'node:path';

import { EmbeddedPostgres } from '#libs/embedded';
import type { Logger } from '#libs/telemetry';

import type { HomewardSettings } from '../settings.ts';
import { withoutSecrets } from './addresses.ts';

/** A Postgres server that services can open their schemas on. */
export interface DatabaseServer {
  readonly url: string;
  /** Without secrets. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Gives DATABASE_URL's server, else the embedded one of HOMEWARD_HOME, which the first process that needs it starts. */
export async function databaseServer(
  settings: Pick<HomewardSettings, 'DATABASE_URL' | 'HOMEWARD_HOME'>,
  logger: Logger,
): Promise<DatabaseServer> {
  const { DATABASE_URL: url, HOMEWARD_HOME: home } = settings;
  if (url !== undefined) return { url, address: withoutSecrets(url), stop: () => Promise.resolve() };
  const server = await EmbeddedPostgres.start({ home: join(home, 'postgres'), logger });
  return { url: server.nearestUrl, address: server.address, stop: () => server.stop() };
}
