import { hash } from 'node:crypto';
import type {
  DeviceId,
  DeviceStatus,
  Instant,
  MessageId,
  ObservationSetRecorded,
  Quarantined,
  QuarantineReason,
  Receipt,
} from '#libs/contracts';
import type { Arrival } from './arrival.ts';
import type { ArrivalContent } from './arrival-content.ts';
import { aheadSecondsOf } from './clock-correction.ts';
import {
  decideMessage,
  type DeviceFacts,
  type MessageDecision,
  type MessageFacts,
  refusalByVolume,
  refusalOfSender,
} from './message-decision.ts';
import { quarantinedEvent } from './quarantined-event.ts';
import { receiptFor } from './receipt.ts';

/** A message whose id is used up, for the time that it says. */
export interface TakenMessage {
  readonly deviceId: string;
  readonly messageId: MessageId;
  readonly digest: string;
  readonly takenAt: Instant;
}

/** What follows from an arrival: what goes on the log, what is remembered and what the sender is answered. */
export interface ArrivalOutcome {
  /** Whether news still on its way could change this outcome. */
  readonly mayPass: boolean;
  readonly sets: readonly ObservationSetRecorded[];
  readonly quarantined: Quarantined | undefined;
  readonly status: DeviceStatus | undefined;
  /** Present when this message id is now used up. */
  readonly taken: TakenMessage | undefined;
  /** Whether the message id had been used for another time before. */
  readonly isRestarted: boolean;
  /** Whether the gateway's volume of the day was used up. */
  readonly isRefusedByVolume: boolean;
  /** Undefined where there is nothing to answer: a status that was accepted. */
  readonly receipt: Receipt | undefined;
}

const nothing: ArrivalOutcome = {
  mayPass: false,
  sets: [],
  quarantined: undefined,
  status: undefined,
  taken: undefined,
  isRestarted: false,
  isRefusedByVolume: false,
  receipt: undefined,
};

/** What becomes of an arrival, and why. */
export function decideArrival(arrival: Arrival, content: ArrivalContent, facts: MessageFacts): ArrivalOutcome {
  const outcome = decideByContent(arrival, content, facts);
  // A repeat of what was taken is answered at any time: its sender need keep it no longer.
  if (facts.volumeUsedUp === undefined || outcome.receipt?.outcome === 'duplicate') return outcome;
  return refusedByVolume(arrival, content, { ...facts, volumeUsedUp: facts.volumeUsedUp });
}

function refusedByVolume(
  arrival: Arrival,
  content: ArrivalContent,
  { device, volumeUsedUp }: MessageFacts & { readonly volumeUsedUp: string },
): ArrivalOutcome {
  const messageId = content.kind === 'status' ? null : content.message.messageId;
  const decision = refusalByVolume(arrival, volumeUsedUp);
  const receipt = receiptFor({ deviceId: arrival.deviceId, messageId }, decision);
  const refused = { ...nothing, receipt, isRefusedByVolume: true };
  // Once a day for each device, and never for devices that are made up: what is refused costs next to nothing.
  if (device?.gatewayId !== arrival.gatewayId) return refused;
  const about = { messageId: null, digest: dayOf(arrival.receivedAt), ...unknownTimes, device };
  const withoutPayload = { ...arrival, payload: Buffer.alloc(0) };
  return { ...refused, quarantined: quarantineOf(withoutPayload, decision.reasons, about) };
}

function decideByContent(arrival: Arrival, content: ArrivalContent, facts: MessageFacts): ArrivalOutcome {
  switch (content.kind) {
    case 'observations': {
      const { message } = content;
      const decision = decideMessage(message, arrival, facts);
      return outcomeOf(arrival, decision, { ...message, device: facts.device });
    }
    case 'status': {
      const refusal = refusalOfSender(arrival, facts);
      if (refusal !== undefined)
        return outcomeOf(arrival, refusal, { messageId: null, ...unknownTimes, digest: '', device: undefined });
      const { gatewayId, deviceId, receivedAt } = arrival;
      // A device that is registered has an id of this shape.
      return { ...nothing, status: { ...content.status, deviceId: deviceId as DeviceId, gatewayId, receivedAt } };
    }
    case 'unreadable': {
      const { message } = content;
      const decision = { kind: 'quarantined', reasons: message.reasons, sets: [], mayPass: false } as const;
      const own = facts.device?.gatewayId === arrival.gatewayId ? facts.device : undefined;
      const { messageId } = message;
      const digest = digestOfPayload(arrival.payload);
      return outcomeOf(arrival, decision, { messageId, digest, ...unknownTimes, device: own });
    }
  }
}

interface MessageReference {
  readonly messageId: MessageId | null;
  readonly digest: string;
  /** Null where it could not be found out. */
  readonly takenAt: Instant | null;
  readonly newestTakenAt: Instant | null;
  /** Present when the sender may use it, so that the quarantine may name its patient. */
  readonly device: DeviceFacts | undefined;
}

const unknownTimes = { takenAt: null, newestTakenAt: null } as const;

function outcomeOf(arrival: Arrival, decision: MessageDecision, about: MessageReference): ArrivalOutcome {
  const { messageId, digest, takenAt } = about;
  const receipt = receiptFor({ deviceId: arrival.deviceId, messageId }, decision);
  if (decision.kind === 'duplicate') return { ...nothing, receipt };
  const { mayPass } = decision;
  if (decision.kind === 'quarantined') {
    return {
      ...nothing,
      mayPass,
      receipt,
      sets: decision.sets,
      quarantined: quarantineOf(arrival, decision.reasons, about),
    };
  }
  const { sets, quarantined, isRestarted } = decision;
  return {
    mayPass,
    sets,
    receipt,
    quarantined: quarantined.length === 0 ? undefined : quarantineOf(arrival, quarantined, about),
    status: undefined,
    // What is accepted has a message id and a time.
    taken:
      messageId === null || takenAt === null ? undefined : { deviceId: arrival.deviceId, messageId, digest, takenAt },
    isRestarted,
    isRefusedByVolume: false,
  };
}

/** A digest of bytes in the form of a UUID: 128 bits of SHA-256. */
const digestOfPayload = (payload: Buffer): string => hash('sha256', payload, 'hex').slice(0, 32);

/** `2026-11-28`. */
const dayOf = (instant: Instant): string => instant.slice(0, 10);

function quarantineOf(
  arrival: Arrival,
  reasons: readonly QuarantineReason[],
  { messageId, digest, newestTakenAt, device }: MessageReference,
): Quarantined {
  const patientId = device?.gatewayId === arrival.gatewayId ? device.holderAt(arrival.receivedAt) : undefined;
  const isOfTime = reasons.some(({ code }) => code === 'time-in-future' || code === 'clock-uncertain');
  const aheadSeconds = isOfTime && newestTakenAt !== null ? aheadSecondsOf({ newestTakenAt }, arrival) : undefined;
  return quarantinedEvent({ arrival, messageId, digest, reasons, patientId, aheadSeconds });
}
