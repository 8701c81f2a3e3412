import { DeviceId, type QuarantineReason, type StatusMessage } from '#libs/contracts';
import type { Arrival } from './arrival.ts';
import { decodeObservations, decodeStatus } from './formats/decode.ts';
import type { DecodedMessage, DecodeLimits, UnreadableMessage } from './formats/decoded-message.ts';
import { unreadable } from './formats/homeward-json.ts';

/** What a message turned out to be, before anything is known of its sender. */
export type ArrivalContent =
  | { readonly kind: 'observations'; readonly message: DecodedMessage }
  | { readonly kind: 'status'; readonly status: StatusMessage }
  | { readonly kind: 'unreadable'; readonly message: UnreadableMessage };

/** Reads a message by the rules of the channel that it came by. Never throws. */
export function readArrival(
  { channel, payload, gatewayId, deviceId, arrivedBy, receivedAt }: Arrival,
  limits: DecodeLimits,
): ArrivalContent {
  const refused = (reason: QuarantineReason): ArrivalContent => {
    return { kind: 'unreadable', message: unreadable(null, [reason]) };
  };
  if (channel === 'foreign') {
    const message = `Found a message on ${arrivedBy}; gateway ${gatewayId} may use homeward/v1/gateways/${gatewayId}/devices/{deviceId}/ and then observations, fhir, senml or status.`;
    return refused({ code: 'topic-not-allowed', path: '', message });
  }
  if (!DeviceId.safeParse(deviceId).success) {
    const message = `Found ${JSON.stringify(deviceId)}, which cannot be the id of a device.`;
    return refused({ code: 'unknown-device', path: '', message });
  }
  if (channel === 'status') {
    const decoded = decodeStatus(payload, limits);
    if (decoded.ok) return { kind: 'status', status: decoded.status };
    return { kind: 'unreadable', message: unreadable(null, decoded.reasons) };
  }
  const decoded = decodeObservations(channel, payload, { limits, receivedAt });
  return decoded.ok ? { kind: 'observations', message: decoded } : { kind: 'unreadable', message: decoded };
}
