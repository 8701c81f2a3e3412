import type { DeviceChannel, Instant, QuarantineReason } from '#libs/contracts';
import type { DecodedMessage, DecodeLimits, UnreadableMessage } from './decoded-message.ts';
import { decodeDeviceStatus, type DecodedStatus } from './device-status.ts';
import { decodeHomewardJson, unreadable } from './homeward-json.ts';

/**
 * Reads a message with observations in the format of the channel that it came by. Never throws, whatever the bytes;
 * every reading of a message ends in exactly one place.
 */
export function decodeObservations(
  channel: Exclude<DeviceChannel, 'status'>,
  payload: Buffer,
  { limits, receivedAt }: { readonly limits: DecodeLimits; readonly receivedAt: Instant },
): DecodedMessage | UnreadableMessage {
  const fault = tooLarge(payload.length, limits);
  if (fault !== undefined) return unreadable(null, [fault]);
  if (channel === 'observations') return decodeHomewardJson(payload, limits, receivedAt);
  const message = `Found a message on the channel ${channel}; only observations is read so far.`;
  return unreadable(null, [{ code: 'unsupported-format', path: '', message }]);
}

/** Reads what a device says of itself. Never throws. */
export function decodeStatus(payload: Buffer, limits: DecodeLimits): DecodedStatus {
  const fault = tooLarge(payload.length, limits);
  return fault === undefined ? decodeDeviceStatus(payload) : { ok: false, reasons: [fault] };
}

/** Why a payload of that size is not looked into; undefined where it is. */
export function tooLarge(payloadBytes: number, { maxPayloadBytes }: DecodeLimits): QuarantineReason | undefined {
  if (payloadBytes <= maxPayloadBytes) return undefined;
  const message = `Found ${String(payloadBytes)} bytes; expected ${String(maxPayloadBytes)} at most.`;
  return { code: 'payload-too-large', path: '', message };
}
