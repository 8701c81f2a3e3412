import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, startTestKafka } from '#libs/embedded';
import { startMosquitto } from '../../outside/mosquitto.ts';
import { findOrInstallMosquitto, installForKafka } from '../../run/programs.ts';

/**
 * A Postgres, a Kafka and a Mosquitto that are this run's alone: so they can be broken.
 *
 * @param stack is given all that has to be stopped, but for Postgres: services of it have to end before it does.
 * @throws Error with what is missing on this machine.
 */
export async function startRealServers(stack: AsyncDisposableStack) {
  const program = findOrInstallMosquitto();
  if (program === undefined) throw new Error('No mosquitto on this machine, and not root to install it.');
  const folder = await mkdtemp(join(tmpdir(), 'homeward-faults-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  // Postgres runs as another user where this is root, and has to get through.
  await chmod(folder, 0o755);
  installForKafka();
  const kafka = await startTestKafka();
  stack.defer(() => kafka.stop());
  const mosquitto = await startMosquitto(program);
  stack.defer(() => mosquitto.stop());
  const postgres = await EmbeddedPostgres.start({ home: join(folder, 'postgres') });
  const database = { url: postgres.url, stop: () => postgres.stop() };
  const settings = { KAFKA_BROKERS: kafka.brokers.join(','), MQTT_URL: mosquitto.url, LOG_LEVEL: 'warn' };
  return { kafka, mosquitto, postgres, database, settings };
}
