import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { findFreePort } from '#libs/embedded';
import { deviceTopic, receiptsTopic } from '#libs/contracts';

const folderOfConfiguration = resolve(import.meta.dirname, '../../docker/mosquitto');

/** Mosquitto's own programs, which an ordinary user's path may not show. */
const folderOfPrograms = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/opt/homebrew/sbin'].find((folder) => {
  try {
    accessSync(join(folder, 'mosquitto'));
    return true;
  } catch {
    return false;
  }
});

// Without Mosquitto on the machine `npm test` says so, first and last.
const withMosquitto = folderOfPrograms === undefined ? describe.skip : describe;

withMosquitto("Mosquitto with docker/'s configuration", () => {
  const secretOf = { homeward: randomBytes(9).toString('hex'), 'gateway-a': randomBytes(9).toString('hex') };
  const clients: MqttClient[] = [];
  let folder: string;
  let url: string;
  let broker: ChildProcess;

  const connect = async (username: string, password: string): Promise<MqttClient> => {
    const client = await mqtt.connectAsync(url, { username, password, reconnectPeriod: 0 }, false);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'homeward-mosquitto-'));
    await chmod(folder, 0o755);
    const passwords = join(folder, 'passwords');
    const port = await findFreePort();
    url = `mqtt://127.0.0.1:${String(port)}`;
    const configuration = readFileSync(join(folderOfConfiguration, 'mosquitto.conf'), 'utf8')
      .replaceAll('/mosquitto/config/', `${folder}/`)
      .replaceAll('/mosquitto/data/', `${folder}/`)
      .replace('listener 1883', `listener ${String(port)} 127.0.0.1`);
    await writeFile(join(folder, 'mosquitto.conf'), configuration);
    await writeFile(join(folder, 'acl'), readFileSync(join(folderOfConfiguration, 'acl')), { mode: 0o644 });
    execFileSync('mosquitto_passwd', ['-b', '-c', passwords, 'gateway-a', secretOf['gateway-a']]);
    broker = spawn('sh', [join(folderOfConfiguration, 'start.sh')], {
      stdio: 'ignore',
      env: {
        ...process.env,
        PATH: `${folderOfPrograms ?? ''}:${process.env['PATH'] ?? ''}`,
        MQTT_PASSWORD: secretOf.homeward,
        MOSQUITTO_PASSWORDS: passwords,
        MOSQUITTO_CONFIGURATION: join(folder, 'mosquitto.conf'),
      },
    });
    for (const deadline = performance.now() + 15_000; performance.now() < deadline;) {
      const probe = await connect('homeward', secretOf.homeward).catch(() => undefined);
      if (probe !== undefined) return;
    }
    throw new Error('Mosquitto did not start within 15 s.');
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    const ended = once(broker, 'exit');
    broker.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  });

  /** What the gateway service sees of what a gateway publishes, until a last message of the gateway's own arrives. */
  const seenByService = async (publish: (gateway: MqttClient) => Promise<unknown>): Promise<readonly string[]> => {
    const service = await connect('homeward', secretOf.homeward);
    const gateway = await connect('gateway-a', secretOf['gateway-a']);
    const seen: string[] = [];
    const last = deviceTopic('gateway-a', 'last', 'status');
    const done = new Promise<void>((finish) => {
      service.on('message', (topic) => {
        if (topic === last) finish();
        else seen.push(topic);
      });
    });
    await service.subscribeAsync('homeward/v1/gateways/+/devices/+/+', { qos: 1 });
    await publish(gateway);
    // By another connection: Mosquitto may end the first for what it asked.
    const again = await connect('gateway-a', secretOf['gateway-a']);
    await again.publishAsync(last, '{}', { qos: 1 });
    await done;
    return seen;
  };

  it('carries what a gateway says under its own id to the gateway service', async () => {
    const topic = deviceTopic('gateway-a', 'oximeter-1', 'observations');
    expect(await seenByService((gateway) => gateway.publishAsync(topic, '{}', { qos: 1 }))).toEqual([topic]);
  });

  it("drops what a gateway says under another's id", async () => {
    const topic = deviceTopic('gateway-b', 'oximeter-1', 'observations');
    expect(await seenByService((gateway) => gateway.publishAsync(topic, '{}', { qos: 1 }))).toEqual([]);
  });

  it('gives a gateway its own receipts, and no other gateway’s', async () => {
    const service = await connect('homeward', secretOf.homeward);
    const gateway = await connect('gateway-a', secretOf['gateway-a']);
    const received: string[] = [];
    const own = new Promise<void>((finish) => {
      gateway.on('message', (topic) => {
        received.push(topic);
        if (topic === receiptsTopic('gateway-a')) finish();
      });
    });
    // Mosquitto grants a wider subscription than is allowed, and then delivers only what is.
    await gateway.subscribeAsync([receiptsTopic('gateway-a'), receiptsTopic('gateway-b')], { qos: 1 }).catch(() => []);
    await service.publishAsync(receiptsTopic('gateway-b'), '{}', { qos: 1 });
    await service.publishAsync(receiptsTopic('gateway-a'), '{}', { qos: 1 });
    await own;
    expect(received).toEqual([receiptsTopic('gateway-a')]);
  });

  it('gives a gateway the requests to its own devices alone', async () => {
    const service = await connect('homeward', secretOf.homeward);
    const gateway = await connect('gateway-a', secretOf['gateway-a']);
    const received: string[] = [];
    const own = deviceTopic('gateway-a', 'oximeter-1', 'requests');
    const arrived = new Promise<void>((finish) => {
      gateway.on('message', (topic) => {
        received.push(topic);
        if (topic === own) finish();
      });
    });
    await gateway.subscribeAsync(deviceTopic('+', '+', 'requests'), { qos: 1 }).catch(() => []);
    await gateway.subscribeAsync(deviceTopic('gateway-a', '+', 'requests'), { qos: 1 });
    await service.publishAsync(deviceTopic('gateway-b', 'oximeter-1', 'requests'), '{}', { qos: 1 });
    await service.publishAsync(own, '{}', { qos: 1 });
    await arrived;
    expect(new Set(received)).toEqual(new Set([own]));
  });

  it('refuses a wrong password and an unknown user', async () => {
    await expect(connect('gateway-a', 'guessed')).rejects.toThrow(/not authori[sz]ed/i);
    await expect(connect('gateway-unknown', 'guessed')).rejects.toThrow(/not authori[sz]ed/i);
  });
});
