import { createHash } from 'node:crypto';
import {
  derivedId,
  type EventId,
  type MessageId,
  type PatientId,
  type Quarantined,
  type QuarantineReason,
  type QuarantineReasonCode,
} from '#libs/contracts';
import type { Arrival } from './arrival.ts';

/** How much is kept of a payload: enough to see what went wrong, or for a clinician to release a reading of it. */
const keptBytes = { junk: 2 * 1024, releasable: 16 * 1024 } as const;
/** How much of a topic or an id, which a sender may have made up, and of what is said about it. */
const keptCharacters = { name: 300, message: 1000 } as const;
/** How many reasons are kept: one for each reading may go into hundreds. */
const keptReasons = { junk: 5, releasable: 100 } as const;
/** What a clinician may overrule. */
const aboutTheValue: ReadonlySet<QuarantineReasonCode> = new Set(['implausible-value', 'inconsistent-pressure']);

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
  const deviceId = short(arrival.deviceId);
  // All reasons or none for a release: one that is left out might be the one that forbids it.
  const mayBeReleased =
    patientId !== undefined &&
    reasons.length <= keptReasons.releasable &&
    reasons.some(({ code }) => aboutTheValue.has(code));
  const kept = mayBeReleased ? 'releasable' : 'junk';
  return {
    // A derived id has the shape of an event's id.
    id: derivedId('quarantined', gatewayId, printable(arrival.deviceId), messageId ?? '', digest) as EventId,
    gatewayId,
    deviceId,
    ...(messageId !== null && { messageId }),
    ...(patientId !== undefined && { patientId }),
    receivedAt: arrival.receivedAt,
    arrivedBy: short(arrival.arrivedBy),
    reasons: reasons
      .slice(0, keptReasons[kept])
      .map(({ code, path, message }) => ({ code, path: short(path), message: short(message, keptCharacters.message) })),
    payload: printable(payload.subarray(0, keptBytes[kept]).toString('utf8')),
    payloadBytes: payload.length,
    ...(payload.length > keptBytes[kept] && { payloadSha256: createHash('sha256').update(payload).digest('hex') }),
    ...(aheadSeconds !== undefined && { aheadSeconds }),
  };
}

/** Whether a person can still make something of it: a patient's reading whose value alone, or time, was in doubt. */
export const isOfUseToPeople = ({ patientId, reasons, aheadSeconds }: Quarantined): boolean =>
  patientId !== undefined && (aheadSeconds !== undefined || reasons.some(({ code }) => aboutTheValue.has(code)));

const short = (text: string, characters: number = keptCharacters.name): string => printable(text.slice(0, characters));

/** Text that a database can keep, whatever bytes it was made from: neither Postgres nor JSON readers like all of them. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\n\r\t]/gu, '\u{FFFD}');
}
