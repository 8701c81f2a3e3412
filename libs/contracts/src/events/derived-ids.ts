import {
  derivedId,
  type AlertId,
  type DeviceId,
  type EventId,
  type ObservationId,
  type ScoreId,
  type MessageId,
  type PatientId,
} from '../ids.ts';
import type { Instant } from '../instant.ts';

/** The id of what one message said of one patient. `origin` is the device, or the person who typed it in. */
export function observationSetId(origin: DeviceId | string, messageId: MessageId, patientId: PatientId): EventId {
  // A UUID that was made here needs no parsing.
  return derivedId('observation-set', origin, messageId, patientId) as EventId;
}

/** The id of the reading at `index` of a message's `readings`. */
export function observationId(origin: DeviceId | string, messageId: MessageId, index: number): ObservationId {
  // A UUID that was made here needs no parsing.
  return derivedId('observation', origin, messageId, String(index)) as ObservationId;
}

/** The id of a patient's score at a moment: one score a moment, whatever order its readings came in. */
export function scoreId(patientId: PatientId, at: Instant): ScoreId {
  // A UUID that was made here needs no parsing.
  return derivedId('score', patientId, at) as ScoreId;
}

/** The id of the alert that a signal opens. */
export function alertId(signalId: EventId): AlertId {
  // A UUID that was made here needs no parsing.
  return derivedId('alert', signalId) as AlertId;
}
