import { createKafkaLog, createPostgresLog, type EventLog } from '#libs/event-log';
import pg from 'pg';

/** Opens the log that the environment names, for the processes of the raw pipe. */
export function openBenchLog(): { readonly log: EventLog; readonly pool: pg.Pool } {
  const { DATABASE_URL: database, KAFKA_BROKERS: brokers } = process.env;
  const pool = new pg.Pool({ connectionString: database, max: 4 });
  const log =
    brokers === undefined || brokers === ''
      ? createPostgresLog({ pool })
      : createKafkaLog({ brokers: brokers.split(','), clientId: 'raw-pipe', namespace: 'raw-pipe' });
  return { log, pool };
}
