import {
  derivedId,
  EventId,
  ObservationId,
  ScoreId,
  AlertId,
  type DeviceId,
  type MessageId,
  type PatientId,
} from '../ids.ts';
import type { Instant } from '../instant.ts';

/** The id of what one message said of one patient. `origin` is the device, or the person who typed it in. */
export function observationSetId(origin: DeviceId | string, messageId: MessageId, patientId: PatientId): EventId {
  return EventId.parse(derivedId('observation-set', origin, messageId, patientId));
}

/** The id of the reading at `index` of a message's `readings`. */
export function observationId(origin: DeviceId | string, messageId: MessageId, index: number): ObservationId {
  return ObservationId.parse(derivedId('observation', origin, messageId, String(index)));
}

/** The id of a patient's score at a moment: one score a moment, whatever order its readings came in. */
export function scoreId(patientId: PatientId, at: Instant): ScoreId {
  return ScoreId.parse(derivedId('score', patientId, at));
}

/** The id of the alert that a signal opens. */
export function alertId(signalId: EventId): AlertId {
  return AlertId.parse(derivedId('alert', signalId));
}
