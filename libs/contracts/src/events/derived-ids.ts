import {
  derivedId,
  type AlertId,
  type DeviceId,
  type EventId,
  type ObservationId,
  type ScoreId,
  type StayId,
  type MessageId,
  type NotificationId,
  type PatientId,
} from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Condition } from './condition.ts';
import type { Doubt } from './observation.ts';

/** The id of what one message said of one patient. `origin` is the device, or the person who typed it in. */
export function observationSetId(origin: DeviceId | string, messageId: MessageId, patientId: PatientId): EventId {
  // A UUID that was made here needs no parsing.
  return derivedId('observation-set', origin, messageId, patientId) as EventId;
}

/** The id of the reading at `index` of a message's `readings`. */
export function observationId(origin: DeviceId | string, messageId: MessageId, index: number): ObservationId {
  return observationIds(origin, messageId)(index);
}

/** The same for many readings of one message: they differ in their last four digits only, so one derivation serves all. */
export function observationIds(origin: DeviceId | string, messageId: MessageId): (index: number) => ObservationId {
  const ofMessage = derivedId('observation', origin, messageId);
  const stem = ofMessage.slice(0, -4);
  const ending = Number.parseInt(ofMessage.slice(-4), 16);
  // Still a UUID, and made here.
  return (index) => `${stem}${(ending ^ index).toString(16).padStart(4, '0')}` as ObservationId;
}

/** The id of a doubt in a patient's history: the same doubt of two devices is one. */
export function doubtId(patientId: PatientId, { code, takenAt, because, found }: Doubt): ObservationId {
  // A UUID that was made here needs no parsing.
  return derivedId('doubt', patientId, code, takenAt, because, found) as ObservationId;
}

/** The id of a patient's score at a moment: one score a moment, whatever order its readings came in. */
export function scoreId(patientId: PatientId, at: Instant): ScoreId {
  // A UUID that was made here needs no parsing.
  return derivedId('score', patientId, at) as ScoreId;
}

/** The id of the change of a condition at a moment of a stay. */
export function signalId(stayId: StayId, condition: Condition, at: Instant): EventId {
  // A UUID that was made here needs no parsing.
  return derivedId('signal', stayId, condition, at) as EventId;
}

/**
 * The id of a stay's alert for a condition: the same whatever order its signals came in.
 *
 * @param since when a person resolved the alert before it; null for the first.
 */
export function alertId(stayId: StayId, condition: Condition, since: Instant | null): AlertId {
  // A UUID that was made here needs no parsing.
  return derivedId('alert', stayId, condition, since ?? 'first') as AlertId;
}

/** The id of a record that a group could not process: the same however often it fails there. */
export function deadLetterId(at: {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: string;
}): EventId {
  // A UUID that was made here needs no parsing.
  return derivedId('dead-letter', at.group, at.topic, String(at.partition), at.position) as EventId;
}

/** The id of a request to measure: one for each stay, moment, addressee and reason. */
export function requestId(request: {
  readonly stayId: StayId;
  readonly asks: string;
  readonly why: string;
  readonly at: Instant;
}): EventId {
  const { stayId, asks, why, at } = request;
  // A UUID that was made here needs no parsing.
  return derivedId('request', stayId, asks, why, at) as EventId;
}

/**
 * The id of a notification: the same however often its step fires.
 *
 * @param of.subject the alert, or what it is about instead.
 * @param of.method which of the person's methods of this channel it is, from 0.
 */
export function notificationId(of: {
  readonly subject: AlertId | string;
  readonly run: number;
  readonly step: number;
  readonly round: number;
  readonly personId: string;
  readonly channel: string;
  readonly method: number;
}): NotificationId {
  const { subject, run, step, round, personId, channel, method } = of;
  const causes = [subject, String(run), String(step), String(round), personId, channel, String(method)];
  // A UUID that was made here needs no parsing.
  return derivedId('notification', ...causes) as NotificationId;
}
