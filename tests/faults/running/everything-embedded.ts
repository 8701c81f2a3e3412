import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '#libs/embedded';
import { HomewardProcess } from '../../outside/homeward-process.ts';
import { SmallDisk } from '../../outside/small-disk.ts';
import type { RunningHomeward } from './running-homeward.ts';

/** `homeward up`: all services in one process, on embedded parts, and on a disk of its own where one can be mounted. */
export async function everythingEmbedded(): Promise<RunningHomeward> {
  // The same ports after a restart: gateways and browsers come back to them.
  const [http, mqtt] = [await findFreePort(), await findFreePort()];
  const disk = await SmallDisk.mount();
  const settings = {
    HTTP_PORT: String(http),
    MQTT_PORT: String(mqtt),
    CANARY_SECONDS: '5',
    LOG_LEVEL: 'warn',
    DISK_LOW_MEGABYTES: '256',
  };
  const homeward = await HomewardProcess.start(['up'], settings, disk?.folder).catch(async (error: unknown) => {
    await disk?.unmount();
    throw error;
  });
  const run = await homeward.run();
  const base = new URL('/', run.api).href;
  let number = 0;
  return {
    parts: 'embedded',
    api: base,
    processes: { homeward: base },
    mqtt: run.mqtt,
    postgres: {
      pid: () => homeward.databasePid(),
      url: async () => {
        const password = (await readFile(join(homeward.home, 'postgres', 'password'), 'utf8')).trim();
        const url = new URL((await homeward.run()).database);
        url.username = 'homeward';
        url.password = password;
        return url.href;
      },
    },
    kafka: undefined,
    broker: undefined,
    disk,
    services: [{ name: 'all services', kill: () => homeward.killServices(), restart: () => homeward.restart() }],
    userName: 'nurse',
    token: (role) => homeward.token(role),
    registerGateway: (name) => homeward.registerGateway(name),
    nextNumber: () => (number += 1),
    stop: async () => {
      if (disk === undefined) return homeward.dispose();
      await homeward.stop();
      await disk.unmount();
    },
  };
}
