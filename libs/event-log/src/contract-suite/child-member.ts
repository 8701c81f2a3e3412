/** The process that the contract suite kills: it opens the log of its environment and does what its argument says. */
import pg from 'pg';
import type { EventLog } from '../event-log.ts';
import { createKafkaLog } from '../kafka/kafka-log.ts';
import { createPostgresLog } from '../postgres/postgres-log.ts';

const { LOG_DATABASE_URL: database, LOG_BROKERS: brokers, LOG_NAMESPACE: namespace, LOG_GROUP: group } = process.env;
const client = process.env['LOG_KAFKA_CLIENT'] === 'platformatic' ? 'platformatic' : 'kafkajs';
if (namespace === undefined || group === undefined) throw new TypeError('LOG_NAMESPACE and LOG_GROUP must be set.');

function openLog(namespaceOfTest: string): EventLog {
  if (database !== undefined) {
    return createPostgresLog({ pool: new pg.Pool({ connectionString: database }), namespace: namespaceOfTest });
  }
  return createKafkaLog({ brokers: (brokers ?? '').split(','), client, clientId: 'child', namespace: namespaceOfTest });
}

const log = openLog(namespace);
const task = process.argv[2];
let worked = 0;
if (task === 'publish') {
  const records = Array.from({ length: 300 }, (_, n) => ({
    topic: 'observations' as const,
    key: `key-${String(n % 30)}`,
    value: JSON.stringify({ n }),
  }));
  await Promise.all(records.map((record) => log.publish([record])));
  process.stdout.write('published 300\n');
  // Ends only when it is killed.
  setInterval(() => undefined, 60_000);
} else {
  await log.subscribe({
    group,
    topics: ['observations'],
    onBatch: ({ records }) => {
      if (task === 'hold') {
        process.stdout.write('holding\n');
        return new Promise(() => undefined);
      }
      worked += records.length;
      process.stdout.write(`worked ${String(worked)}\n`);
      return Promise.resolve();
    },
  });
}
