import { SeparateServices } from '../separate-services.ts';
import { startRealServers } from './real-servers.ts';
import type { RunningHomeward } from './running-homeward.ts';

/**
 * The three services in processes of their own, on a Postgres, a Kafka and a Mosquitto that are this run's alone: so they
 * can be broken. As a supervisor would, this process starts Postgres again where it has died.
 *
 * @throws Error with what is missing on this machine.
 */
export async function servicesOnRealServers(): Promise<RunningHomeward> {
  await using stack = new AsyncDisposableStack();
  const { database, kafka, mosquitto, postgres, settings } = await startRealServers(stack);
  const services = await SeparateServices.on(database, { ...settings, CANARY_SECONDS: '5' });
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
