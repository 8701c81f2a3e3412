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
  const tooLarge = sizeFault(payload, limits);
  if (tooLarge !== undefined) return unreadable(payload, null, [tooLarge]);
  if (channel === 'observations') return decodeHomewardJson(payload, limits, receivedAt);
  const message = `Found a message on the channel ${channel}; only observations is read so far.`;
  return unreadable(payload, null, [{ code: 'unsupported-format', path: '', message }]);
}

/** Reads what a device says of itself. Never throws. */
export function decodeStatus(payload: Buffer, limits: DecodeLimits): DecodedStatus {
  const tooLarge = sizeFault(payload, limits);
  return tooLarge === undefined ? decodeDeviceStatus(payload) : { ok: false, reasons: [tooLarge] };
}

function sizeFault(payload: Buffer, { maxPayloadBytes }: DecodeLimits): QuarantineReason | undefined {
  if (payload.length <= maxPayloadBytes) return undefined;
  const message = `Found ${String(payload.length)} bytes; expected ${String(maxPayloadBytes)} at most.`;
  return { code: 'payload-too-large', path: '', message };
}
