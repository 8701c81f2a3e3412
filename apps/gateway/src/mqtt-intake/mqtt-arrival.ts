import { GatewayId, type Instant, parseDeviceTopic, type DeviceChannel } from '#libs/contracts';
import type { MqttMessage } from './mqtt-source.ts';

/** An MQTT message in the intake's words. */
export interface MqttArrival {
  readonly gatewayId: GatewayId;
  readonly deviceId: string;
  readonly channel: DeviceChannel | 'foreign';
  readonly arrivedBy: string;
  readonly payload: Buffer;
  readonly receivedAt: Instant;
}

/**
 * Says who an MQTT message is from and what it is about. A topic that is not the sender's own makes it `foreign`.
 * Undefined for a topic of a remote broker that names no gateway: there is no sender to answer.
 */
export function mqttArrival({ topic, payload, signedInAs }: MqttMessage, receivedAt: Instant): MqttArrival | undefined {
  const named = parseDeviceTopic(topic);
  const gatewayId = GatewayId.safeParse(signedInAs ?? named?.gatewayId);
  if (!gatewayId.success) return undefined;
  const own = named?.gatewayId === gatewayId.data;
  return {
    gatewayId: gatewayId.data,
    deviceId: named?.deviceId ?? '',
    channel: own ? named.channel : 'foreign',
    arrivedBy: topic,
    payload,
    receivedAt,
  };
}
