import type { DeviceChannel, GatewayId, Instant } from '#libs/contracts';

/** A message from a gateway, whichever way it came. */
export interface Arrival {
  /** Who sent it: as signed in, or as a remote broker vouches for by the topic. */
  readonly gatewayId: GatewayId;
  /** As named by the topic or the body; it may not exist. */
  readonly deviceId: string;
  /** `foreign` for a topic on which this gateway may not publish. */
  readonly channel: DeviceChannel | 'foreign';
  /** The MQTT topic or the HTTP path. */
  readonly arrivedBy: string;
  readonly payload: Buffer;
  readonly receivedAt: Instant;
  /** The W3C traceparent of the message, where it is traced. */
  readonly trace?: string | undefined;
}
