import { connect } from 'node:net';
import { once } from 'node:events';
import { GatewayClient } from '../../outside/gateway-client.ts';
import { MqttLoadClient } from '../../load/mqtt-load-client.ts';
import { below } from '../escalation/seeded-random.ts';
import type { RunningHomeward } from '../running/running-homeward.ts';
import { everywhere, type Fault, type LastingFault, overAndOver } from './fault.ts';

const nuisance = { kind: 'nuisance', possible: everywhere, failing: undefined } as const;
const filtersAtOnce = 1_000;

/** A gateway asks for ever more subscriptions below its own id, 100,000 and beyond. */
export const endlessFilters: Fault = {
  ...nuisance,
  name: 'one gateway subscribes to 100,000 filters',
  metric: /^homeward_gateway_mqtt_refused_total\{what="subscription"\}$/,
  metricChangesBy: 100,
  metricOn: 'embedded',
  begin: async ({ homeward }) => {
    const credential = await homeward.registerGateway('filters');
    let gateway = await GatewayClient.connect(homeward.mqtt, credential);
    let next = 0;
    const lasting = overAndOver(async () => {
      if (!gateway.client.connected) gateway = await GatewayClient.connect(homeward.mqtt, credential);
      const filters = Array.from({ length: filtersAtOnce }, () =>
        gateway.topic(`d-${String((next += 1))}`, 'requests'),
      );
      await gateway.client.subscribeAsync(filters, { qos: 1 });
    });
    return { end: () => lasting.end().then(() => gateway.close()) };
  },
};

/** A message of 2.3 MB, and the same again once it is acknowledged. */
export const oversizedMessages: Fault = {
  ...nuisance,
  name: 'one gateway sends messages of 2.3 MB',
  metric: /^homeward_gateway_quarantine_reasons_total\{/,
  begin: async ({ homeward }) => {
    const payload = 'x'.repeat(2_300_000);
    return publishing(homeward, { name: 'oversized', window: 2, payload: () => payload });
  },
};

/** Anything but MQTT: bytes by chance, behind the beginning of a packet or not. */
export const malformedPackets: Fault = {
  ...nuisance,
  name: 'clients send what is not MQTT',
  metric: /^homeward_gateway_mqtt_refused_total\{what="packet"\}$/,
  metricOn: 'embedded',
  begin: ({ homeward, random }) => {
    const { hostname, port } = new URL(homeward.mqtt);
    const round = async (): Promise<void> => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => socket.destroy()).resume();
      await once(socket, 'connect');
      const bytes = Buffer.from(Array.from({ length: 1 + below(2_000, random) }, () => below(256, random)));
      socket.end(random() < 0.5 ? bytes : Buffer.concat([Buffer.from([0x10, below(128, random)]), bytes]));
      await once(socket, 'close');
    };
    return Promise.resolve(overAndOver(() => Promise.all(Array.from({ length: 20 }, round))));
  },
};

/** Ids that were never registered, 400 a second and more. */
export const unknownGateways: Fault = {
  ...nuisance,
  name: 'gateways connect that are not known',
  metric: /^homeward_gateway_mqtt_refused_total\{what="credential"\}$/,
  metricOn: 'embedded',
  begin: ({ homeward, random }) => {
    const one = async (): Promise<void> => {
      const user = `unknown-${String(below(1_000_000_000, random))}`;
      const options = { port: Number(new URL(homeward.mqtt).port), user, password: 'a guess', window: 1 };
      await MqttLoadClient.connect(options).then(
        (client) => {
          client.close();
        },
        () => undefined,
      );
    };
    return Promise.resolve(overAndOver(() => Promise.all(Array.from({ length: 40 }, one))));
  },
};

/** Messages of 16 kB that are no set of readings, as fast as they are acknowledged. */
export const junkMessages: Fault = {
  ...nuisance,
  name: 'one gateway sends junk of 16 kB each',
  metric: /^homeward_gateway_messages_total\{.*quarantined/,
  begin: ({ homeward, random }) => {
    // Two of three begin more or less as a message does.
    const beginnings = ['', '{', '{"'];
    let sent = 0;
    const payload = (): string => {
      sent += 1;
      return `${beginnings[sent % beginnings.length] ?? ''}${String(below(1_000_000_000, random))}`.padEnd(16_000, 'x');
    };
    return publishing(homeward, { name: 'junk', window: 200, payload });
  },
};

interface Publishing {
  readonly name: string;
  /** How many messages it leaves unacknowledged. */
  readonly window: number;
  readonly payload: () => string;
}

/** A gateway that publishes as fast as it is acknowledged, and connects again where the broker has closed it. */
async function publishing(homeward: RunningHomeward, { name, window, payload }: Publishing): Promise<LastingFault> {
  const { gatewayId: user, secret: password } = await homeward.registerGateway(name);
  const options = { port: Number(new URL(homeward.mqtt).port), user, password, window };
  let client = await MqttLoadClient.connect(options);
  const topic = `homeward/v1/gateways/${user}/devices/${name}/observations`;
  const lasting = overAndOver(async () => {
    await client.room();
    if (client.closed) client = await MqttLoadClient.connect(options);
    client.publish(topic, payload());
  });
  return {
    end: async () => {
      const ended = lasting.end();
      client.close();
      await ended;
      client.close();
    },
  };
}
