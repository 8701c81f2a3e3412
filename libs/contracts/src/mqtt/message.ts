import { observationCodes } from '#libs/clinical';
import { z } from 'zod';
import { DeviceId, EventId, MessageId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { ObservationSource, ObservationValue, ReadingQualifiers, SignalQuality } from '../events/observation.ts';
import { requestReasons } from '../events/request.ts';
import { QuarantineReason, quarantineReasonCodes } from '../events/quarantine.ts';

/**
 * One reading as a device sends it. Deliberately loose in `code`, `value` and `unit`: whether those fit each other is
 * decided reading by reading, so that one bad reading never costs its neighbours.
 */
export const Reading = z.object({
  code: z.string(),
  value: ObservationValue,
  /** UCUM. Every quantity must name its unit: 38 could be either scale of temperature. Words and yes/no have none. */
  unit: z.string().optional(),
  /** Overrides the set's `takenAt`. */
  takenAt: InstantWithOffset.optional(),
  quality: SignalQuality.optional(),
  qualifiers: ReadingQualifiers.optional(),
});
export type Reading = z.infer<typeof Reading>;

/** `…/devices/{deviceId}/observations`: Homeward JSON. Unknown members are ignored, so that devices may send more. */
export const ObservationMessage = z.object({
  messageId: MessageId,
  takenAt: InstantWithOffset,
  source: ObservationSource.default('device'),
  /** Each is checked as a `Reading` on its own. */
  readings: z.array(z.unknown()).min(1).max(500),
});
export type ObservationMessage = z.infer<typeof ObservationMessage>;

/** `POST /api/v1/ingest/observations`: the same, and the device, which no topic names here. */
export const IngestedObservationMessage = ObservationMessage.extend({
  deviceId: DeviceId,
  // Left for the intake to judge: a bad source must not cost the readings.
  source: z.unknown().optional().meta({ enum: ObservationSource.options }),
});
export type IngestedObservationMessage = z.infer<typeof IngestedObservationMessage>;

/** `…/devices/{deviceId}/status`: what a device says of itself, and its last will. */
export const StatusMessage = z.object({
  online: z.boolean().optional(),
  batteryPercent: z.number().min(0).max(100).optional(),
  signalStrength: z.number().min(0).max(1).optional(),
  firmware: z.string().max(100).optional(),
});
export type StatusMessage = z.infer<typeof StatusMessage>;

/** `…/devices/{deviceId}/requests`: please measure again, or at last. Not retained: what has expired is not sent. */
export const RequestMessage = z.object({
  requestId: EventId,
  /** Whether the device is to measure by itself or to ask the person. */
  asks: z.enum(['device', 'patient']),
  codes: z.array(z.enum(observationCodes)),
  why: z.enum(requestReasons),
  words: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
});
export type RequestMessage = z.infer<typeof RequestMessage>;

/**
 * `…/receipts`: the end-to-end promise. `accepted` means that at least one reading is on the log for good; `reasons`
 * then names the readings of the same message that were kept aside.
 */
export const ReceiptReason = z.object({
  ...QuarantineReason.shape,
  code: z.enum([...quarantineReasonCodes, 'too-late-to-score']),
});
export type ReceiptReason = z.infer<typeof ReceiptReason>;

/** What was put right about readings that stand: nothing was refused because of it. */
export const ReceiptNote = z.object({
  /**
   * `member-dropped`: an optional member was null, bad or unknown, and was left out. `message-id-restarted`: the device
   * has used this message id for another time before, as one does that was reset. `clock-corrected`: the clock of the device
   * is known to be ahead, and a person has decided that its times are put back.
   */
  code: z.enum(['member-dropped', 'message-id-restarted', 'clock-corrected']),
  /** Where in the payload; empty when the whole message is meant. */
  path: z.string(),
  message: z.string(),
});
export type ReceiptNote = z.infer<typeof ReceiptNote>;

export const Receipt = z.object({
  /** Null where the message was too broken to have one. */
  messageId: z.string().nullable(),
  deviceId: z.string(),
  outcome: z.enum(['accepted', 'duplicate', 'quarantined']),
  reasons: z.array(ReceiptReason),
  /** Absent where there is nothing to note; the first 50. */
  notes: z.array(ReceiptNote).optional(),
});
export type Receipt = z.infer<typeof Receipt>;
