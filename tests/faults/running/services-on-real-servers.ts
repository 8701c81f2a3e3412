import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, startTestKafka } from '#libs/embedded';
import { findMosquitto, startMosquitto } from '../../outside/mosquitto.ts';
import { SeparateServices } from '../separate-services.ts';
import type { RunningHomeward } from './running-homeward.ts';

/**
 * The three services in processes of their own, on a Postgres, a Kafka and a Mosquitto that are this run's alone: so they
 * can be broken. As a supervisor would, this process starts Postgres again where it has died.
 *
 * @throws Error with what is missing on this machine.
 */
export async function servicesOnRealServers(): Promise<RunningHomeward> {
  const program = await findMosquitto();
  if (program === undefined) throw new Error('No mosquitto on this machine.');
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'homeward-faults-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  // Postgres runs as another user where this is root, and has to get through.
  await chmod(folder, 0o755);
  const kafka = await startTestKafka({});
  stack.defer(() => kafka.stop());
  const mosquitto = await startMosquitto(program);
  stack.defer(() => mosquitto.stop());
  const postgres = await EmbeddedPostgres.start({ home: join(folder, 'postgres') });
  const services = await SeparateServices.on(
    { url: postgres.url, stop: () => postgres.stop() },
    { KAFKA_BROKERS: kafka.brokers.join(','), MQTT_URL: mosquitto.url, CANARY_SECONDS: '5', LOG_LEVEL: 'warn' },
  );
  stack.defer(() => services.stop());
  const { gateway, scoring, clinician } = services.replicas;
  const all = [...gateway, ...scoring, ...clinician];
  const started = stack.move();
  let number = 0;
  return {
    parts: 'real servers',
    api: clinician[0]?.url ?? '',
    processes: Object.fromEntries(all.map(({ name, url }) => [name, url])),
    mqtt: mosquitto.url,
    postgres: { pid: () => Promise.resolve(postgres.pid), url: () => Promise.resolve(postgres.url) },
    kafka: kafka.pid === undefined ? undefined : { pid: () => Promise.resolve(kafka.pid) },
    broker: mosquitto,
    disk: undefined,
    services: all.map((service) => ({
      name: `the ${service.name} service`,
      kill: () => service.killHard(),
      restart: () => service.restart(),
    })),
    userName: undefined,
    token: (role) => services.token(role),
    registerGateway: () => services.registerGateway(),
    nextNumber: () => (number += 1),
    stop: () => started.disposeAsync(),
  };
}
