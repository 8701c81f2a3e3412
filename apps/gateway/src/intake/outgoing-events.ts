import { eventToLog, type TopicName } from '#libs/contracts';
import type { ArrivalOutcome } from './arrival-decision.ts';

/** A record as the log takes it. */
export interface OutgoingEvent {
  readonly topic: TopicName;
  readonly key: string;
  readonly value: string;
  readonly trace?: string | undefined;
}

/**
 * What goes on the log for an outcome. The events were made here from parsed parts, so they are written as they are:
 * checking each against its schema once more would cost as much as all the rest of the intake.
 */
export function outgoingEvents(
  { sets, quarantined, status }: ArrivalOutcome,
  trace?: string,
): readonly OutgoingEvent[] {
  const events: OutgoingEvent[] = sets.map((set) => ({
    topic: 'observations',
    key: set.patientId,
    value: eventToLog('observations', set),
    trace,
  }));
  if (quarantined !== undefined) {
    // A foreign topic may name no device at all.
    const key = quarantined.deviceId === '' ? quarantined.gatewayId : quarantined.deviceId;
    events.push({ topic: 'quarantine', key, value: JSON.stringify(quarantined), trace });
  }
  if (status !== undefined)
    events.push({ topic: 'device-status', key: status.deviceId, value: JSON.stringify(status), trace });
  return events;
}
