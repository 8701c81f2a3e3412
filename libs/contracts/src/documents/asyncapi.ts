import { z } from 'zod';
import { deviceTopic, receiptsTopic } from '../mqtt/topic-paths.ts';
import { type TopicDefinition, topics } from '../topics/topics.ts';
import { type JsonSchema, mqttPayloads } from './json-schemas.ts';

interface Reference {
  readonly $ref: string;
}

interface Message {
  readonly name: string;
  readonly title: string;
  readonly contentType: 'application/json';
  readonly payload: { readonly schemaFormat: string; readonly schema: JsonSchema };
}

interface Channel {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly servers: readonly Reference[];
  readonly parameters?: Readonly<Record<string, { readonly description: string }>>;
  readonly messages: Readonly<Record<string, Message>>;
}

interface Operation {
  /** Seen from Homeward: what it receives, others send. */
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly summary: string;
}

/** As much of AsyncAPI 3.0 as is said of Homeward. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: { readonly name: string };
  };
  readonly defaultContentType: 'application/json';
  readonly servers: Readonly<
    Record<string, { readonly host: string; readonly protocol: string; readonly description: string }>
  >;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** The same that stands in the paths: another number would be another contract. */
const contractVersion = '1';

const parameters = {
  gatewayId: { description: 'The gateway that is logged in: its user name.' },
  deviceId: { description: 'A device that is registered with this gateway.' },
};

const inMqtt = (channel: Parameters<typeof deviceTopic>[2]): string =>
  deviceTopic('{gatewayId}', '{deviceId}', channel);

/** The address, payload and direction of every MQTT topic that is in use. */
const mqttChannels = {
  observations: {
    action: 'receive',
    address: inMqtt('observations'),
    payload: 'observation-message',
    parameters,
    about: 'Readings of one device, in Homeward JSON, QoS 1. What became of them comes back as a receipt.',
  },
  status: {
    action: 'receive',
    address: inMqtt('status'),
    payload: 'status-message',
    parameters,
    about: 'What a device says of itself; also as its last will.',
  },
  receipts: {
    action: 'send',
    address: receiptsTopic('{gatewayId}'),
    payload: 'receipt',
    parameters: { gatewayId: parameters.gatewayId },
    about: 'What became of each message: `accepted` means that the log has it for good.',
  },
  requests: {
    action: 'send',
    address: inMqtt('requests'),
    payload: 'request',
    parameters,
    about:
      'A device is to measure again, or to ask the person to, QoS 1. The same `requestId` is the same request again; from `expiresAt` on it is pointless.',
  },
} as const;

/**
 * The AsyncAPI 3 description of Homeward's MQTT topics and of its event log, made from the schemas that the services
 * themselves parse with.
 */
export function asyncApiDocument(): AsyncApiDocument {
  const channels: Record<string, Channel> = {};
  const operations: Record<string, Operation> = {};

  for (const [name, { action, address, payload, about, ...rest }] of Object.entries(mqttChannels)) {
    channels[`mqtt-${name}`] = {
      address,
      title: `MQTT ${name}`,
      description: about,
      servers: [{ $ref: '#/servers/mqtt' }],
      parameters: rest.parameters,
      messages: { [payload]: message(payload, z.toJSONSchema(mqttPayloads[payload], { io: 'input' })) },
    };
    operations[`${action}-mqtt-${name}`] = {
      action,
      channel: { $ref: `#/channels/mqtt-${name}` },
      summary: about,
    };
  }

  for (const [name, topic] of Object.entries<TopicDefinition>(topics)) {
    channels[`log-${name}`] = {
      address: name,
      title: `Log topic ${name}`,
      description: `${topic.about} Keyed by ${topic.keyedBy}; ${keptInWords(topic.keep)}.`,
      servers: [{ $ref: '#/servers/log' }],
      messages: { [name]: message(name, z.toJSONSchema(topic.onLog?.schema ?? topic.schema, { io: 'output' })) },
    };
    operations[`send-log-${name}`] = {
      action: 'send',
      channel: { $ref: `#/channels/log-${name}` },
      summary: topic.about,
    };
  }

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Homeward',
      version: contractVersion,
      description: 'What devices and Homeward say to each other over MQTT, and what is on the event log.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      mqtt: { host: 'localhost:1883', protocol: 'mqtt', description: 'The broker: MQTT_URL, or the embedded one.' },
      log: { host: 'localhost:9092', protocol: 'kafka', description: 'The event log, where KAFKA_BROKERS is set.' },
    },
    channels,
    operations,
  };
}

/** For how long a topic keeps its records, in words. */
export function keptInWords(keep: TopicDefinition['keep']): string {
  return keep.kind === 'last-value'
    ? 'the last value of each key is kept for good'
    : `everything is kept for ${String(keep.retentionHours / 24)} days`;
}

function message(name: string, schema: JsonSchema): Message {
  return {
    name,
    title: name,
    contentType: 'application/json',
    payload: { schemaFormat: 'application/schema+json;version=draft-2020-12', schema },
  };
}
