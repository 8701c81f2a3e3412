import { type EventOn, type TopicDefinition, type TopicName, topics } from './topics.ts';

/** Of events that do not say their version, as those of most topics never have had to. */
const firstVersion = 1;

/** The JSON of an event as it stands on the log; the event has its topic's shape. */
export function eventToLog<Topic extends TopicName>(topic: Topic, event: EventOn<Topic>): string {
  const { onLog }: TopicDefinition = topics[topic];
  // The form of a topic writes the events of that topic.
  return JSON.stringify(onLog === undefined ? event : onLog.write(event as never));
}

/**
 * The event that stands on the log under a key: the only place where what is read off the log becomes an event. One whose
 * `v` names a version that this release does not know is refused: what its members mean is not known either.
 *
 * @throws SyntaxError, ZodError or RangeError where it has not got its topic's shape.
 */
export function eventFromLog<Topic extends TopicName>(
  topic: Topic,
  { key, value }: { readonly key: string; readonly value: string },
): EventOn<Topic> {
  const { schema, onLog }: TopicDefinition = topics[topic];
  const json: unknown = JSON.parse(value);
  // The schema is the one that EventOn<Topic> is inferred from, and the form of a topic reads the same.
  return (onLog === undefined ? schema.parse(ofFirstVersion(topic, json)) : onLog.read(json, key)) as EventOn<Topic>;
}

function ofFirstVersion(topic: TopicName, json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('v' in json) || json.v === firstVersion) return json;
  const found = JSON.stringify(json.v);
  throw new RangeError(
    `Found version ${found} of an event on ${topic}; this release knows ${String(firstVersion)} alone.`,
  );
}
