import pg from 'pg';

import { createKafkaLog, createPostgresLog, type EventLog } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';

import type { HomewardSettings } from '../settings.ts';
import type { DatabaseServer } from './database-server.service.ts';

/** The log that was chosen, and where it is, without secrets. */
export interface ChosenLog {
  readonly log: EventLog;
  readonly address: string;
}

/** Opens the log and creates what is missing of its topics: on KAFKA_BROKERS if set, else on Postgres. */
export async function eventLog(
  settings: Pick<HomewardSettings, 'KAFKA_BROKERS'>,
  { server, logger }: { readonly server: DatabaseServer; readonly logger: Logger },
): Promise<ChosenLog> {
  const chosen = choose(settings.KAFKA_BROKERS, server, logger);
  try {
    await chosen.log.prepare();
    return chosen;
  } catch (error) {
    await chosen.log.close();
    throw error;
  }
}

function choose(brokers: readonly string[] | undefined, server: DatabaseServer, logger: Logger): ChosenLog {
  if (brokers !== undefined) {
    const log = createKafkaLog({ brokers: [...brokers], clientId: 'homeward', logger });
    return { log, address: `kafka://${brokers.join(',')}` };
  }
  // The log opens connections of its own; this pool only says where to.
  const pool = new pg.Pool({ connectionString: server.url, application_name: 'homeward-log' });
  return { log: createPostgresLog({ pool, logger }), address: server.address };
}
