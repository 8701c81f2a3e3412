import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, startTestKafka } from '#libs/embedded';
import { findMosquitto, startMosquitto } from '../../outside/mosquitto.ts';
import type { ReplicasResult } from './replicas-result.ts';
import { runReplicas } from './replicas-run.ts';

const patients = 40;

/**
 * The run on a Postgres, a Kafka and a Mosquitto of its own.
 *
 * @throws Error with what is missing on this machine.
 */
export async function replicasOnRealServers(options: {
  readonly minutes: number;
  readonly seed: number;
  readonly setsPerSecond: number;
  readonly say: (line: string) => void;
}): Promise<ReplicasResult> {
  const program = await findMosquitto();
  if (program === undefined) throw new Error('No mosquitto on this machine.');
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'homeward-replicas-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  // Postgres runs as another user where this is root, and has to get through.
  await chmod(folder, 0o755);
  const kafka = await startTestKafka();
  stack.defer(() => kafka.stop());
  const mosquitto = await startMosquitto(program);
  stack.defer(() => mosquitto.stop());
  const postgres = await EmbeddedPostgres.start({ home: join(folder, 'postgres') });
  const database = { url: postgres.url, stop: () => postgres.stop() };
  const settings = { KAFKA_BROKERS: kafka.brokers.join(','), MQTT_URL: mosquitto.url, LOG_LEVEL: 'warn' };
  const { seed, setsPerSecond, say } = options;
  // The servers stay until it is over.
  return await runReplicas({ database, settings, seed, setsPerSecond, say, patients, seconds: options.minutes * 60 });
}
