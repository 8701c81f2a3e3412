import { randomUUID } from 'node:crypto';

import { type RebuildProgress, type RebuiltChart, rebuildChart } from '../../../clinician/src/clinician.module.ts';
import { withoutSecrets } from '../running/addresses.ts';
import { databaseServer } from '../running/database-server.service.ts';
import { eventLog } from '../running/event-log.service.ts';
import { openSchema } from '../running/services.service.ts';
import type { ServiceSettings } from '../running/service-settings.ts';
import { serviceLogger } from '../terminal/service-logger.service.ts';

export interface RebuildingOptions {
  /** Where the chart is entered; left out, in the database of the settings. */
  readonly databaseUrl: string | undefined;
  readonly onProgress: (progress: RebuildProgress) => void;
}

/** A chart that was rebuilt; the addresses are without secrets. */
export interface Rebuilt extends RebuiltChart {
  readonly database: string;
  readonly log: string;
}

/** Rebuilds the clinician's chart from the log of the settings, with all migrations of its schema. */
export async function rebuildFrom(settings: ServiceSettings, options: RebuildingOptions): Promise<Rebuilt> {
  await using stack = new AsyncDisposableStack();
  const logger = serviceLogger('homeward', settings);
  const server = await databaseServer(settings, logger);
  stack.defer(() => server.stop());
  const { log, address } = await eventLog(settings, { server, logger });
  stack.defer(() => log.close());
  const database = await openSchema('clinician', { url: options.databaseUrl ?? server.url, settings });
  stack.defer(() => database.close());
  const into = options.databaseUrl === undefined ? server.address : withoutSecrets(options.databaseUrl);
  // Of its own each time: another would begin where the last one ended.
  const group = `chart-rebuild-${randomUUID()}`;
  const rebuilt = await rebuildChart({ database, log, group, onProgress: options.onProgress });
  return { ...rebuilt, database: into, log: address };
}
