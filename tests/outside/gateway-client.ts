import { randomUUID } from 'node:crypto';
import { connectAsync, type MqttClient } from 'mqtt';
import { eventually } from '#libs/fixtures';

export interface ReceivedReceipt {
  readonly messageId: string | null;
  readonly outcome: string;
  readonly reasons: readonly { readonly code: string; readonly path: string; readonly message: string }[];
}

export interface SentReading {
  readonly code: string;
  readonly value: number | string | boolean;
  readonly unit?: string;
  readonly quality?: { readonly perfusionIndex?: number; readonly motion?: number; readonly signalStrength?: number };
}

/** A patient or a device is asked to measure. */
export interface ReceivedRequest {
  readonly requestId: string;
  readonly asks: string;
  readonly codes: readonly string[];
  readonly why: string;
  readonly words: string;
  readonly expiresAt: string;
}

/** Seven readings, one for each NEWS2 parameter: by default of a patient who is well (NEWS2 0). */
export function fullSet(changes: Readonly<Record<string, number | string | boolean>> = {}): SentReading[] {
  const well: readonly SentReading[] = [
    { code: 'respiration-rate', value: 16, unit: '/min' },
    { code: 'oxygen-saturation', value: 97, unit: '%' },
    { code: 'supplemental-oxygen', value: 0, unit: 'L/min' },
    { code: 'systolic-pressure', value: 124, unit: 'mm[Hg]' },
    { code: 'pulse-rate', value: 72, unit: '/min' },
    { code: 'consciousness', value: 'A' },
    { code: 'temperature', value: 36.8, unit: 'Cel' },
  ];
  return well.map((reading) => ({ ...reading, value: changes[reading.code] ?? reading.value }));
}

/** NEWS2 by hand from the chart: 3 (rate 26) + 3 (SpO2 90) + 2 (oxygen) + 2 (systolic 95) + 2 (pulse 118) + 0 + 1 (38.6). */
export const deteriorating = {
  'respiration-rate': 26,
  'oxygen-saturation': 90,
  'supplemental-oxygen': 2,
  'systolic-pressure': 95,
  'pulse-rate': 118,
  temperature: 38.6,
} as const;
export const deterioratingTotal = 13;

/** A gateway with any MQTT client, knowing only what the contract says. */
export class GatewayClient {
  readonly receipts: ReceivedReceipt[] = [];
  /** With the device that each came to, oldest first. */
  readonly requests: (ReceivedRequest & { readonly deviceId: string })[] = [];

  private constructor(
    readonly gatewayId: string,
    readonly client: MqttClient,
  ) {}

  static async connect(
    url: string,
    credential: { readonly gatewayId: string; readonly secret: string },
    options: { readonly reconnect?: boolean } = {},
  ): Promise<GatewayClient> {
    const client = await connectAsync(url, {
      username: credential.gatewayId,
      password: credential.secret,
      clientId: `${credential.gatewayId}-${randomUUID().slice(0, 8)}`,
      reconnectPeriod: options.reconnect === true ? 200 : 0,
    });
    const gateway = new GatewayClient(credential.gatewayId, client);
    client.on('message', (topic, payload) => {
      const [deviceId = '', channel] = topic.split('/').slice(-2);
      const message: unknown = JSON.parse(payload.toString());
      // Each topic carries but one kind of message.
      if (channel === 'requests') gateway.requests.push({ ...(message as ReceivedRequest), deviceId });
      else gateway.receipts.push(message as ReceivedReceipt);
    });
    const below = `homeward/v1/gateways/${credential.gatewayId}`;
    await client.subscribeAsync([`${below}/receipts`, `${below}/devices/+/requests`], { qos: 1 });
    return gateway;
  }

  topic(deviceId: string, channel = 'observations'): string {
    return `homeward/v1/gateways/${this.gatewayId}/devices/${deviceId}/${channel}`;
  }

  /** Publishes one set at QoS 1 and resolves with its message id once the broker has acknowledged it. */
  async send(
    deviceId: string,
    readings: readonly unknown[],
    { takenAt, messageId = randomUUID() }: { readonly takenAt: Date; readonly messageId?: string },
  ): Promise<string> {
    const message = { messageId, takenAt: takenAt.toISOString(), source: 'device', readings };
    await this.client.publishAsync(this.topic(deviceId), JSON.stringify(message), { qos: 1 });
    return messageId;
  }

  async sendRaw(deviceId: string, payload: string | Buffer, channel = 'observations'): Promise<void> {
    await this.client.publishAsync(this.topic(deviceId, channel), payload, { qos: 1 });
  }

  async receiptFor(messageId: string | null): Promise<ReceivedReceipt> {
    return eventually(() => this.receipts.find((it) => it.messageId === messageId), {
      what: `a receipt for ${String(messageId)}`,
    });
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
