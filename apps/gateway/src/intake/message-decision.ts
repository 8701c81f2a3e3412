import {
  type DeviceId,
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
  type ReceiptReason,
} from '#libs/contracts';
import type { LatenessHours } from '../monitoring-plans/lateness-hours.ts';
import type { DecodedMessage, DecodedReading } from './formats/decoded-message.ts';

/** What is known of the device that a message is about. */
export interface DeviceFacts {
  readonly gatewayId: GatewayId;
  /** Who had it at the time; undefined if no patient had it. */
  holderAt(at: Instant): PatientId | undefined;
}

/** What is known of everything that a message refers to. */
export interface MessageFacts {
  /** Whether the gateway is registered and its credential holds. */
  readonly gatewayAdmitted: boolean;
  /** Undefined if no such device is registered. */
  readonly device: DeviceFacts | undefined;
  /** The digest of what this device sent under this message id before; undefined if it has not. */
  readonly seenDigest: string | undefined;
  /** How late each patient's readings may come and still be scored. */
  readonly latenessHours: LatenessHours;
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
      readonly mayPass: boolean;
    }
  | { readonly kind: 'duplicate' }
  | {
      readonly kind: 'quarantined';
      readonly reasons: readonly QuarantineReason[];
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
  if (facts.seenDigest !== undefined) {
    if (facts.seenDigest === message.digest) return { kind: 'duplicate' };
    const found = `Found message id ${JSON.stringify(message.messageId)} again with other content.`;
    return quarantine('message-id-reused', found, { mayPass: false, path: 'messageId' });
  }
  const byPatient = new Map<PatientId, DecodedReading[]>();
  const unheld: QuarantineReason[] = [];
  for (const reading of message.readings) {
    const patientId = device.holderAt(reading.takenAt);
    const readings = patientId === undefined ? undefined : byPatient.get(patientId);
    if (patientId === undefined) unheld.push(unheldReason(origin, reading));
    else if (readings === undefined) byPatient.set(patientId, [reading]);
    else readings.push(reading);
  }
  const quarantined = unheld.length === 0 ? message.faults : [...message.faults, ...unheld];
  const mayPass = unheld.length > 0;
  if (byPatient.size === 0) return { kind: 'quarantined', reasons: quarantined, mayPass };
  const tooLate: ReceiptReason[] = [];
  const sets = [...byPatient].map(([patientId, readings]) => {
    const oldest = Date.parse(origin.receivedAt) - facts.latenessHours(patientId) * 3_600_000;
    const late = readings.filter(({ takenAt }) => Date.parse(takenAt) < oldest);
    for (const reading of late) tooLate.push(tooLateReason(reading, instant(oldest)));
    return observationSet(message, origin, { patientId, readings, late });
  });
  return { kind: 'accepted', sets, quarantined, tooLate, mayPass };
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

function observationSet(
  { messageId, source }: DecodedMessage,
  { gatewayId, deviceId, receivedAt }: MessageOrigin,
  of: {
    readonly patientId: PatientId;
    readonly readings: readonly DecodedReading[];
    /** Those of the readings that are too late to be scored. */
    readonly late: readonly DecodedReading[];
  },
): ObservationSetRecorded {
  const { patientId, readings, late } = of;
  const idOf = observationIds(deviceId, messageId);
  return {
    id: observationSetId(deviceId, messageId, patientId),
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
  return { kind: 'quarantined', reasons: [{ code, path, message }], mayPass };
}
