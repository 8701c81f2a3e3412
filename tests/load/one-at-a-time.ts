import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { ReadingTimes, observationSet, topicOf } from './observation-messages.ts';
import { percentiles, type Percentiles } from './percentiles.ts';
import { startServices } from './services-under-load.ts';
import { setUpWards } from './ward-under-load.ts';

export interface OneAtATimeBenchmark {
  /** From the publishing of a message to its PUBACK, when nothing else goes on, in milliseconds. */
  readonly loneMs: Percentiles;
  readonly backlog: number;
  /** Until the last message of the backlog was acknowledged. */
  readonly backlogSeconds: number;
}

const loneMessages = 200;
const betweenLoneMs = 50;

/** A gateway by mqtt.js that has one message in flight: now and then a message, and then the backlog of a night. */
export async function measureOneAtATime(
  environment: Readonly<Record<string, string>>,
  { folder, backlog }: { readonly folder: string; readonly backlog: number },
): Promise<OneAtATimeBenchmark> {
  const services = await startServices(environment, folder);
  try {
    const { api, administrator: token, mqttPort: port } = services;
    const { gateways, devices } = await setUpWards({ api, token }, { patients: 20, wards: 1, gateways: 1 });
    const [gateway] = gateways;
    const client = await connectAsync({
      port,
      host: '127.0.0.1',
      username: gateway?.gatewayId ?? '',
      password: gateway?.secret ?? '',
    });
    const readingTimes = new ReadingTimes();
    const send = async (n: number): Promise<number> => {
      const device = devices[n % devices.length];
      if (device === undefined) throw new Error('There is no device.');
      const startedAt = performance.now();
      await client.publishAsync(topicOf(device), observationSet(randomUUID(), readingTimes.next(device), 'well'), {
        qos: 1,
      });
      return performance.now() - startedAt;
    };
    // The first messages come while code is still being compiled and connections opened.
    for (let n = 0; n < loneMessages; n += 1) await send(n);
    const lone: number[] = [];
    for (let n = 0; n < loneMessages; n += 1) {
      await pause(betweenLoneMs);
      lone.push(await send(n));
    }
    const startedAt = performance.now();
    for (let n = 0; n < backlog; n += 1) await send(n);
    const backlogSeconds = (performance.now() - startedAt) / 1000;
    await client.endAsync();
    return { loneMs: percentiles(lone), backlog, backlogSeconds };
  } finally {
    await services.stop();
  }
}
