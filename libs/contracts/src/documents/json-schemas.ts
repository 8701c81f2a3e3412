import { z } from 'zod';
import { liveEvents } from '../api/live.ts';
import { ObservationMessage, Reading, Receipt, RequestMessage, StatusMessage } from '../mqtt/message.ts';
import { type TopicDefinition, topics } from '../topics/topics.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The payloads of the MQTT topics, by the names that the documents give them. */
export const mqttPayloads = {
  'observation-message': ObservationMessage,
  reading: Reading,
  'status-message': StatusMessage,
  receipt: Receipt,
  request: RequestMessage,
} as const;

/** What a writer may send where we read, and what a reader can count on where we write. */
const describe = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => z.toJSONSchema(schema, { io });

/**
 * JSON Schema (2020-12) of everything that crosses the log, MQTT or the live stream, by `log/observations`,
 * `mqtt/receipt`, `live/alert` and so on.
 */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    ...named('mqtt', mqttPayloads, 'input'),
    ...named('log', onLog(), 'output'),
    ...named('live', liveEvents, 'output'),
  };
}

/** What is written and what is read of everything that crosses the log, MQTT or the live stream, by the same names. */
export function exchangedSchemas(): Readonly<
  Record<string, { readonly written: JsonSchema; readonly read: JsonSchema }>
> {
  const log = onLog();
  const of = (io: 'input' | 'output') =>
    ({ ...named('mqtt', mqttPayloads, io), ...named('log', log, io), ...named('live', liveEvents, io) }) as const;
  const read = of('input');
  return Object.fromEntries(
    Object.entries(of('output')).map(([name, written]) => [name, { written, read: read[name] ?? written }]),
  );
}

/** What stands on each topic of the log. */
function onLog(): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(
    Object.entries<TopicDefinition>(topics).map(([name, topic]) => [name, topic.onLog?.schema ?? topic.schema]),
  );
}

function named(
  folder: string,
  schemas: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [`${folder}/${name}`, describe(schema, io)]),
  );
}
