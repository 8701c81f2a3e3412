import {
  deviceChannels,
  deviceTopic,
  keptInWords,
  liveEvents,
  quarantineReasons,
  receiptsTopic,
  type TopicDefinition,
  topics,
} from '#libs/contracts';
import { code, page, table } from './markdown.ts';

const schema = (path: string): string => `[schema](generated/schemas/${path}.json)`;

const payloadOfChannel: Readonly<Record<(typeof deviceChannels)[number], string>> = {
  observations: `Homeward JSON: ${schema('mqtt/observation-message')}, each reading ${schema('mqtt/reading')}`,
  status: `battery, signal, firmware; also as last will: ${schema('mqtt/status-message')}`,
  fhir: 'a FHIR R4 Observation or Bundle; not read yet, kept aside as `unsupported-format`',
  senml: 'SenML (RFC 8428); not read yet, kept aside as `unsupported-format`',
};

/** docs/events.md: what is on the log, on MQTT and on the live stream. */
export function eventsPage(): string {
  return page(
    'Events',
    'What crosses a boundary, and its shape. The same for machines: [asyncapi.json](generated/asyncapi.json).',
    '## The event log',
    'Each service validates what it reads against the same schema as what it publishes.',
    table(
      ['Topic', 'Keyed by', 'What is on it', 'Kept', 'Partitions', 'Shape'],
      Object.entries<TopicDefinition>(topics).map(([name, topic]) => [
        code(name),
        topic.keyedBy,
        topic.about,
        keptInWords(topic.keep),
        String(topic.partitions),
        schema(`log/${name}`),
      ]),
    ),
    '## MQTT',
    'A gateway logs in with its id and secret, and may use only topics under its own id. QoS 1.',
    table(
      ['Topic', 'Direction', 'Payload'],
      [
        ...deviceChannels.map((channel) => [
          code(deviceTopic('{gatewayId}', '{deviceId}', channel)),
          'in',
          payloadOfChannel[channel],
        ]),
        [code(receiptsTopic('{gatewayId}')), 'out', `what became of each message: ${schema('mqtt/receipt')}`],
        [
          code(deviceTopic('{gatewayId}', '{deviceId}', 'requests')),
          'out',
          `please measure again, or ask the person to: ${schema('mqtt/request')}`,
        ],
      ],
    ),
    '## Why something is kept aside',
    'These codes stand in receipts and on the topic `quarantine`. A bad reading is kept aside alone; its neighbours count.',
    'A message in which not even a message id can be read is kept and answered like any other, up to a burst of one gateway and then one a second (`GATEWAY_BURST_UNREADABLE`, `GATEWAY_UNREADABLE_PER_SECOND`). Beyond that it is acknowledged and counted; a receipt a second says why. Such a message may then be refused by its beginning or its end, as `invalid-message` or `payload-too-large`, on whichever channel it came.',
    table(
      ['Code', 'Meaning'],
      Object.entries(quarantineReasons).map(([name, meaning]) => [code(name), meaning]),
    ),
    '## The live stream',
    '`GET /api/v1/live`: server-sent events. `Last-Event-ID` resumes after the event it names.',
    table(
      ['Event', 'Data'],
      Object.keys(liveEvents).map((name) => [code(name), schema(`live/${name}`)]),
    ),
  );
}
