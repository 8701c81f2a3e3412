import { randomUUID } from 'node:crypto';
import { mock } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SystemClock } from '#libs/clock';
import {
  DeviceId,
  type DeviceStatus,
  eventFromLog,
  instant,
  type ObservationSetRecorded,
  PatientId,
  type Quarantined,
} from '#libs/contracts';
import type { Subscription } from '#libs/event-log';
import { eventually, PatientFixture } from '#libs/fixtures';
import { connect, connectAsync } from 'mqtt';
import { aMessage, GatewayInstallation, type GatewayService, Hub } from './gateway-service.harness.ts';

// Real: Postgres, the event log on it, the embedded MQTT broker, MQTT clients, the Nest application. Only the faults of
// the log are made.

describe('The gateway service', () => {
  let installation: GatewayInstallation;
  let service: GatewayService;
  let reader: Subscription;
  let hub: Hub;
  const sets: ObservationSetRecorded[] = [];
  const quarantine: Quarantined[] = [];
  const statuses: DeviceStatus[] = [];

  const minutesAgo = (minutes: number) => installation.minutesFromNow(-minutes);
  const message = (over: object = {}) => aMessage(minutesAgo(1), over);
  const registerDevice = (over: Parameters<GatewayInstallation['registerDevice']>[1] = {}) =>
    installation.registerDevice(hub.credential.gatewayId, over);
  const setsOf = (messageId: string) => sets.filter((set) => set.messageId === messageId);
  const setOf = (messageId: string) => eventually(() => setsOf(messageId)[0], { what: `a set of ${messageId}` });
  const quarantined = (fits: (item: Quarantined) => boolean) =>
    eventually(() => quarantine.find(fits), { what: 'something in quarantine' });

  beforeAll(async () => {
    installation = await GatewayInstallation.start(new SystemClock());
    service = await installation.startService();
    reader = await installation.log.subscribe({
      group: 'test',
      topics: ['observations', 'quarantine', 'device-status'],
      onBatch: ({ topic, records }) => {
        for (const { key, value } of records) {
          const record = { key, value: value ?? 'null' };
          if (topic === 'observations') sets.push(eventFromLog('observations', record));
          else if (topic === 'quarantine') quarantine.push(eventFromLog('quarantine', record));
          else statuses.push(eventFromLog('device-status', record));
        }
        return Promise.resolve();
      },
    });
    hub = await Hub.connect(service.url, await installation.registerGateway());
  }, 60_000);

  afterEach(() => {
    installation.log.state = 'well';
  });

  afterAll(async () => {
    await hub.close();
    await reader.close();
    await installation.stop();
  });

  it('puts a good message on the log for the patient who had the device, and says so', async () => {
    const { deviceId, patientId } = await registerDevice();
    const sent = message();
    await hub.send(deviceId, sent);
    const set = await setOf(sent.messageId);
    expect(set).toMatchObject({ patientId, deviceId, gatewayId: hub.credential.gatewayId, source: 'device' });
    expect(set.observations.map(({ code }) => code)).toEqual(sent.readings.map(({ code }) => code));
    expect(set.observations[0]?.quality).toEqual({ perfusionIndex: 1.4 });
    expect(await hub.receiptFor(sent.messageId)).toEqual({
      messageId: sent.messageId,
      deviceId,
      outcome: 'accepted',
      reasons: [],
    });
  });

  it('acknowledges nothing before the log has it', async () => {
    const { deviceId } = await registerDevice();
    await hub.send(deviceId, message());
    const { promise, resolve } = Promise.withResolvers<undefined>();
    installation.log.state = promise;
    const order: string[] = [];
    const sent = message();
    const acknowledged = hub.send(deviceId, sent).then(() => order.push('acknowledged'));
    await pause(300);
    expect([order, setsOf(sent.messageId)]).toEqual([[], []]);
    order.push('log well again');
    installation.log.state = 'well';
    resolve(undefined);
    await acknowledged;
    expect(order).toEqual(['log well again', 'acknowledged']);
    await setOf(sent.messageId);
  });

  it('drops the connection while the log is down, and takes the message when it comes again', async () => {
    const { deviceId } = await registerDevice();
    await hub.send(deviceId, message());
    installation.log.state = 'failing';
    const dropped = hub.closed();
    const sent = message();
    const acknowledged = hub.send(deviceId, sent);
    await dropped;
    installation.log.state = 'well';
    await acknowledged;
    expect((await setOf(sent.messageId)).messageId).toBe(sent.messageId);
  });

  it('takes a repeat for a duplicate, the same id and time with other content for a fault, and the same id of another time for a device that was reset', async () => {
    const { deviceId } = await registerDevice();
    const sent = message();
    await hub.send(deviceId, sent);
    await hub.receiptFor(sent.messageId);
    hub.receipts.length = 0;
    await hub.send(deviceId, JSON.stringify(sent, null, 2));
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ outcome: 'duplicate', reasons: [] });
    hub.receipts.length = 0;
    await hub.send(deviceId, { ...sent, source: 'patient' });
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'message-id-reused', path: 'messageId' }],
    });
    expect(setsOf(sent.messageId)).toHaveLength(1);
    hub.receipts.length = 0;
    await hub.send(deviceId, { ...sent, takenAt: minutesAgo(2) });
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'accepted',
      notes: [{ code: 'message-id-restarted', path: 'messageId' }],
    });
    const sets = await eventually(
      () => Promise.resolve(setsOf(sent.messageId)),
      ({ length }) => length === 2,
    );
    expect(new Set(sets.map(({ id }) => id)).size).toBe(2);
  });

  it('quarantines one bad reading and accepts its neighbours', async () => {
    const { deviceId, patientId } = await registerDevice();
    const sent = message({ readings: [...message().readings, { code: 'temperature', value: 380, unit: 'Cel' }] });
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'accepted',
      reasons: [{ code: 'implausible-value', path: 'readings.5.value' }],
    });
    expect((await setOf(sent.messageId)).observations).toHaveLength(5);
    const kept = await quarantined((item) => item.messageId === sent.messageId);
    expect(kept).toMatchObject({ patientId, deviceId, reasons: [{ code: 'implausible-value' }] });
  });

  it.each([
    ['malformed JSON', 'observations', '{"messageId": ', 'malformed-json'],
    ['a payload of 1 MB', 'observations', JSON.stringify({ padding: 'x'.repeat(1_000_000) }), 'payload-too-large'],
    ['something that is no message', 'observations', '{"hello":"world"}', 'invalid-message'],
    ['a FHIR resource', 'fhir', '{"resourceType":"Observation"}', 'unsupported-format'],
    ['a bad status', 'status', '{"batteryPercent":250}', 'invalid-message'],
  ] as const)('quarantines %s and says why', async (_what, channel, payload, code) => {
    const { deviceId } = await registerDevice();
    hub.receipts.length = 0;
    await hub.send(deviceId, payload, channel);
    const receipt = await hub.receiptFor(null);
    expect(receipt).toMatchObject({ deviceId, outcome: 'quarantined' });
    expect(receipt.reasons[0]?.code).toBe(code);
    const kept = await quarantined((item) => item.deviceId === deviceId);
    expect(kept).toMatchObject({ payloadBytes: payload.length, reasons: receipt.reasons });
    expect(kept.payload.length).toBeLessThanOrEqual(2 * 1024);
  });

  it('waits for a device that is registered while its message is under way, and delays no other message', async () => {
    const { deviceId: known } = await registerDevice();
    const deviceId = DeviceId.parse(`dev-${randomUUID().slice(0, 8)}`);
    const early = message();
    const acknowledged = hub.send(deviceId, early);
    const neighbour = message();
    await hub.send(known, neighbour);
    expect(await hub.receiptFor(neighbour.messageId)).toMatchObject({ outcome: 'accepted' });
    expect(hub.receipts.some(({ messageId }) => messageId === early.messageId)).toBe(false);
    await registerDevice({ deviceId });
    await acknowledged;
    expect(await hub.receiptFor(early.messageId)).toMatchObject({ outcome: 'accepted' });
  });

  it('takes what comes while the log is away of a device whose registration comes only after that', async () => {
    const deviceId = DeviceId.parse(`dev-${randomUUID().slice(0, 8)}`);
    const outage = Promise.withResolvers<undefined>();
    installation.log.state = outage.promise;
    const sent = message();
    const acknowledged = hub.send(deviceId, sent);
    // Longer than a message waits for news of its device, and than a log takes that is there.
    await pause(4_000);
    installation.log.state = 'well';
    outage.resolve(undefined);
    await pause(500);
    await registerDevice({ deviceId });
    await acknowledged;
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ outcome: 'accepted' });
  });

  it('does not call the credential wrong of a gateway whose registration the log has yet to bring', async () => {
    installation.log.state = 'failing';
    const { promise: refused, resolve: refuse } = Promise.withResolvers<Error>();
    const unknown = { gatewayId: `gw-${randomUUID().slice(0, 8)}`, secret: 'aSecretThatIsNotKnownYet' };
    const client = connect(service.url, {
      username: unknown.gatewayId,
      password: unknown.secret,
      reconnectPeriod: 0,
    });
    const closed = Promise.withResolvers<undefined>();
    client.on('error', refuse);
    client.on('close', () => {
      closed.resolve(undefined);
    });
    await closed.promise;
    const outcome = await Promise.race([refused, Promise.resolve('closed without a refusal')]);
    expect(outcome).toBe('closed without a refusal');
    client.end(true);
  });

  it('looks an unregistered device up a few times, however many messages it sends, and accepts it once it is registered', async () => {
    const deviceId = DeviceId.parse(`dev-${randomUUID().slice(0, 8)}`);
    const query = mock.method(installation.database.pool, 'query');
    const started = performance.now();
    const early = Array.from({ length: 20 }, () => message());
    for (const sent of early) {
      void hub.send(deviceId, sent);
      await pause(25);
    }
    await Promise.all(early.map(({ messageId }) => hub.receiptFor(messageId)));
    expect(performance.now() - started).toBeGreaterThan(1900);
    const receipt = await hub.receiptFor(early[0]?.messageId ?? null);
    expect(receipt).toMatchObject({ outcome: 'quarantined', reasons: [{ code: 'unknown-device' }] });
    const lookUps = query.mock.calls
      .map((call) => JSON.stringify(call.arguments))
      .filter((statement) => statement.includes('FROM device') && statement.includes(deviceId));
    query.mock.restore();
    expect(lookUps.length).toBeLessThanOrEqual(4);

    await registerDevice({ deviceId });
    const sent = message();
    const sentAt = performance.now();
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ outcome: 'accepted' });
    expect(performance.now() - sentAt).toBeLessThan(500);
  });

  it('gives a reading to the holder at the time it was taken, and to no patient before the first issue', async () => {
    const { deviceId } = await registerDevice();
    const [first] = message().readings;
    const readings = [first, { code: 'pulse-rate', value: 80, unit: '/min', takenAt: minutesAgo(601) }];
    const sent = message({ readings });
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({
      outcome: 'accepted',
      reasons: [{ code: 'device-not-issued', path: 'readings.1' }],
    });
  });

  it('puts back what a device sends whose clock is known to be ahead, and still refuses another’s that is', async () => {
    const anHourOn = installation.minutesFromNow(60);
    const other = await registerDevice();
    const clockCorrection = { aheadSeconds: 3600, from: minutesAgo(1) };
    const { deviceId } = await registerDevice({ clockCorrection });
    await hub.send(deviceId, message({ messageId: 'an-hour-ahead', takenAt: anHourOn }));
    await hub.send(other.deviceId, message({ messageId: 'another-ahead', takenAt: anHourOn }));
    const { observations } = await setOf('an-hour-ahead');
    expect(observations.map(({ correctedBy }) => correctedBy)).toEqual(observations.map(() => 3600));
    expect(observations[0]?.takenAt).toBe(instant(Date.parse(anHourOn) - 3_600_000));
    const refused = await quarantined((item) => item.messageId === 'another-ahead');
    expect(refused.reasons[0]?.code).toBe('time-in-future');
    expect(refused.aheadSeconds).toBeGreaterThan(3000);
  });

  it('says which accepted readings are too late to be scored: by the plan of the patient, or after a day', async () => {
    const from = minutesAgo(60 * 24 * 10);
    const patientId = PatientId.parse(randomUUID());
    const { deviceId } = await registerDevice({ holdings: [{ patientId, from, until: null }] });
    const pulse = (hours: number) => ({ code: 'pulse-rate', value: 80, unit: '/min', takenAt: minutesAgo(60 * hours) });
    const send = async () => {
      const sent = message({ readings: [2, 7, 23, 25].map(pulse) });
      await hub.send(deviceId, sent);
      const { outcome, reasons } = await hub.receiptFor(sent.messageId);
      const { observations } = await setOf(sent.messageId);
      const tooLate = observations.flatMap(({ tooLateToScore }, index) => (tooLateToScore ? [index] : []));
      return { outcome, reasons: reasons.map(({ code, path }) => `${code} ${path}`), tooLate };
    };
    expect(await send()).toEqual({ outcome: 'accepted', reasons: ['too-late-to-score readings.3'], tooLate: [3] });

    const plan = new PatientFixture().plan(0);
    await installation.publish('monitoring-plans', patientId, { ...plan, patientId, revision: 2, latenessHours: 6 });
    // A compacted topic keeps the last of a key: what was not read before the next one came, never will be.
    await installation.caughtUp('monitoring-plans');
    await installation.publish('monitoring-plans', patientId, { ...plan, patientId, revision: 1, latenessHours: 48 });
    await installation.caughtUp('monitoring-plans');
    expect(await send()).toEqual({
      outcome: 'accepted',
      reasons: [1, 2, 3].map((index) => `too-late-to-score readings.${String(index)}`),
      tooLate: [1, 2, 3],
    });
  });

  it("refuses another gateway's device, and ends the connection over another gateway's topic", async () => {
    const neighbour = await Hub.connect(service.url, await installation.registerGateway('neighbour'));
    const { deviceId } = await installation.registerDevice(neighbour.credential.gatewayId);
    const theirs = message();
    await neighbour.send(deviceId, theirs);
    await neighbour.receiptFor(theirs.messageId);
    const sent = message();
    await hub.send(deviceId, sent);
    expect(await hub.receiptFor(sent.messageId)).toMatchObject({ reasons: [{ code: 'foreign-device' }] });
    expect(hub.receipts.some(({ messageId }) => messageId === theirs.messageId)).toBe(false);

    const intruder = await Hub.connect(service.url, hub.credential, { reconnectPeriod: 0 });
    const closed = intruder.closed();
    const stolen = message();
    intruder.client.publish(neighbour.topic(deviceId), JSON.stringify(stolen), { qos: 1 });
    await closed;
    expect(intruder.receipts.at(-1)).toMatchObject({
      outcome: 'quarantined',
      reasons: [{ code: 'topic-not-allowed' }],
    });
    await quarantined((item) => item.arrivedBy === neighbour.topic(deviceId));
    expect(setsOf(stolen.messageId)).toEqual([]);
    expect(neighbour.client.connected).toBe(true);
    await neighbour.close();
  }, 20_000);

  it('refuses a connection without a credential, and one with a wrong secret', async () => {
    const { gatewayId: username } = hub.credential;
    await expect(connectAsync(service.url, { reconnectPeriod: 0 })).rejects.toThrow(/Not authorized/);
    const guessed = connectAsync(service.url, { username, password: 'guess', reconnectPeriod: 0 });
    await expect(guessed).rejects.toThrow(/Bad username or password/);
  });

  it('closes the connections of a gateway whose credential is withdrawn, and takes nothing more from it', async () => {
    const [withdrawn, other] = await Promise.all(
      ['withdrawn', 'other'].map(async (name) =>
        Hub.connect(service.url, await installation.registerGateway(name), { reconnectPeriod: 0 }),
      ),
    );
    if (withdrawn === undefined || other === undefined) throw new Error('expected two hubs');
    const { deviceId } = await installation.registerDevice(withdrawn.credential.gatewayId);
    const { deviceId: othersDevice } = await installation.registerDevice(other.credential.gatewayId);
    expect((await service.post({ ...message(), deviceId }, withdrawn.credential)).statusCode).toBe(200);
    const closed = withdrawn.closed();
    await installation.withdrawGateway(withdrawn.credential);
    await closed;
    await expect(Hub.connect(service.url, withdrawn.credential, { reconnectPeriod: 0 })).rejects.toThrow(
      /Bad username/,
    );
    expect((await service.post({ ...message(), deviceId }, withdrawn.credential)).statusCode).toBe(401);

    const sent = message();
    await other.send(othersDevice, sent);
    expect(await other.receiptFor(sent.messageId)).toMatchObject({ outcome: 'accepted' });
    expect((await service.post({ ...message(), deviceId: othersDevice }, other.credential)).statusCode).toBe(200);
    await other.close();
  });

  it("publishes a device's status, and its last will when it falls silent", async () => {
    const { deviceId } = await registerDevice();
    const device = await connectAsync(service.url, {
      username: hub.credential.gatewayId,
      password: hub.credential.secret,
      reconnectPeriod: 0,
      will: { topic: hub.topic(deviceId, 'status'), payload: Buffer.from('{"online":false}'), qos: 1, retain: false },
    });
    await device.publishAsync(hub.topic(deviceId, 'status'), '{"online":true,"batteryPercent":71}', { qos: 1 });
    const said = (online: boolean) =>
      eventually(() => statuses.find((status) => status.deviceId === deviceId && status.online === online));
    expect(await said(true)).toMatchObject({ batteryPercent: 71, gatewayId: hub.credential.gatewayId });
    device.stream.destroy();
    await said(false);
    await device.endAsync(true);
  });

  it('takes 5,000 messages pipelined on one connection, each once, and another gateway’s before the last of them', async () => {
    const { deviceId } = await registerDevice();
    await hub.send(deviceId, message());
    const other = await Hub.connect(service.url, await installation.registerGateway());
    const { deviceId: otherDeviceId } = await installation.registerDevice(other.credential.gatewayId);
    await other.send(otherDeviceId, message());
    const bodies = Array.from({ length: 5000 }, () => message());
    const before = sets.length;
    const started = performance.now();
    const all = Promise.all(bodies.map((body) => hub.send(deviceId, body))).then(() => 'the 5,000');
    const one = other.send(otherDeviceId, message()).then(() => 'the other gateway’s');
    expect(await Promise.race([all, one])).toBe('the other gateway’s');
    await all;
    await other.close();
    const seconds = (performance.now() - started) / 1000;
    console.log(`5,000 sets on one connection in ${seconds.toFixed(2)} s, with the client in the same process`);
    await hub.receiptFor(bodies.at(-1)?.messageId ?? null);
    await eventually(() => sets.length >= before + 5001, { what: '5,001 sets' });
    expect(new Set(sets.slice(before).map(({ messageId }) => messageId)).size).toBe(sets.length - before);
  }, 30_000);
});
