import { createKafkaLog, createPostgresLog, type EventLog } from '#libs/event-log';
import pg from 'pg';

/** Opens the log that the environment names, for processes of the bench that are no services. */
export function openBenchLog(environment: Readonly<Record<string, string | undefined>>): {
  readonly log: EventLog;
  readonly pool: pg.Pool;
} {
  const { DATABASE_URL: database, KAFKA_BROKERS: brokers, LOG_NAMESPACE: namespace } = environment;
  const pool = new pg.Pool({ connectionString: database, max: 4 });
  const topicsOfItsOwn = namespace === undefined ? {} : { namespace };
  if (brokers === undefined || brokers === '') return { log: createPostgresLog({ pool, ...topicsOfItsOwn }), pool };
  const client = environment['KAFKA_CLIENT'] === 'platformatic' ? 'platformatic' : 'kafkajs';
  return { log: createKafkaLog({ brokers: brokers.split(','), client, clientId: 'bench', ...topicsOfItsOwn }), pool };
}
