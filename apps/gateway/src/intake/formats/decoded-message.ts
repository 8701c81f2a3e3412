import type { ObservationCode } from '#libs/clinical';
import type {
  Instant,
  MessageId,
  ObservationSource,
  ObservationValue,
  QuarantineReason,
  ReadingQualifiers,
  ReceiptNote,
  SignalQuality,
} from '#libs/contracts';

/** A reading that passed every check that needs nothing but the message and the time. */
export interface DecodedReading {
  /** Its index among the message's readings, from 0. */
  readonly index: number;
  readonly code: ObservationCode;
  /** In the code's canonical unit. */
  readonly value: ObservationValue;
  readonly unit?: string;
  readonly takenAt: Instant;
  readonly quality?: SignalQuality;
  readonly qualifiers?: ReadingQualifiers;
  /** By how many seconds the time was put back, where the clock of the device is known to be ahead. */
  readonly correctedBy?: number;
}

/** A reading that was refused for its value alone, which may still say something of the patient or the device. */
export interface RefusedReading {
  readonly index: number;
  readonly code: ObservationCode;
  /** As it was sent. */
  readonly value: ObservationValue;
  readonly unit?: string;
  readonly takenAt: Instant;
}

/** A message whose readings each ended in exactly one place. */
export interface DecodedMessage {
  readonly ok: true;
  readonly messageId: MessageId;
  readonly source: ObservationSource;
  readonly takenAt: Instant;
  /** The newest time that it says of a reading, used or not, by the sender's own clock. */
  readonly newestTakenAt: Instant;
  /** Of what the message says, as a UUID: equal for equal content, however it is spaced. */
  readonly digest: string;
  readonly readings: readonly DecodedReading[];
  /** Why the other readings cannot be used, each with its path. */
  readonly faults: readonly QuarantineReason[];
  /** Those of them that were refused for their value alone. */
  readonly refused: readonly RefusedReading[];
  /** What was left out of them, and out of the message itself. */
  readonly notes: readonly ReceiptNote[];
}

/** A message that cannot be used at all. */
export interface UnreadableMessage {
  readonly ok: false;
  /** Null where it could not be found out. */
  readonly messageId: MessageId | null;
  readonly reasons: readonly QuarantineReason[];
}

export interface DecodeLimits {
  /** A longer payload is not looked into. */
  readonly maxPayloadBytes: number;
  /** How far a device's clock may run ahead of ours, in milliseconds. */
  readonly aheadMs: number;
  /** How long ago a reading may have been taken, in milliseconds. */
  readonly oldestMs: number;
}
