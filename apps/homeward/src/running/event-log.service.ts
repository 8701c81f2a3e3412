import pg from 'pg';

import { createKafkaLog, createPostgresLog, type EventLog, tracedLog } from '#libs/event-log';
import type { Logger, Tracing } from '#libs/telemetry';

import type { HomewardSettings } from '../settings.ts';
import type { DatabaseServer } from './database-server.service.ts';

/** The log that was chosen, and where it is, without secrets. */
export interface ChosenLog {
  readonly log: EventLog;
  readonly address: string;
}

type LogSettings = Pick<HomewardSettings, 'KAFKA_BROKERS' | 'KAFKA_CLIENT' | 'LOG_NAMESPACE'>;

/** Opens the log and creates what is missing of its topics: on KAFKA_BROKERS if set, else on Postgres. */
export async function eventLog(
  settings: LogSettings,
  {
    server,
    logger,
    tracing,
  }: { readonly server: DatabaseServer; readonly logger: Logger; readonly tracing?: Tracing | undefined },
): Promise<ChosenLog> {
  const chosen = choose(settings, { server, logger });
  try {
    await chosen.log.prepare();
    return tracing === undefined ? chosen : { ...chosen, log: tracedLog(chosen.log, tracing) };
  } catch (error) {
    await chosen.log.close();
    throw error;
  }
}

function choose(
  { KAFKA_BROKERS: brokers, KAFKA_CLIENT: client, LOG_NAMESPACE: name }: LogSettings,
  { server, logger }: { readonly server: DatabaseServer; readonly logger: Logger },
): ChosenLog {
  const namespace = name === undefined ? {} : { namespace: name };
  if (brokers !== undefined) {
    const log = createKafkaLog({ brokers: [...brokers], client, clientId: 'homeward', logger, ...namespace });
    return { log, address: `kafka://${brokers.join(',')}` };
  }
  // The log opens connections of its own; this pool only says where to.
  const pool = new pg.Pool({ connectionString: server.url, application_name: 'homeward-log' });
  return { log: createPostgresLog({ pool, logger, ...namespace }), address: server.address };
}
