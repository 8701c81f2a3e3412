import { EmbeddedPostgres, startTestKafka, type TestKafka } from '#libs/embedded';
import { chmod } from 'node:fs/promises';
import pg from 'pg';
import { installForKafka } from '../run/programs.ts';
import { farDatabase, type FarDatabase } from './far-database.ts';

/** The logs that a bench tells apart: Kafka once by each client. */
export const benchLogs = ['postgres', 'kafka', 'platformatic'] as const;
export type BenchLog = (typeof benchLogs)[number];

/** Real servers for the bench: those of the environment, or its own, which keep what they acknowledge. */
export interface BenchServers {
  /** An empty database and, for Kafka, its brokers, the client and topics of its own. Undefined where there is no Kafka. */
  environmentFor(log: BenchLog): Promise<Readonly<Record<string, string>> | undefined>;
  stop(): Promise<void>;
}

/** @param options.farMilliseconds has Postgres be so far away, one way, from what is given its address. */
export async function benchServers(
  folder: string,
  { farMilliseconds = 0 }: { readonly farMilliseconds?: number } = {},
): Promise<BenchServers> {
  // Postgres runs as another user where we are root, and has to get through.
  await chmod(folder, 0o755);
  const given = process.env['DATABASE_URL'];
  const own =
    given === undefined || given === ''
      ? await EmbeddedPostgres.start({ home: folder, settings: ['shared_preload_libraries=pg_stat_statements'] })
      : undefined;
  const server = own?.nearestUrl ?? given ?? '';
  const made: string[] = [];
  let kafka: TestKafka | undefined;
  let far: FarDatabase | undefined;
  if (farMilliseconds > 0) far = await farDatabase(own?.url ?? server, farMilliseconds);

  return {
    async environmentFor(log) {
      const name = `bench_${log}_${String(process.pid)}_${String(made.length)}`;
      await onServer(server, `CREATE DATABASE ${name}`);
      made.push(name);
      const url = new URL(far?.url ?? server);
      url.pathname = `/${name}`;
      if (log === 'postgres') return { DATABASE_URL: url.href, KAFKA_BROKERS: '' };
      try {
        installForKafka();
        kafka ??= await startTestKafka();
      } catch (error) {
        console.log(`\n!! NOT TRIED: Kafka. ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
      const client = log === 'kafka' ? 'kafkajs' : log;
      const onKafka = { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_CLIENT: client, LOG_NAMESPACE: name };
      return { DATABASE_URL: url.href, ...onKafka };
    },
    async stop() {
      await kafka?.stop();
      await far?.stop();
      for (const name of made) await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await own?.stop();
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
