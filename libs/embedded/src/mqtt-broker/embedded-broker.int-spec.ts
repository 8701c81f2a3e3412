import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import {
  EmbeddedBroker,
  type BrokerMessage,
  type BrokerRefusal,
  type EmbeddedBrokerOptions,
} from './embedded-broker.ts';

// Real: the broker, TCP and MQTT clients. Only what takes the messages is made up.

const own = (gatewayId: string, rest: string) => `homeward/v1/gateways/${gatewayId}/${rest}`;

describe('The embedded MQTT broker', () => {
  const taken: BrokerMessage[] = [];
  const refusals: BrokerRefusal[] = [];
  const clients: MqttClient[] = [];
  let take: (message: BrokerMessage) => Promise<'keep' | 'close'>;
  let broker: EmbeddedBroker;

  const start = (over: Partial<EmbeddedBrokerOptions> = {}) =>
    EmbeddedBroker.start({
      host: '127.0.0.1',
      port: 0,
      authenticate: (gatewayId, secret) => Promise.resolve(secret === `secret of ${gatewayId}`),
      onMessage: (message) => take(message),
      onRefused: (refusal) => {
        if (!refusal.isRepeated) refusals.push(refusal);
      },
      maxPacketBytes: 100_000,
      ...over,
    });

  const client = async (gatewayId: string, options: IClientOptions = {}, port = broker.port): Promise<MqttClient> => {
    const connected = await connectAsync(`mqtt://127.0.0.1:${String(port)}`, {
      username: gatewayId,
      password: `secret of ${gatewayId}`,
      reconnectPeriod: 0,
      ...options,
    });
    connected.on('error', () => connected.stream.destroy());
    clients.push(connected);
    return connected;
  };

  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = performance.now() + 5000;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error('waited in vain');
      await pause(5);
    }
  };

  const ended = (connected: MqttClient): Promise<void> => until(() => !connected.connected);

  beforeAll(async () => {
    broker = await start();
  });

  beforeEach(() => {
    taken.length = 0;
    refusals.length = 0;
    take = (message) => {
      taken.push(message);
      return Promise.resolve('keep');
    };
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((connected) => connected.endAsync(true)));
  });

  afterAll(() => broker.close());

  it.each([1, 2] as const)('acknowledges at QoS %i only what was taken', async (qos) => {
    const { promise, resolve } = Promise.withResolvers<'keep'>();
    take = () => promise;
    const connected = await client('gw-1');
    let acknowledged = false;
    const published = connected.publishAsync(own('gw-1', 'devices/d/observations'), 'x', { qos }).then(() => {
      acknowledged = true;
    });
    await pause(100);
    expect(acknowledged).toBe(false);
    resolve('keep');
    await published;
  });

  it('takes QoS 0 too, and retains nothing', async () => {
    const connected = await client('gw-1');
    await connected.publishAsync(own('gw-1', 'devices/d/status'), 'x', { qos: 0, retain: true });
    await until(() => taken.length === 1);
    const received: string[] = [];
    connected.on('message', (topic) => received.push(topic));
    await connected.subscribeAsync(own('gw-1', '#'), { qos: 1 });
    await connected.publishAsync(own('gw-1', 'devices/d/status'), 'y', { qos: 1 });
    expect(received).toEqual([]);
  });

  it('closes the connection without a word where a message is not taken; the client sends it again', async () => {
    take = (message) => {
      taken.push(message);
      return taken.length < 3 ? Promise.reject(new Error('not now')) : Promise.resolve('keep');
    };
    const connected = await client('gw-1', { reconnectPeriod: 20 });
    await connected.publishAsync(own('gw-1', 'devices/d/observations'), 'x', { qos: 1 });
    expect(taken.map(({ payload }) => payload.toString())).toEqual(['x', 'x', 'x']);
  });

  it('lets one message wait without holding up those behind it', async () => {
    const slow = Promise.withResolvers<'keep'>();
    take = (message) => (message.payload.toString() === 'slow' ? slow.promise : Promise.resolve('keep'));
    const connected = await client('gw-1');
    const topic = own('gw-1', 'devices/d/observations');
    const waiting = connected.publishAsync(topic, 'slow', { qos: 1 });
    for (let round = 0; round < 50; round += 1) await connected.publishAsync(topic, 'quick', { qos: 1 });
    slow.resolve('keep');
    await waiting;
  });

  it('reads a connection no further than its share while nothing is taken', async () => {
    const { promise, resolve } = Promise.withResolvers<'keep'>();
    const narrow = await start({ maxInFlightPerClient: 10 });
    take = (message) => {
      taken.push(message);
      return promise;
    };
    const connected = await client('gw-1', {}, narrow.port);
    const payload = Buffer.alloc(20_000);
    const published = Array.from({ length: 200 }, () =>
      connected.publishAsync(own('gw-1', 'devices/d/observations'), payload, { qos: 1 }),
    );
    await until(() => taken.length >= 10);
    await pause(100);
    expect(taken.length).toBeLessThan(30);
    resolve('keep');
    await Promise.all(published);
    expect(taken).toHaveLength(200);
    await connected.endAsync(true);
    await narrow.close();
  });

  it('refuses unknown clients with the code that says why', async () => {
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    await expect(connectAsync(url, { reconnectPeriod: 0 })).rejects.toMatchObject({ code: 5 });
    await expect(connectAsync(url, { username: 'gw-1', password: 'guess', reconnectPeriod: 0 })).rejects.toMatchObject({
      code: 4,
    });
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'no user name and password',
      'user name "gw-1" with this password',
    ]);
  });

  it('keeps a gateway with the defaults of its client while the credential cannot be checked: it comes in afterwards', async () => {
    let away = true;
    const recovering = await start({
      authenticate: () => (away ? Promise.reject(new Error('database down')) : Promise.resolve(true)),
    });
    // With mqtt.js's own defaults, but for the pause between two tries.
    const connected = connect(`mqtt://127.0.0.1:${String(recovering.port)}`, {
      username: 'gw-1',
      password: 'x',
      reconnectPeriod: 20,
    });
    clients.push(connected);
    connected.on('error', () => undefined);
    const published = connected.publishAsync(own('gw-1', 'devices/d/observations'), 'x', { qos: 1 });
    await until(() => refusals.length >= 2);
    away = false;
    await published;
    expect(taken).toHaveLength(1);
    await connected.endAsync(true);
    await recovering.close();
  });

  it.each(['#', '+/v1/gateways/gw-1/receipts', own('gw-2', 'receipts'), own('gw-2', '#'), '$SYS/#', own('gw-10', '#')])(
    'grants gw-1 no subscription to %s',
    async (filter) => {
      const connected = await client('gw-1');
      await expect(connected.subscribeAsync(filter, { qos: 1 })).rejects.toThrow();
      expect(connected.connected).toBe(true);
    },
  );

  it('sends what is published to a gateway to its own subscribers, and relays nothing from client to client', async () => {
    const listener = await client('gw-1');
    const neighbour = await client('gw-2');
    const received: string[] = [];
    const overheard: string[] = [];
    listener.on('message', (topic, payload) => received.push(`${topic} ${payload.toString()}`));
    neighbour.on('message', (topic) => overheard.push(topic));
    await listener.subscribeAsync(own('gw-1', 'receipts'), { qos: 1 });
    await listener.subscribeAsync(own('gw-1', 'devices/+/requests'), { qos: 1 });
    await neighbour.subscribeAsync(own('gw-2', '#'), { qos: 1 });
    broker.publish('gw-1', own('gw-1', 'receipts'), 'a');
    broker.publish('gw-1', own('gw-1', 'devices/d/requests'), 'b');
    await neighbour.publishAsync(own('gw-1', 'receipts'), 'forged', { qos: 1 });
    await until(() => received.length === 2);
    await listener.unsubscribeAsync(own('gw-1', 'receipts'));
    broker.publish('gw-1', own('gw-1', 'receipts'), 'c');
    broker.publish('gw-1', own('gw-1', 'devices/d/requests'), 'd');
    await until(() => received.length === 3);
    expect(received).toEqual([
      `${own('gw-1', 'receipts')} a`,
      `${own('gw-1', 'devices/d/requests')} b`,
      `${own('gw-1', 'devices/d/requests')} d`,
    ]);
    expect(overheard).toEqual([]);
    expect(taken).toMatchObject([{ gatewayId: 'gw-2', topic: own('gw-1', 'receipts') }]);
  });

  it('acknowledges a message before it sends what answers it, so that the next one need not wait', async () => {
    const hub = await client('gw-answered');
    const topic = own('gw-answered', 'receipts');
    await hub.subscribeAsync(topic, { qos: 1 });
    take = () => {
      broker.publish('gw-answered', topic, 'received');
      return Promise.resolve('keep');
    };
    const came: string[] = [];
    hub.on('packetreceive', ({ cmd }) => came.push(cmd));
    for (let n = 1; n <= 20; n += 1) {
      await hub.publishAsync(own('gw-answered', 'devices/watch/observations'), String(n), { qos: 1 });
    }
    await until(() => came.length === 40);
    const lead = came
      .map((_, index) => came.slice(0, index + 1))
      .map((so) => so.filter((cmd) => cmd === 'puback').length * 2 - so.length);
    expect(came.filter((cmd) => cmd === 'puback')).toHaveLength(20);
    expect(Math.min(...lead)).toBeGreaterThanOrEqual(0);
  });

  it('sends what was published before it closes', async () => {
    const closing = await start();
    const hub = await client('gw-closing', {}, closing.port);
    const topic = own('gw-closing', 'receipts');
    await hub.subscribeAsync(topic, { qos: 1 });
    const came: string[] = [];
    hub.on('message', (_topic, payload) => came.push(payload.toString()));
    closing.publish('gw-closing', topic, 'the last');
    await closing.close();
    await until(() => came.length === 1);
    expect(came).toEqual(['the last']);
  });

  it('says of a delivery whether it was acknowledged', async () => {
    const topic = own('gw-1', 'devices/d/requests');
    await expect(broker.deliver('gw-1', topic, 'to no client')).resolves.toBe(false);
    const listener = await client('gw-1');
    await expect(broker.deliver('gw-1', topic, 'unasked')).resolves.toBe(false);
    await listener.subscribeAsync(own('gw-1', 'devices/+/requests'), { qos: 1 });
    expect(broker.connectedGateways).toContain('gw-1');
    await expect(broker.deliver('gw-1', topic, 'heard')).resolves.toBe(true);
    const ignored = Promise.withResolvers<undefined>();
    // Never calls back, so never acknowledges.
    listener.handleMessage = () => {
      ignored.resolve(undefined);
    };
    const unheard = broker.deliver('gw-1', topic, 'unheard');
    await ignored.promise;
    listener.stream.destroy();
    await expect(unheard).resolves.toBe(false);
  });

  it('calls back when a gateway begins to listen', async () => {
    const listening: string[] = [];
    const listened = await start({ onSubscribed: (gatewayId) => listening.push(gatewayId) });
    const connected = await client('gw-1', {}, listened.port);
    await connected.subscribeAsync(own('gw-1', 'devices/+/requests'), { qos: 1 });
    await connected.subscribeAsync(own('gw-2', 'receipts'), { qos: 1 }).catch(() => undefined);
    expect(listening).toEqual(['gw-1']);
    await connected.endAsync(true);
    await listened.close();
  });

  it("does not let one gateway end another's connection by using its client id", async () => {
    const first = await client('gw-1', { clientId: 'hub' });
    const second = await client('gw-2', { clientId: 'hub' });
    await second.publishAsync(own('gw-2', 'devices/d/status'), 'x', { qos: 1 });
    expect(first.connected).toBe(true);
    await client('gw-1', { clientId: 'hub' });
    await ended(first);
  });

  it('refuses a last will on a topic of another gateway, and hands over one of its own', async () => {
    const will = (gatewayId: string) => ({
      will: { topic: own(gatewayId, 'devices/d/status'), payload: Buffer.from('gone'), qos: 1 as const, retain: false },
    });
    await expect(client('gw-1', will('gw-2'))).rejects.toMatchObject({ code: 5 });
    const connected = await client('gw-1', will('gw-1'));
    connected.stream.destroy();
    await until(() => taken.length === 1);
    expect(taken[0]).toMatchObject({ gatewayId: 'gw-1', topic: own('gw-1', 'devices/d/status') });
  });

  it('takes the beginning of a message beyond the limit, acknowledges it, and takes what is behind it', async () => {
    const connected = await client('gw-1');
    const topic = own('gw-1', 'devices/d/observations');
    const long = connected.publishAsync(topic, Buffer.alloc(2_300_000), { qos: 1 });
    const behind = connected.publishAsync(topic, Buffer.alloc(99_000), { qos: 1 });
    const twice = connected.publishAsync(topic, Buffer.alloc(2_300_000), { qos: 2 });
    await Promise.all([long, behind, twice]);
    const besidePayload = 2 + topic.length + 2;
    const cut = 100_000 - besidePayload;
    expect(taken.map(({ payload }) => payload.length)).toEqual([cut, 99_000, cut]);
    expect(connected.connected).toBe(true);
    expect(refusals).toEqual([]);
  });

  it('closes a connection that announces another packet beyond the limit, and no other connection', async () => {
    const neighbour = await client('gw-2');
    const connected = await client('gw-1');
    connected.subscribe(Array.from({ length: 5000 }, (_, index) => own('gw-1', `devices/${String(index)}/requests`)));
    await ended(connected);
    expect(refusals.at(-1)).toMatchObject({ gatewayId: 'gw-1', reason: expect.stringContaining('at most 100000') });
    await neighbour.publishAsync(own('gw-2', 'devices/d/observations'), Buffer.alloc(99_000), { qos: 1 });
    expect(taken).toHaveLength(1);
  });

  it('grants a connection a handful of subscriptions of sensible length, and reports few of the refusals', async () => {
    const connected = await client('gw-1');
    const filters = Array.from({ length: 1000 }, (_, index) => own('gw-1', `devices/${String(index)}/requests`));
    const granted = await new Promise<readonly number[]>((resolve) => {
      connected.subscribe(filters, { qos: 1 }, (_error, _granted, packet) => {
        // The answer to a subscription has a code for each filter.
        resolve((packet?.granted ?? []) as number[]);
      });
    });
    expect(granted.filter((code) => code === 1)).toHaveLength(20);
    expect(refusals).toHaveLength(5);
    await connected.unsubscribeAsync(filters);
    await expect(connected.subscribeAsync(own('gw-1', 'x'.repeat(600)), { qos: 1 })).rejects.toThrow();
    await connected.subscribeAsync(own('gw-1', 'receipts'), { qos: 1 });
    await expect(broker.deliver('gw-1', own('gw-1', 'receipts'), 'heard')).resolves.toBe(true);
  });

  it('closes the oldest connections of a gateway that opens ever more, so that the newest comes in', async () => {
    const first = await client('gw-1');
    const neighbour = await client('gw-2');
    for (let more = 0; more < 20; more += 1) await client('gw-1');
    await ended(first);
    expect(clients.filter(({ connected }) => connected)).toHaveLength(21);
    expect(neighbour.connected).toBe(true);
  });

  it('lets a gateway in while any number of connections say nothing', async () => {
    const flooded = await start({ maxNotSignedIn: 20 });
    const silent = Array.from({ length: 50 }, () => connectSocket(flooded.port, '127.0.0.1'));
    for (const socket of silent) socket.on('error', () => socket.destroy()).resume();
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    const connected = await client('gw-1', {}, flooded.port);
    await connected.publishAsync(own('gw-1', 'devices/d/status'), 'x', { qos: 1 });
    // While it signed in, the gateway itself was one of the twenty.
    await until(() => flooded.connections === 20);
    await until(() => silent.filter(({ destroyed }) => destroyed).length === 31);
    for (const socket of silent) socket.destroy();
    await connected.endAsync(true);
    await flooded.close();
  });

  it('closes connections that do not speak MQTT, or say nothing at all', async () => {
    const impatient = await start({ connectTimeoutMs: 50 });
    const open = async (first?: Buffer): Promise<Socket> => {
      const socket = connectSocket(impatient.port, '127.0.0.1');
      socket.on('error', () => socket.destroy());
      await once(socket, 'connect');
      if (first !== undefined) socket.write(first);
      return socket;
    };
    const publish = generate({ cmd: 'publish', topic: 'a', payload: 'x', qos: 0, dup: false, retain: false });
    for (const first of [undefined, Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(50, 0xff), publish]) {
      const socket = await open(first);
      await until(() => socket.destroyed);
    }
    expect(taken).toEqual([]);
    await impatient.close();
  });

  it('closes a connection that does not read what it is sent, and goes on serving the others', async () => {
    const stalled = connectSocket(broker.port, '127.0.0.1');
    stalled.on('error', () => stalled.destroy());
    stalled.write(
      generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        clientId: 'stalled',
        keepalive: 0,
        username: 'gw-1',
        password: Buffer.from('secret of gw-1'),
      }),
    );
    await once(stalled, 'data');
    stalled.write(
      generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: own('gw-1', 'receipts'), qos: 1 }] }),
    );
    await once(stalled, 'data');
    stalled.pause();
    const listener = await client('gw-1');
    const received: number[] = [];
    listener.on('message', (_topic, payload) => received.push(payload.length));
    await listener.subscribeAsync(own('gw-1', 'receipts'), { qos: 1 });
    for (let round = 1; round <= 300; round += 1) {
      broker.publish('gw-1', own('gw-1', 'receipts'), 'x'.repeat(50_000));
      await until(() => received.length === round);
    }
    expect(refusals.map(({ reason }) => reason)).toContain('does not read what it is sent');
    stalled.destroy();
  });

  it('reads a connection no further while its gateway is to wait, in however many pieces its bytes come', async () => {
    await using stack = new AsyncDisposableStack();
    const slowing = stack.adopt(await start({ pace: () => 3_600_000 }), (one) => one.close());
    const hasty = await client('gw-1', {}, slowing.port);
    const bystander = await client('gw-2', {}, slowing.port);
    const publish = (n: number) => hasty.publishAsync(own('gw-1', 'devices/d/observations'), String(n), { qos: 0 });
    await publish(0);
    await until(() => taken.length === 1);
    for (let n = 1; n < 50; n += 1) {
      await publish(n);
      await pause(2);
    }
    await bystander.publishAsync(own('gw-2', 'devices/d/observations'), 'in time', { qos: 1 });
    expect(taken.map(({ payload }) => payload.toString())).toEqual(['0', 'in time']);
  });

  it('holds nothing of a connection that ended while its gateway was to wait', async () => {
    await using stack = new AsyncDisposableStack();
    const slowing = stack.adopt(await start({ pace: () => 3_600_000, maxPacketBytes: 3_000_000 }), (one) =>
      one.close(),
    );
    const held: WeakRef<ArrayBufferLike>[] = [];
    take = ({ payload }) => {
      held.push(new WeakRef(payload.buffer));
      return Promise.resolve('keep');
    };
    for (let n = 0; n < 3; n += 1) {
      const hasty = await client('gw-1', {}, slowing.port);
      await hasty.publishAsync(own('gw-1', 'devices/d/observations'), Buffer.alloc(2_000_000), { qos: 1 });
      hasty.stream.destroy();
    }
    await until(() => slowing.connectedGateways.length === 0);
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    await until(() => {
      collectGarbage();
      return held.every((buffer) => buffer.deref() === undefined);
    });
    expect(held).toHaveLength(3);
  });

  it('ends the connections of a gateway when asked to', async () => {
    const connected = await client('gw-1');
    broker.disconnect('gw-1');
    await ended(connected);
  });
});
