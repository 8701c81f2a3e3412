import { setTimeout as pause } from 'node:timers/promises';
import type { Connect, FirstSets, LoadResult, Steady } from '../../load/load-generator.ts';
import { ask, end, startHere } from '../../load/processes.ts';
import { setUpWards } from '../../load/ward-under-load.ts';
import { startRealServers } from '../running/real-servers.ts';
import { SeparateServices } from '../separate-services.ts';
import { lookAt, type SoakLook } from './soak-look.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly setsPerSecond: number;
  readonly say: (line: string) => void;
}

export interface SoakSummary {
  readonly looks: readonly SoakLook[];
  readonly load: LoadResult;
}

const lookEveryMs = 30_000;
const ward = { patients: 600, wards: 1, gateways: 4 };
/** No one answers their alerts, which go on calling people: few enough that the sets are the load. */
const illEachMinute = 2;
/** A few gateways carry the load of many. */
const unlimited = {
  GATEWAY_BURST_MESSAGES: '100000000',
  GATEWAY_BURST_BYTES: '1099511627776',
  GATEWAY_DAILY_MESSAGES: '1000000000',
  GATEWAY_DAILY_BYTES: '1099511627776',
};

/**
 * A gateway service, two scoring and two clinician services on a Postgres, a Kafka and a Mosquitto of their own, at a steady
 * rate of sets of 600 patients, two of whom become ill each minute; every half minute a look at what each process takes.
 *
 * @throws Error with what is missing on this machine.
 */
export async function soak({ minutes, setsPerSecond, say }: SoakOptions): Promise<SoakSummary> {
  await using stack = new AsyncDisposableStack();
  const { database, mosquitto, settings } = await startRealServers(stack);
  const services = await SeparateServices.on(database, { ...settings, ...unlimited });
  stack.defer(() => services.stop());
  await Promise.all([services.startReplica('scoring'), services.startReplica('clinician')]);
  const generator = startHere('load-generator.ts');
  stack.defer(() => end(generator));

  const base = services.replicas.clinician[0]?.url ?? '';
  const token = await services.token('administrator');
  const { wardIds, gateways, devices } = await setUpWards({ api: `${base}/api/v1`, token }, ward);
  const port = Number(new URL(mosquitto.url).port);
  await ask<LoadResult>(generator, { kind: 'connect', port, gateways, devices, window: 1_000 } satisfies Connect);
  await ask<LoadResult>(generator, { kind: 'first-sets' } satisfies FirstSets);
  const live = {
    url: `${base}/api/v1/live?wardId=${wardIds[0] ?? ''}`,
    token,
    patients: Math.min(ward.patients, Math.ceil(minutes * illEachMinute)),
  };
  const steady: Steady = { kind: 'steady', setsPerSecond, seconds: minutes * 60, live };
  const over = new AbortController();
  const [load, looks] = await Promise.all([
    ask<LoadResult>(generator, steady).finally(() => {
      over.abort();
    }),
    looksUntil(over.signal, services, say),
  ]);
  return { load, looks };
}

async function looksUntil(
  over: AbortSignal,
  services: SeparateServices,
  say: (line: string) => void,
): Promise<readonly SoakLook[]> {
  const replicas = Object.fromEntries(
    Object.entries(services.replicas).flatMap(([service, all]) =>
      all.map((replica, nth) => [`${service} ${String(nth + 1)}`, replica] as const),
    ),
  );
  const looks: SoakLook[] = [];
  for (;;) {
    await pause(lookEveryMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return looks;
    const look = await lookAt(replicas, services.databaseUrl);
    looks.push(look);
    say(JSON.stringify(look));
  }
}
