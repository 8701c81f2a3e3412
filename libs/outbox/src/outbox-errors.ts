import { HomewardError, type TopicName } from '#libs/contracts';

/** An event that was to be published does not have the shape of its topic: no reader could make anything of it. */
export class OutgoingEventInvalidError extends HomewardError {
  readonly code = 'outgoing-event-invalid';
  readonly transient = false;

  constructor(topic: TopicName, key: string, faults: readonly string[]) {
    super(`An event for the topic ${topic} does not have that topic's shape: ${faults.join('; ')}.`, {
      topic,
      key,
      faults,
    });
  }
}
