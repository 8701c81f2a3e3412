/** What a gateway may publish for a device. */
export const deviceChannels = ['observations', 'fhir', 'senml', 'status'] as const;
export type DeviceChannel = (typeof deviceChannels)[number];

const root = 'homeward/v1/gateways';

/** Every topic below a gateway's own id; it may use no other. */
export const gatewayTopics = (gatewayId: string): string => `${root}/${gatewayId}/`;
export const deviceTopic = (gatewayId: string, deviceId: string, channel: DeviceChannel | 'requests'): string =>
  `${root}/${gatewayId}/devices/${deviceId}/${channel}`;
export const receiptsTopic = (gatewayId: string): string => `${root}/${gatewayId}/receipts`;

/** What the gateway service subscribes to, for every gateway and device. */
export const intakeSubscriptions: readonly string[] = deviceChannels.map((channel) => `${root}/+/devices/+/${channel}`);

export interface DeviceTopic {
  readonly gatewayId: string;
  readonly deviceId: string;
  readonly channel: DeviceChannel;
}

const devicePattern = /^homeward\/v1\/gateways\/([^/+#]+)\/devices\/([^/+#]+)\/(observations|fhir|senml|status)$/;

/** Reads a topic that a device publishes on; undefined for any other. */
export function parseDeviceTopic(topic: string): DeviceTopic | undefined {
  const match = devicePattern.exec(topic);
  if (match === null) return undefined;
  const [, gatewayId, deviceId, channel] = match;
  if (gatewayId === undefined || deviceId === undefined || channel === undefined) return undefined;
  // The pattern's third group lists exactly the channels.
  return { gatewayId, deviceId, channel: channel as DeviceChannel };
}
