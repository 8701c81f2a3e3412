import { ManualClock } from '#libs/clock';
import { EventId, PatientId, RegisteredDevice, StayId } from '#libs/contracts';
import { aDevice, aRequest, eventually } from '#libs/fixtures';
import { createLogger } from '#libs/telemetry';
import { Timers } from '#libs/timers';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { DeviceHoldingService } from '../device-holding/device-holding.service.ts';
import { DevicesStore } from '../device-holding/devices.store.ts';
import { GatewayInstallation } from '../gateway-service.harness.ts';
import type { MqttDelivery } from '../mqtt-intake/mqtt-source.ts';
import { RequestMetrics } from './request-metrics.service.ts';
import { RequestsService } from './requests.service.ts';
import { RequestsStore } from './requests.store.ts';

// Real: Postgres and the durable timers. How deliveries end, and the time, are set by the tests.

const logger = createLogger({ service: 'gateway', level: 'silent' });

describe('Requests that could not be delivered', () => {
  const clock = new ManualClock(new Date('2026-11-21T08:30:00Z'));
  const patientId = PatientId.parse(randomUUID());
  let installation: GatewayInstallation;
  const stops: (() => Promise<void>)[] = [];

  /** A replica of which each delivery ends as given. */
  const startReplica = (deliver: () => Promise<boolean>) => {
    const deliveries: MqttDelivery[] = [];
    const { database } = installation;
    const timers = new Timers({ database, clock, logger, service: 'gateway', pollEveryMilliseconds: 20 });
    const requests = new RequestsService({
      database,
      timers,
      store: new RequestsStore(database),
      devices: new DeviceHoldingService(new DevicesStore(database)),
      mqtt: {
        reachable: () => undefined,
        onListening: () => undefined,
        deliver: (delivery) => {
          deliveries.push(delivery);
          return deliver();
        },
      },
      clock,
      metrics: new RequestMetrics(new Registry()),
      logger,
    });
    requests.onApplicationBootstrap();
    timers.start();
    const stop = async () => {
      await requests.onModuleDestroy();
      await timers.stop();
    };
    stops.push(stop);
    return { requests, deliveries, stop };
  };
  const states = async () => {
    const { rows } = await installation.database.pool.query<{ state: string }>('SELECT state FROM request_delivery');
    return rows.map(({ state }) => state);
  };
  const ask = () =>
    aRequest({ patientId, stayId: StayId.parse(randomUUID()) }, clock.now(), {
      id: EventId.parse(randomUUID()),
      asks: 'device',
      codes: ['oxygen-saturation'],
    });

  beforeAll(async () => {
    installation = await GatewayInstallation.start(clock);
    const device = RegisteredDevice.parse(aDevice(patientId, new Date('2026-11-20T08:30:00Z')));
    await new DevicesStore(installation.database).save([device]);
  }, 60_000);
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await installation.database.pool.query('DELETE FROM request');
  });
  afterAll(() => installation.stop());

  it('are sent again a while later by the clock, once', async () => {
    const outcomes = [() => Promise.reject(new Error('the broker is away')), () => Promise.resolve(false)];
    const { requests, deliveries } = startReplica(() => outcomes.shift()?.() ?? Promise.resolve(true));
    await requests.take([ask()]);
    await eventually(() => deliveries.length === 1, { what: 'the first attempt' });
    for (const attempts of [2, 3]) {
      expect(await states()).toEqual(['sending']);
      clock.advance(15_000);
      await eventually(() => deliveries.length === attempts, { what: `attempt ${String(attempts)}` });
    }
    await eventually(states, ([state]) => state === 'sent');
    expect(new Set(deliveries.map(({ payload }) => payload)).size).toBe(1);
  });

  it('are sent by another replica where the one that was sending is gone', async () => {
    const killed = startReplica(() => new Promise(() => undefined));
    await killed.requests.take([ask()]);
    await eventually(() => killed.deliveries.length === 1, { what: 'the attempt' });
    await killed.stop();
    const { deliveries } = startReplica(() => Promise.resolve(true));
    clock.advance(15_000);
    await eventually(() => deliveries.length === 1, { what: 'the attempt of the other replica' });
    await eventually(states, ([state]) => state === 'sent');
  });
});
