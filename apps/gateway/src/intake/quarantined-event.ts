import {
  derivedId,
  type EventId,
  type MessageId,
  type PatientId,
  type Quarantined,
  type QuarantineReason,
} from '#libs/contracts';
import type { Arrival } from './arrival.ts';

/** How much of a payload is kept: enough to see what went wrong. */
const keptPayloadBytes = 16 * 1024;

export interface QuarantinedMessage {
  readonly arrival: Arrival;
  readonly messageId: MessageId | null;
  readonly digest: string;
  readonly reasons: readonly QuarantineReason[];
  readonly patientId: PatientId | undefined;
  /** Present where it was refused for its time. */
  readonly aheadSeconds: number | undefined;
}

/** What goes on the log for a message, or the bad readings of one, that is quarantined. */
export function quarantinedEvent({
  arrival,
  messageId,
  digest,
  reasons,
  patientId,
  aheadSeconds,
}: QuarantinedMessage): Quarantined {
  const { gatewayId, payload } = arrival;
  const deviceId = printable(arrival.deviceId);
  return {
    // A derived id has the shape of an event's id.
    id: derivedId('quarantined', gatewayId, deviceId, messageId ?? '', digest) as EventId,
    gatewayId,
    deviceId,
    ...(messageId !== null && { messageId }),
    ...(patientId !== undefined && { patientId }),
    receivedAt: arrival.receivedAt,
    arrivedBy: printable(arrival.arrivedBy),
    reasons: reasons.map(({ code, path, message }) => ({ code, path: printable(path), message: printable(message) })),
    payload: printable(payload.subarray(0, keptPayloadBytes).toString('utf8')),
    payloadBytes: payload.length,
    ...(aheadSeconds !== undefined && { aheadSeconds }),
  };
}

/** Text that a database can keep, whatever bytes it was made from: neither Postgres nor JSON readers like all of them. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\n\r\t]/gu, '\u{FFFD}');
}
