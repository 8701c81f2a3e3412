import {
  type ClockCorrection,
  type DeviceId,
  type DeviceKind,
  type Doubt,
  type GatewayId,
  type Instant,
  instant,
  type Observation,
  type ObservationId,
  observationIds,
  observationSetId,
  type ObservationSetRecorded,
  type PatientId,
  type QuarantineReason,
  type QuarantineReasonCode,
  type ReceiptNote,
  type ReceiptReason,
} from '#libs/contracts';
import type { LatenessHours } from '../monitoring-plans/lateness-hours.ts';
import type { DecodedMessage, DecodedReading } from './formats/decoded-message.ts';
import { sortReadings } from './refused-readings.ts';

/** What is known of the device that a message is about. */
export interface DeviceFacts {
  readonly gatewayId: GatewayId;
  readonly kind: DeviceKind;
  /** Null where its times count as it says them. */
  readonly clockCorrection: ClockCorrection | null;
  /** Who had it at the time; undefined if no patient had it. */
  holderAt(at: Instant): PatientId | undefined;
}

/** A message that was taken. */
export interface SeenMessage {
  readonly digest: string;
  readonly takenAt: Instant;
}

/** What is known of everything that a message refers to. */
export interface MessageFacts {
  /** Whether the gateway is registered and its credential holds. */
  readonly gatewayAdmitted: boolean;
  /** Undefined if no such device is registered. */
  readonly device: DeviceFacts | undefined;
  /** What this device sent under this message id before, one for each time it says it was taken; often empty. */
  readonly seen: readonly SeenMessage[];
  /** How late each patient's readings may come and still be scored. */
  readonly latenessHours: LatenessHours;
  /** Why nothing more of this gateway is taken today; undefined while something is. */
  readonly volumeUsedUp?: string | undefined;
}

/** `mayPass`: whether news of a device, a gateway or an issue that is still on its way could change the decision. */
export type MessageDecision =
  | {
      readonly kind: 'accepted';
      readonly sets: readonly ObservationSetRecorded[];
      /** Why the other readings are quarantined; often empty. */
      readonly quarantined: readonly QuarantineReason[];
      /** Which of the accepted readings are too late to be scored; often empty. */
      readonly tooLate: readonly ReceiptReason[];
      /** What was put right about the accepted readings; often empty. */
      readonly notes: readonly ReceiptNote[];
      /** The device has used the message id for another time before, so that it seems to have been reset. */
      readonly isRestarted: boolean;
      readonly mayPass: boolean;
    }
  | { readonly kind: 'duplicate' }
  | {
      readonly kind: 'quarantined';
      readonly reasons: readonly QuarantineReason[];
      /** Without a reading: what makes earlier values of patients doubtful; often empty. */
      readonly sets: readonly ObservationSetRecorded[];
      readonly mayPass: boolean;
    };

export interface MessageOrigin {
  readonly gatewayId: GatewayId;
  readonly deviceId: string;
  readonly receivedAt: Instant;
}

/** What becomes of a message and why. A reading belongs to the holder of the device at the time it was taken. */
export function decideMessage(message: DecodedMessage, origin: MessageOrigin, facts: MessageFacts): MessageDecision {
  const { device } = facts;
  const refusal = refusalOfSender(origin, facts);
  if (refusal !== undefined || device === undefined) {
    return refusal ?? quarantine('unknown-device', unknownDevice(origin), { mayPass: true });
  }
  const repeated = facts.seen.find(({ takenAt }) => takenAt === message.takenAt);
  if (repeated !== undefined) {
    if (repeated.digest === message.digest) return { kind: 'duplicate' };
    const found = `Found message id ${JSON.stringify(message.messageId)} again with the same time and other content.`;
    return quarantine('message-id-reused', found, { mayPass: false, path: 'messageId' });
  }
  const isRestarted = facts.seen.length > 0;
  const sorted = sortReadings(message, device.kind);
  const byPatient = Map.groupBy(sorted.readings, ({ takenAt }) => device.holderAt(takenAt));
  const unheld = (byPatient.get(undefined) ?? []).map((reading) => unheldReason(origin, reading));
  byPatient.delete(undefined);
  const quarantined = unheld.length === 0 ? sorted.faults : [...sorted.faults, ...unheld];
  const mayPass = unheld.length > 0;
  const doubtsByPatient = Map.groupBy(sorted.doubts, ({ takenAt }) => device.holderAt(takenAt));
  const tooLate: ReceiptReason[] = [];
  const sets: ObservationSetRecorded[] = [];
  for (const patientId of new Set([...byPatient.keys(), ...doubtsByPatient.keys()])) {
    if (patientId === undefined) continue;
    const oldest = Date.parse(origin.receivedAt) - facts.latenessHours(patientId) * 3_600_000;
    const isLate = ({ takenAt }: { readonly takenAt: Instant }): boolean => Date.parse(takenAt) < oldest;
    const readings = byPatient.get(patientId) ?? [];
    const late = readings.filter(isLate);
    const doubts = (doubtsByPatient.get(patientId) ?? []).filter((doubt) => !isLate(doubt));
    for (const reading of late) tooLate.push(tooLateReason(reading, instant(oldest)));
    if (readings.length === 0 && doubts.length === 0) continue;
    sets.push(observationSet(message, origin, { patientId, readings, late, doubts, isRestarted }));
  }
  if (byPatient.size === 0) return { kind: 'quarantined', reasons: quarantined, sets, mayPass };
  const notes = isRestarted ? [restartNote(message), ...message.notes] : message.notes;
  return { kind: 'accepted', sets, quarantined, tooLate, notes, isRestarted, mayPass };
}

/** Why messages of a sender are refused, of whatever kind; undefined if they are not. */
export function refusalOfSender(
  { gatewayId, deviceId }: Pick<MessageOrigin, 'gatewayId' | 'deviceId'>,
  { gatewayAdmitted, device }: Pick<MessageFacts, 'gatewayAdmitted' | 'device'>,
): Extract<MessageDecision, { kind: 'quarantined' }> | undefined {
  if (!gatewayAdmitted) {
    const found = `Found gateway ${gatewayId}, which is not registered or has had its credential withdrawn.`;
    return quarantine('gateway-not-admitted', found, { mayPass: true });
  }
  if (device === undefined) return quarantine('unknown-device', unknownDevice({ deviceId }), { mayPass: true });
  if (device.gatewayId !== gatewayId) {
    const found = `Found device ${deviceId} on gateway ${gatewayId}; it belongs to another gateway.`;
    return quarantine('foreign-device', found, { mayPass: false });
  }
  return undefined;
}

/** The refusal of everything that comes once a gateway's volume of the day is used up, but a repeat of what was taken. */
export function refusalByVolume(
  { gatewayId }: Pick<MessageOrigin, 'gatewayId'>,
  because: string,
): Extract<MessageDecision, { kind: 'quarantined' }> {
  const found = `Found gateway ${gatewayId} beyond its volume: ${because}. Send this again tomorrow, by UTC.`;
  return quarantine('gateway-volume-used-up', found, { mayPass: false });
}

function unknownDevice({ deviceId }: Pick<MessageOrigin, 'deviceId'>): string {
  return `Found device ${deviceId}; no device with this id is registered.`;
}

function unheldReason({ deviceId }: MessageOrigin, { index, takenAt }: DecodedReading): QuarantineReason {
  const message = `Found ${takenAt}, when no patient had device ${deviceId}.`;
  return { code: 'device-not-issued', path: `readings.${String(index)}`, message };
}

function tooLateReason({ index, takenAt }: DecodedReading, oldest: Instant): ReceiptReason {
  const message = `Found ${takenAt}; expected ${oldest} or later for a reading that is scored.`;
  return { code: 'too-late-to-score', path: `readings.${String(index)}`, message };
}

function restartNote({ messageId, takenAt }: DecodedMessage): ReceiptNote {
  const message = `Found message id ${JSON.stringify(messageId)} of another time before; taken as that of a device that was reset, for ${takenAt}.`;
  return { code: 'message-id-restarted', path: 'messageId', message };
}

function observationSet(
  { messageId, source, takenAt: takenAtOfMessage, digest }: DecodedMessage,
  { gatewayId, deviceId, receivedAt }: MessageOrigin,
  of: {
    readonly patientId: PatientId;
    readonly readings: readonly DecodedReading[];
    /** Those of the readings that are too late to be scored. */
    readonly late: readonly DecodedReading[];
    readonly doubts: readonly Doubt[];
    readonly isRestarted: boolean;
  },
): ObservationSetRecorded {
  const { patientId, readings, late, doubts, isRestarted } = of;
  // Under an id that was used before, the time tells the two messages apart.
  const origin = isRestarted ? `${deviceId} ${takenAtOfMessage}` : deviceId;
  const idOf = observationIds(origin, messageId);
  // Without a reading the message id is not used up: the same message may still bring readings, or another its doubts.
  const ofSet = readings.length > 0 ? origin : `${origin} doubts ${digest}`;
  return {
    id: observationSetId(ofSet, messageId, patientId),
    patientId,
    messageId,
    // A device that is registered has an id of this shape.
    deviceId: deviceId as DeviceId,
    gatewayId,
    source,
    receivedAt,
    observations: readings.map((reading) => ({
      ...observation(reading, idOf(reading.index)),
      ...(late.includes(reading) && { tooLateToScore: true as const }),
    })),
    ...(doubts.length > 0 && { doubts: [...doubts] }),
  };
}

function observation({ index: _index, ...reading }: DecodedReading, id: ObservationId): Observation {
  return { id, ...reading };
}

function quarantine(
  code: QuarantineReasonCode,
  message: string,
  { mayPass, path = '' }: { readonly mayPass: boolean; readonly path?: string },
): Extract<MessageDecision, { kind: 'quarantined' }> {
  return { kind: 'quarantined', reasons: [{ code, path, message }], sets: [], mayPass };
}
