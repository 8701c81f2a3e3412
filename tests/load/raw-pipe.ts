import type { ChildProcess } from 'node:child_process';
import type { LoadResult } from './load-generator.ts';
import type { Percentiles } from './percentiles.ts';
import { ask, end, memoryOf, pause, startHere } from './processes.ts';

export interface RawPipeResult {
  readonly setsPerSecond: number;
  /** From the sensor's `takenAt` to the row in Postgres, at the steady rate, in milliseconds. */
  readonly latencyMs: Percentiles;
  readonly memory: { readonly gateway: number; readonly consumer: number };
}

const gatewayIds = ['pipe-1', 'pipe-2', 'pipe-3', 'pipe-4'];
const devices = Array.from({ length: 600 }, (_, n) => ({
  deviceId: `device-${String(n)}`,
  gatewayId: gatewayIds[n % gatewayIds.length] ?? '',
  patientId: '',
}));

/** MQTT → log → consumer → Postgres with no work in between: what the whole path is compared with. */
export async function measureRawPipe(
  environment: Readonly<Record<string, string>>,
  limits: { readonly flatOutSeconds: number; readonly steadySeconds: number; readonly setsPerSecond: number },
): Promise<RawPipeResult> {
  const gateway = startHere('raw-pipe-gateway.ts', environment);
  const consumer = startHere('raw-pipe-consumer.ts', environment);
  const generator = startHere('load-generator.ts');
  try {
    const [{ port }] = await Promise.all([firstAnswer<{ port: number }>(gateway), firstAnswer(consumer)]);
    const gateways = gatewayIds.map((gatewayId) => ({ gatewayId, secret: 'x' }));
    await ask<LoadResult>(generator, { kind: 'connect', port, gateways, devices, window: 1_000 });
    await ask<LoadResult>(generator, { kind: 'flat-out', seconds: 2 });
    await settled(consumer);

    const before = await storedBy(consumer);
    const start = performance.now();
    const { sent } = await ask<LoadResult>(generator, { kind: 'flat-out', seconds: limits.flatOutSeconds });
    while ((await storedBy(consumer)) < before + sent) await pause(20);
    const setsPerSecond = sent / ((performance.now() - start) / 1000);
    const memory = { gateway: memoryOf(gateway).peak, consumer: memoryOf(consumer).peak };

    await ask(consumer, { kind: 'latencies' });
    const { setsPerSecond: rate, steadySeconds: seconds } = limits;
    await ask<LoadResult>(generator, { kind: 'steady', setsPerSecond: rate, seconds });
    await settled(consumer);
    const latencyMs = await ask<Percentiles>(consumer, { kind: 'latencies' });
    return { setsPerSecond, latencyMs, memory };
  } finally {
    await Promise.all([generator, consumer, gateway].map(end));
  }
}

function firstAnswer<Result>(child: ChildProcess): Promise<Result> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('A process of the raw pipe ended before it was ready.')));
    child.once('message', ({ result }: { result: Result }) => resolve(result));
  });
}

async function storedBy(consumer: ChildProcess): Promise<number> {
  return (await ask<{ stored: number }>(consumer, { kind: 'stored' })).stored;
}

/** Until nothing more is stored for half a second. */
async function settled(consumer: ChildProcess): Promise<void> {
  for (let last = -1, now = 0; last !== now;) {
    last = now;
    await pause(500);
    now = await storedBy(consumer);
  }
}
