import { randomUUID } from 'node:crypto';
import { SystemClock } from '#libs/clock';
import { deviceTopic, eventFromLog, EventId, type ObservationSetRecorded, StayId } from '#libs/contracts';
import type { Subscription } from '#libs/event-log';
import { aRequest, eventually } from '#libs/fixtures';
import { aMessage, GatewayInstallation, type GatewayService, Hub } from './gateway-service.harness.ts';

// Real: Postgres, the event log on it, two gateway services with their brokers, MQTT clients.

describe('Two replicas of the gateway service', () => {
  let installation: GatewayInstallation;
  let services: readonly [GatewayService, GatewayService];
  let hubs: readonly [Hub, Hub];
  let reader: Subscription;
  const sets: ObservationSetRecorded[] = [];

  beforeAll(async () => {
    installation = await GatewayInstallation.start(new SystemClock());
    services = [await installation.startService(), await installation.startService()];
    const credential = await installation.registerGateway();
    const [one, two] = services;
    hubs = [await Hub.connect(one.url, credential), await Hub.connect(two.url, credential)];
    reader = await installation.log.subscribe({
      group: 'test',
      topics: ['observations'],
      onBatch: ({ records }) => {
        sets.push(...records.map(({ key, value }) => eventFromLog('observations', { key, value: value ?? 'null' })));
        return Promise.resolve();
      },
    });
  }, 60_000);

  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.close()));
    await reader.close();
    await installation.stop();
  });

  const message = () => aMessage(installation.minutesFromNow(-1));

  it('make one set of a message that is sent to both at the same time, under one id', async () => {
    const [one, two] = hubs;
    const { deviceId } = await installation.registerDevice(one.credential.gatewayId);
    const sent = Array.from({ length: 50 }, message);
    await Promise.all(sent.flatMap((body) => [one.send(deviceId, body), two.send(deviceId, body)]));
    await eventually(() => new Set(sets.map(({ messageId }) => messageId)).size === 50, { what: 'fifty messages' });
    expect(new Set(sets.map(({ id }) => id)).size).toBe(50);
    for (const { messageId } of sent) {
      const receipts = await Promise.all(hubs.map((hub) => hub.receiptFor(messageId)));
      const outcomes = receipts.map(({ outcome }) => outcome);
      expect(outcomes).toContain('accepted');
      expect(outcomes.every((outcome) => outcome === 'accepted' || outcome === 'duplicate')).toBe(true);
    }
  });

  it('take a repeat that comes to the other replica later for a duplicate', async () => {
    const [one, two] = hubs;
    const { deviceId } = await installation.registerDevice(one.credential.gatewayId);
    const body = message();
    await one.send(deviceId, body);
    await two.send(deviceId, body);
    expect(await two.receiptFor(body.messageId)).toMatchObject({ outcome: 'duplicate' });
    const both = hubs.flatMap(({ receipts }) => receipts.filter(({ messageId }) => messageId === body.messageId));
    expect(both.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate']);
  });

  it('send each request once to a gateway that listens at both', async () => {
    const [one, two] = hubs;
    const { patientId } = await installation.registerDevice(one.credential.gatewayId);
    const requests = Array.from({ length: 30 }, () =>
      aRequest({ patientId, stayId: StayId.parse(randomUUID()) }, installation.clock.now(), {
        id: EventId.parse(randomUUID()),
        asks: 'device',
        codes: ['oxygen-saturation'],
      }),
    );
    for (const request of requests) await installation.publish('requests', patientId, request);
    const received = () => [...one.requests, ...two.requests].map(({ message: { requestId } }) => requestId);
    await eventually(() => new Set(received()).size === requests.length, { what: 'each request' });
    await eventually(
      async () => {
        const unsent = await installation.database.pool.query(`SELECT FROM request_delivery WHERE state <> 'sent'`);
        return unsent.rowCount === 0;
      },
      { what: 'each to be acknowledged' },
    );
    expect(received()).toHaveLength(requests.length);
  });

  it('send a request by the replica to which the gateway is connected, whichever has read it from the log', async () => {
    for (const service of services) {
      const credential = await installation.registerGateway();
      const { patientId } = await installation.registerDevice(credential.gatewayId);
      const hub = await Hub.connect(service.url, credential);
      const stayId = StayId.parse(randomUUID());
      const id = EventId.parse(randomUUID());
      const request = aRequest({ patientId, stayId }, installation.clock.now(), { id, asks: 'patient' });
      const { deviceId } = await installation.registerDevice(credential.gatewayId, { kind: 'tablet', patientId });
      await installation.publish('requests', patientId, request);
      expect((await hub.request(id)).topic).toBe(deviceTopic(credential.gatewayId, deviceId, 'requests'));
      await hub.close();
    }
  });

  it('close the connections of a gateway that is withdrawn at both', async () => {
    const credential = await installation.registerGateway();
    const open = await Promise.all(services.map(({ url }) => Hub.connect(url, credential, { reconnectPeriod: 0 })));
    const closed = open.map((hub) => hub.closed());
    await installation.withdrawGateway(credential);
    await Promise.all(closed);
  });
});
