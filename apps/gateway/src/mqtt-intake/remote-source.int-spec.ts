import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#libs/fixtures';
import { createLogger } from '#libs/telemetry';
import { connectAsync, type MqttClient } from 'mqtt';
import { describeWithMosquitto, Mosquitto } from '../mosquitto.harness.ts';
import type { AfterMessage, MqttMessage } from './mqtt-source.ts';
import { RemoteSource, type RemoteSourceOptions } from './remote-source.service.ts';

// Real: Mosquitto, our session with it, a device's client. Only what takes the messages is made up.

describeWithMosquitto('A remote broker, read by one durable session', () => {
  const topic = 'homeward/v1/gateways/gw-1/devices/dev-1/observations';
  const logger = createLogger({ service: 'gateway', level: 'silent' });
  const maxInFlight = { messages: 1000, bytes: 64 * 1024 };
  let mosquitto: Mosquitto;
  let device: MqttClient;
  const sources: RemoteSource[] = [];

  const open = async (
    clientId: string,
    onMessage: RemoteSourceOptions['onMessage'],
    over: Partial<RemoteSourceOptions> = {},
  ) => {
    const source = new RemoteSource({
      url: mosquitto.url,
      clientId,
      sharedSubscription: undefined,
      protocol: '3.1.1',
      maxInFlight,
      onMessage,
      refuses: () => false,
      logger,
      ...over,
    });
    sources.push(source);
    await eventually(() => source.check().then(() => true), { what: 'the subscription' });
    return source;
  };

  /** Takes everything and remembers it. */
  const collector = () => {
    const payloads: string[] = [];
    return {
      payloads,
      onMessage: ({ payload }: MqttMessage): Promise<AfterMessage> => {
        payloads.push(payload.toString());
        return Promise.resolve('keep');
      },
    };
  };

  beforeAll(async () => {
    mosquitto = await Mosquitto.start();
    device = await connectAsync(mosquitto.url, { reconnectPeriod: 50 });
  }, 20_000);

  afterEach(() => Promise.all(sources.splice(0).map((source) => source.close())));

  afterAll(async () => {
    await device.endAsync(true);
    await mosquitto.remove();
  });

  it.each(['3.1.1', '5'] as const)(
    'brings each message once over MQTT %s, however many there are',
    async (protocol) => {
      const { payloads, onMessage } = collector();
      await open(`many-${randomUUID()}`, onMessage, { protocol, maxInFlight: { ...maxInFlight, messages: 50 } });
      const sent = Array.from({ length: 3000 }, (_, n) => String(n));
      await Promise.all(sent.map((payload) => device.publishAsync(topic, payload, { qos: 1 })));
      await eventually(() => payloads.length >= sent.length, { what: 'all of them' });
      expect(payloads).toEqual(sent);
    },
    30_000,
  );

  it.each(['3.1.1', '5'] as const)(
    'reads past what is refused by its beginning, over MQTT %s, and acknowledges it for good',
    async (protocol) => {
      const clientId = `refusing-${randomUUID()}`;
      const { payloads, onMessage } = collector();
      const refused: number[] = [];
      const refuses: RemoteSourceOptions['refuses'] = ({ beginning, payloadBytes }) => {
        if (!beginning.toString().startsWith('junk')) return false;
        refused.push(payloadBytes);
        return true;
      };
      await open(clientId, onMessage, { protocol, refuses });
      const sent = Array.from({ length: 600 }, (_, n) => (n % 3 === 0 ? String(n) : 'junk'.padEnd(n * 200 + 4, 'x')));
      await Promise.all(sent.map((payload) => device.publishAsync(topic, payload, { qos: 1 })));
      const good = sent.filter((payload) => !payload.startsWith('junk'));
      await eventually(() => payloads.length + refused.length >= sent.length, { what: 'all of them' });
      expect(payloads).toEqual(good);
      expect(refused).toEqual(sent.filter((payload) => payload.startsWith('junk')).map(({ length }) => length));
      await sources.pop()?.close();

      const again = collector();
      await open(clientId, again.onMessage, { protocol });
      await device.publishAsync(topic, 'next', { qos: 1 });
      await eventually(() => again.payloads.length > 0, { what: 'the next message' });
      expect(again.payloads).toEqual(['next']);
    },
    30_000,
  );

  it('acknowledges nothing before it was taken: a session that ends meanwhile gets it again', async () => {
    const clientId = `crash-${randomUUID()}`;
    const seen: string[] = [];
    const first = await open(clientId, ({ payload }) => {
      seen.push(payload.toString());
      return new Promise(() => undefined);
    });
    await device.publishAsync(topic, 'precious', { qos: 1 });
    await eventually(() => seen.length === 1, { what: 'the message' });
    await first.close();
    const second = collector();
    await open(clientId, second.onMessage);
    await eventually(() => second.payloads.length === 1, { what: 'the message again' });
    expect(second.payloads).toEqual(['precious']);
    await sources.pop()?.close();
    const third = collector();
    await open(clientId, third.onMessage);
    await device.publishAsync(topic, 'next', { qos: 1 });
    await eventually(() => third.payloads.length > 0, { what: 'the next message' });
    expect(third.payloads).toEqual(['next']);
  }, 20_000);

  it('is closed also where the broker stands still, with a receipt on its way', async () => {
    const source = await open(`closing-${randomUUID()}`, collector().onMessage);
    mosquitto.freeze();
    try {
      source.send('gw-1', `${topic}/receipts`, '{}');
      await source.close();
      await expect(source.check()).rejects.toThrow('not connected');
    } finally {
      mosquitto.thaw();
    }
  }, 10_000);

  it('asks again for what could not be taken', async () => {
    let attempts = 0;
    await open(`down-${randomUUID()}`, () => {
      attempts += 1;
      return attempts < 3 ? Promise.reject(new Error('the log is down')) : Promise.resolve('keep');
    });
    await device.publishAsync(topic, 'x', { qos: 1 });
    await eventually(() => attempts === 3, { what: 'the third attempt' });
    await pause(1500);
    expect(attempts).toBe(3);
  }, 20_000);

  it('does not say that the broker is away while it asks for a message again', async () => {
    let asked = 0;
    let away = true;
    const source = await open(`not-away-${randomUUID()}`, () => {
      asked += 1;
      return away ? Promise.reject(new Error('the database is away')) : Promise.resolve('keep');
    });
    await device.publishAsync(topic, 'not now', { qos: 1 });
    const failed: unknown[] = [];
    await eventually(
      async () => {
        await source.check().catch((error: unknown) => failed.push(error));
        return asked >= 3;
      },
      { what: 'that it is asked for again', withinMs: 15_000, everyMs: 20 },
    );
    expect(failed).toEqual([]);
    away = false;
    await eventually(() => asked >= 4, { what: 'that it is taken', withinMs: 15_000 });
  }, 40_000);

  it('reads no further while too many are in hand, and goes on when they are done', async () => {
    const gate = Promise.withResolvers<AfterMessage>();
    let inHand = 0;
    await open(
      `full-${randomUUID()}`,
      () => {
        inHand += 1;
        return gate.promise;
      },
      { maxInFlight: { ...maxInFlight, messages: 10 } },
    );
    await Promise.all(Array.from({ length: 200 }, (_, n) => device.publishAsync(topic, String(n), { qos: 1 })));
    await eventually(() => inHand === 10, { what: 'ten of them' });
    await pause(200);
    expect(inHand).toBe(10);
    gate.resolve('keep');
    await eventually(() => inHand === 200, { what: 'all of them' });
  }, 20_000);

  it('reads no further while too many bytes are in hand, however few messages they are', async () => {
    const gate = Promise.withResolvers<AfterMessage>();
    let inHand = 0;
    await open(`heavy-${randomUUID()}`, () => {
      inHand += 1;
      return gate.promise;
    });
    const heavy = 'x'.repeat(maxInFlight.bytes / 8);
    await Promise.all(Array.from({ length: 50 }, () => device.publishAsync(topic, heavy, { qos: 1 })));
    await eventually(() => inHand === 8, { what: 'as many as fill the bound' });
    await pause(200);
    expect(inHand).toBe(8);
    gate.resolve('keep');
    await eventually(() => inHand === 50, { what: 'all of them' });
  }, 20_000);

  it('gets, after a restart, what came in while it was away', async () => {
    const clientId = `away-${randomUUID()}`;
    await (await open(clientId, collector().onMessage)).close();
    await device.publishAsync(topic, 'meanwhile', { qos: 1 });
    const { payloads, onMessage } = collector();
    await open(clientId, onMessage);
    await eventually(() => payloads.length === 1, { what: 'what came meanwhile' });
    expect(payloads).toEqual(['meanwhile']);
  });

  it('shares messages with other replicas where a shared subscription is named', async () => {
    const [one, two] = [collector(), collector()];
    const share = { sharedSubscription: 'gateways', protocol: '5' as const };
    await open(`one-${randomUUID()}`, one.onMessage, share);
    await open(`two-${randomUUID()}`, two.onMessage, share);
    await Promise.all(Array.from({ length: 100 }, (_, n) => device.publishAsync(topic, String(n), { qos: 1 })));
    await eventually(() => one.payloads.length + two.payloads.length >= 100, { what: 'a hundred' });
    expect(new Set([...one.payloads, ...two.payloads]).size).toBe(100);
    expect(Math.min(one.payloads.length, two.payloads.length)).toBeGreaterThan(0);
  });

  it('sends receipts, and says when it cannot be reached', async () => {
    const source = await open(`receipts-${randomUUID()}`, collector().onMessage);
    const received: string[] = [];
    device.on('message', (_topic, payload) => received.push(payload.toString()));
    await device.subscribeAsync('homeward/v1/gateways/gw-1/receipts', { qos: 1 });
    source.send('gw-1', 'homeward/v1/gateways/gw-1/receipts', 'a receipt');
    await eventually(() => received.length === 1, { what: 'the receipt' });
    expect(received).toEqual(['a receipt']);
    expect(source.address).toBe(mosquitto.url);
    await mosquitto.stop();
    const lost = () =>
      source.check().then(
        () => false,
        () => true,
      );
    await eventually(lost, { what: 'the loss' });
    await expect(source.check()).rejects.toMatchObject({ code: 'mqtt-unavailable', transient: true });
    await mosquitto.start();
    await eventually(() => source.check().then(() => true), { what: 'the return' });
  }, 20_000);
});
