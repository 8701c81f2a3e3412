import { ManualClock } from '#libs/clock';
import { Quarantined } from '#libs/contracts';
import type { Subscription } from '#libs/event-log';
import { eventually } from '#libs/fixtures';
import {
  aMessage,
  type Credential,
  GatewayInstallation,
  type GatewayService,
  Hub,
} from '../gateway-service.harness.ts';
import { AllowancesService } from './allowances.service.ts';

// Real: Postgres, the event log on it, the embedded MQTT broker, MQTT clients, HTTP. The time of day is set by the test.

const problemOf = (response: { readonly statusCode: number; readonly headers: object; readonly body: string }) => {
  const body: unknown = JSON.parse(response.body);
  return { status: response.statusCode, headers: response.headers, body };
};

describe('What a gateway may send', () => {
  const clock = new ManualClock(new Date('2026-11-21T22:00:00Z'));
  const quarantine: Quarantined[] = [];
  const hubs: Hub[] = [];
  let installation: GatewayInstallation;
  let service: GatewayService;
  let reader: Subscription;

  const message = (over: object = {}) => aMessage(installation.minutesFromNow(-1), over);
  const connect = async (at: GatewayService, credential: Credential): Promise<Hub> => {
    const hub = await Hub.connect(at.url, credential);
    hubs.push(hub);
    return hub;
  };
  const withDevice = async (name: string) => {
    const credential = await installation.registerGateway(name);
    const { deviceId } = await installation.registerDevice(credential.gatewayId);
    await installation.caughtUp('gateways');
    return { credential, deviceId };
  };
  const limits = (over: Readonly<Record<string, string>>) => ({ MQTT_PORT: '0', ...over });
  const notKept = async ({ parts }: GatewayService): Promise<number> => {
    const [found] =
      (await parts.metrics.getSingleMetric('homeward_gateway_quarantine_not_kept_total')?.get())?.values ?? [];
    return found?.value ?? 0;
  };
  const quarantinedOf = ({ gatewayId }: Credential) => quarantine.filter((one) => one.gatewayId === gatewayId);

  beforeAll(async () => {
    installation = await GatewayInstallation.start(clock);
    service = await installation.startService(
      limits({ GATEWAY_MESSAGES_PER_SECOND: '100', GATEWAY_BURST_MESSAGES: '100' }),
    );
    reader = await installation.log.subscribe({
      group: 'test',
      topics: ['quarantine'],
      onBatch: ({ records }) => {
        for (const { value } of records) quarantine.push(Quarantined.parse(JSON.parse(value ?? 'null')));
        return Promise.resolve();
      },
    });
  }, 60_000);

  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
  });

  afterAll(async () => {
    await reader.close();
    await installation.stop();
  });

  it('comes slower once it comes too fast, and all of it is taken; that of another gateway overtakes it', async () => {
    const flood = await withDevice('flood');
    const bystander = await withDevice('bystander');
    const [flooding, other] = [await connect(service, flood.credential), await connect(service, bystander.credential)];
    const order: string[] = [];
    const all = Promise.all(Array.from({ length: 600 }, () => flooding.send(flood.deviceId, message()))).then(() =>
      order.push('flood'),
    );
    await eventually(() => flooding.receipts.length > 0, { what: 'the first of the flood' });
    await other.send(bystander.deviceId, message());
    order.push('bystander');
    await all;
    expect(order).toEqual(['bystander', 'flood']);
    await eventually(() => flooding.receipts.length === 600, { what: 'every receipt' });
    expect(new Set(flooding.receipts.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
  }, 20_000);

  it('is put off over HTTP with 429 where it comes too fast, and taken when it comes again', async () => {
    const { credential, deviceId } = await withDevice('http');
    const strict = await installation.startService(
      limits({ GATEWAY_MESSAGES_PER_SECOND: '3', GATEWAY_BURST_MESSAGES: '1' }),
    );
    const sent = Array.from({ length: 10 }, () => ({ ...message(), deviceId }));
    const answers = await Promise.all(sent.map(async (body) => problemOf(await strict.post(body, credential))));
    const putOff = answers.filter(({ status }) => status !== 200);
    expect(putOff.length).toBeGreaterThan(0);
    for (const answer of putOff) {
      expect(answer).toMatchObject({
        status: 429,
        headers: { 'retry-after': '1' },
        body: { code: 'gateway-too-fast' },
      });
    }
    for (const body of sent) {
      await eventually(async () => (await strict.post(body, credential)).statusCode === 200, {
        what: 'that it is taken',
      });
    }
  }, 20_000);

  it('is refused with the reason once a day has brought too much, by every replica, kept once, and taken the next day', async () => {
    const { credential, deviceId } = await withDevice('hog');
    const bystander = await withDevice('modest');
    const replica = await installation.startService(limits({ GATEWAY_DAILY_MESSAGES: '3' }));
    const hub = await connect(replica, credential);
    const accepted = [message(), message(), message()];
    for (const one of accepted) {
      await hub.send(deviceId, one);
      expect(await hub.receiptFor(one.messageId)).toMatchObject({ outcome: 'accepted' });
    }

    const refused = [message(), message()];
    for (const one of refused) {
      await hub.send(deviceId, one);
      expect(await hub.receiptFor(one.messageId)).toMatchObject({
        outcome: 'quarantined',
        reasons: [{ code: 'gateway-volume-used-up' }],
      });
    }
    const [kept] = await eventually(
      () => (quarantinedOf(credential).length > 0 ? quarantinedOf(credential) : undefined),
      {
        what: 'the refusal',
      },
    );
    expect(kept).toMatchObject({ deviceId, payload: '', reasons: [{ code: 'gateway-volume-used-up' }] });
    expect(new Set(quarantinedOf(credential).map(({ id }) => id)).size).toBe(1);
    const [first] = accepted;
    await hub.send(deviceId, first);
    await eventually(() => hub.receipts.at(-1)?.outcome === 'duplicate', { what: 'that a repeat is a duplicate' });

    const overHttp = problemOf(await replica.post({ ...message(), deviceId }, credential));
    expect(overHttp).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7200' },
      body: { code: 'gateway-volume-used-up' },
    });
    const modest = await connect(replica, bystander.credential);
    const good = message();
    await modest.send(bystander.deviceId, good);
    expect(await modest.receiptFor(good.messageId)).toMatchObject({ outcome: 'accepted' });

    await replica.get(AllowancesService).add();
    const another = await installation.startService(limits({ GATEWAY_DAILY_MESSAGES: '3' }));
    const elsewhere = problemOf(await another.post({ ...message(), deviceId }, credential));
    expect(elsewhere).toMatchObject({ status: 429, body: { code: 'gateway-volume-used-up' } });

    clock.advance(2 * 3_600_000);
    const [late] = refused;
    await hub.send(deviceId, late);
    await eventually(() => hub.receipts.at(-1)?.outcome === 'accepted', { what: 'that it is taken the next day' });
  }, 30_000);

  it('is counted and neither kept nor answered one by one where it comes by the hundred and cannot be read', async () => {
    const { credential, deviceId } = await withDevice('garbled');
    const service = await installation.startService(limits({ GATEWAY_BURST_UNREADABLE: '5' }));
    const hub = await connect(service, credential);
    const startedAt = performance.now();
    const sent = Array.from({ length: 300 }, (_, n) => hub.send(deviceId, `junk, number ${String(n)}`));
    const readable = message({ takenAt: 'at some time' });
    await Promise.all([...sent, hub.send(deviceId, readable)]);
    const good = message();
    await hub.send(deviceId, good);

    expect(await hub.receiptFor(good.messageId)).toMatchObject({ outcome: 'accepted' });
    expect(await hub.receiptFor(readable.messageId)).toMatchObject({ reasons: [{ code: 'invalid-message' }] });
    const seconds = (performance.now() - startedAt) / 1000;
    const answered = hub.receipts.filter(({ messageId }) => messageId === null);
    expect(answered.length).toBeGreaterThanOrEqual(5);
    expect(answered.length).toBeLessThanOrEqual(6 + seconds);
    expect(new Set(answered.flatMap(({ reasons }) => reasons.map(({ code }) => code)))).toEqual(
      new Set(['malformed-json']),
    );
    const kept = await eventually(
      () => quarantinedOf(credential),
      (found) => found.some(({ messageId }) => messageId === readable.messageId),
      { what: 'what is kept' },
    );
    const keptUnreadable = kept.filter(({ messageId }) => messageId === undefined).length;
    expect(keptUnreadable).toBeGreaterThanOrEqual(5);
    expect(await notKept(service)).toBe(300 - keptUnreadable);
  }, 20_000);

  it('is answered and not kept while the disk is nearly full, unless a person can still make something of it', async () => {
    const { credential, deviceId } = await withDevice('junk');
    const disk = { isDatabaseNearlyFull: true };
    const service = await installation.startService(limits({}), { disk });
    const hub = await connect(service, credential);
    const impossible = { code: 'pulse-rate', value: 9000, unit: '/min' };

    await hub.send(deviceId, 'junk, the first');
    await eventually(() => hub.receipts.at(-1)?.outcome === 'quarantined', { what: 'the receipt for junk' });
    const doubted = message({ readings: [impossible] });
    await hub.send(deviceId, doubted);
    const good = message();
    await hub.send(deviceId, good);
    expect(await hub.receiptFor(good.messageId)).toMatchObject({ outcome: 'accepted' });
    await eventually(() => quarantinedOf(credential).length > 0, { what: 'the reading that may be released' });
    expect(quarantinedOf(credential)).toMatchObject([{ messageId: doubted.messageId }]);
    expect(await notKept(service)).toBe(1);

    disk.isDatabaseNearlyFull = false;
    await hub.send(deviceId, 'junk, the second');
    await eventually(() => quarantinedOf(credential).length === 2, { what: 'that it is kept again' });
  }, 20_000);
});
