import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '#libs/embedded';
import { createLogger } from '#libs/telemetry';
import { connectAsync, type MqttClient } from 'mqtt';
import type { AfterMessage, MqttMessage } from './mqtt-source.ts';
import { RemoteSource, type RemoteSourceOptions } from './remote-source.service.ts';

// Real: Mosquitto, our session with it, a device's client. Only what takes the messages is made up.

const programs = [
  '/usr/sbin/mosquitto',
  '/usr/bin/mosquitto',
  '/usr/local/sbin/mosquitto',
  '/opt/homebrew/sbin/mosquitto',
];
const program = programs.find(existsSync);
if (program === undefined) {
  console.warn('NOT RUN: reading from a remote MQTT broker. Mosquitto is not installed (apt-get install mosquitto).');
}

async function until(what: string, condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

/** A broker that keeps sessions on disk, so that it can be stopped and started. */
class Mosquitto {
  #child: ReturnType<typeof spawn> | undefined;
  private constructor(
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async prepare(): Promise<Mosquitto> {
    const folder = await mkdtemp(join(tmpdir(), 'homeward-mosquitto-'));
    const port = await findFreePort();
    const settings = [
      `listener ${String(port)} 127.0.0.1`,
      'allow_anonymous true',
      'max_inflight_messages 0',
      'max_queued_messages 0',
      'set_tcp_nodelay true',
    ];
    await writeFile(join(folder, 'mosquitto.conf'), `${settings.join('\n')}\n`);
    return new Mosquitto(folder, `mqtt://127.0.0.1:${String(port)}`);
  }

  async start(): Promise<void> {
    this.#child = spawn(program ?? '', ['-c', join(this.folder, 'mosquitto.conf')], { stdio: 'ignore' });
    await until('Mosquitto', async () => {
      const client = await connectAsync(this.url, { reconnectPeriod: 0, connectTimeout: 500 }).catch(() => undefined);
      await client?.endAsync(true);
      return client !== undefined;
    });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

(program === undefined ? describe.skip : describe)('A broker of somebody else, read by one durable session', () => {
  const topic = 'homeward/v1/gateways/gw-1/devices/dev-1/observations';
  const logger = createLogger({ service: 'gateway', level: 'silent' });
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
      maxInFlightMessages: 1000,
      onMessage,
      logger,
      ...over,
    });
    sources.push(source);
    await until('the subscription', () =>
      source.check().then(
        () => true,
        () => false,
      ),
    );
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
    mosquitto = await Mosquitto.prepare();
    await mosquitto.start();
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
      await open(`many-${randomUUID()}`, onMessage, { protocol, maxInFlightMessages: 50 });
      const sent = Array.from({ length: 3000 }, (_, n) => String(n));
      await Promise.all(sent.map((payload) => device.publishAsync(topic, payload, { qos: 1 })));
      await until('all of them', () => payloads.length >= sent.length);
      expect(payloads).toEqual(sent);
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
    await until('the message', () => seen.length === 1);
    await first.close();
    const second = collector();
    await open(clientId, second.onMessage);
    await until('the message again', () => second.payloads.length === 1);
    expect(second.payloads).toEqual(['precious']);
    await sources.pop()?.close();
    const third = collector();
    await open(clientId, third.onMessage);
    await device.publishAsync(topic, 'next', { qos: 1 });
    await until('the next message', () => third.payloads.length > 0);
    expect(third.payloads).toEqual(['next']);
  }, 20_000);

  it('asks again for what could not be taken', async () => {
    let attempts = 0;
    await open(`down-${randomUUID()}`, () => {
      attempts += 1;
      return attempts < 3 ? Promise.reject(new Error('the log is down')) : Promise.resolve('keep');
    });
    await device.publishAsync(topic, 'x', { qos: 1 });
    await until('the third attempt', () => attempts === 3);
    await pause(1500);
    expect(attempts).toBe(3);
  }, 20_000);

  it('reads no further while too many are in hand, and goes on when they are done', async () => {
    const gate = Promise.withResolvers<AfterMessage>();
    let inHand = 0;
    await open(
      `full-${randomUUID()}`,
      () => {
        inHand += 1;
        return gate.promise;
      },
      { maxInFlightMessages: 10 },
    );
    await Promise.all(Array.from({ length: 200 }, (_, n) => device.publishAsync(topic, String(n), { qos: 1 })));
    await until('ten of them', () => inHand === 10);
    await pause(200);
    expect(inHand).toBe(10);
    gate.resolve('keep');
    await until('all of them', () => inHand === 200);
  }, 20_000);

  it('gets, after a restart, what came in while it was away', async () => {
    const clientId = `away-${randomUUID()}`;
    await (await open(clientId, collector().onMessage)).close();
    await device.publishAsync(topic, 'meanwhile', { qos: 1 });
    const { payloads, onMessage } = collector();
    await open(clientId, onMessage);
    await until('what came meanwhile', () => payloads.length === 1);
    expect(payloads).toEqual(['meanwhile']);
  });

  it('shares messages with other replicas where a shared subscription is named', async () => {
    const [one, two] = [collector(), collector()];
    const share = { sharedSubscription: 'gateways', protocol: '5' as const };
    await open(`one-${randomUUID()}`, one.onMessage, share);
    await open(`two-${randomUUID()}`, two.onMessage, share);
    await Promise.all(Array.from({ length: 100 }, (_, n) => device.publishAsync(topic, String(n), { qos: 1 })));
    await until('a hundred', () => one.payloads.length + two.payloads.length >= 100);
    expect(new Set([...one.payloads, ...two.payloads]).size).toBe(100);
    expect(Math.min(one.payloads.length, two.payloads.length)).toBeGreaterThan(0);
  });

  it('sends receipts, and says when it cannot be reached', async () => {
    const source = await open(`receipts-${randomUUID()}`, collector().onMessage);
    const received: string[] = [];
    device.on('message', (_topic, payload) => received.push(payload.toString()));
    await device.subscribeAsync('homeward/v1/gateways/gw-1/receipts', { qos: 1 });
    source.send('gw-1', 'homeward/v1/gateways/gw-1/receipts', 'a receipt');
    await until('the receipt', () => received.length === 1);
    expect(received).toEqual(['a receipt']);
    expect(source.address).toBe(mosquitto.url);
    await mosquitto.stop();
    await until('the loss', () =>
      source.check().then(
        () => false,
        () => true,
      ),
    );
    await expect(source.check()).rejects.toMatchObject({ code: 'mqtt-unavailable', transient: true });
    await mosquitto.start();
    await until('the return', () =>
      source.check().then(
        () => true,
        () => false,
      ),
    );
  }, 20_000);
});
