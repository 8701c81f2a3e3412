import { deviceTopic, Receipt, receiptsTopic, RequestMessage } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type MqttClient, connect } from 'mqtt';
import { SimulationUnreachableError } from './simulation-errors.ts';

export interface HomeGatewayParts {
  /** `mqtt://host:port` */
  readonly url: string;
  readonly gatewayId: string;
  readonly secret: string;
  /** A device is asked to measure, or to ask the person to. */
  readonly onRequest: (deviceId: string, request: RequestMessage) => void;
}

export interface Traffic {
  /** Handed to the broker. */
  readonly published: number;
  /** Answered with a PUBACK: never to be lost again. */
  readonly acknowledged: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  /** How often each reason for quarantine was given. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly connected: boolean;
}

const mostUnacknowledged = 1000;
const connectWithinMilliseconds = 30_000;

/**
 * One gateway that speaks for every simulated device, over real MQTT with QoS 1. When the broker goes away it connects
 * again and sends what was not acknowledged once more; meanwhile `publish` waits, once enough is on its way.
 */
export class HomeGateway {
  readonly #client: MqttClient;
  readonly #counts = { published: 0, acknowledged: 0, accepted: 0, duplicate: 0, quarantined: 0 };
  readonly #reasons = new Map<string, number>();
  #room = Promise.withResolvers<undefined>();
  #receiptsDue = 0;
  #closing = false;

  private constructor(private readonly parts: HomeGatewayParts) {
    this.#client = connect(parts.url, {
      username: parts.gatewayId,
      password: parts.secret,
      clientId: `simulation-${randomUUID()}`,
      reconnectPeriod: 500,
      manualConnect: true,
    });
    // What goes wrong on the way is met by connecting again; giving up is up to the caller.
    this.#client.on('error', () => undefined);
    this.#client.on('message', (topic, payload) => {
      if (topic === receiptsTopic(parts.gatewayId)) this.#count(payload);
      else this.#onRequest(topic, payload);
    });
  }

  /** @throws SimulationUnreachableError when the broker does not let us in within half a minute. */
  static async connect(parts: HomeGatewayParts): Promise<HomeGateway> {
    const gateway = new HomeGateway(parts);
    await gateway.#connected();
    await gateway.#client.subscribeAsync(receiptsTopic(parts.gatewayId), { qos: 0 });
    await gateway.#client.subscribeAsync(deviceTopic(parts.gatewayId, '+', 'requests'), { qos: 1 });
    return gateway;
  }

  get traffic(): Traffic {
    return { ...this.#counts, reasons: Object.fromEntries(this.#reasons), connected: this.#client.connected };
  }

  /**
   * Resolves when the message is on its way; its PUBACK is only counted.
   *
   * @param answered whether a receipt will come for it, as it does for observations.
   */
  async publish(topic: string, payload: unknown, answered: boolean): Promise<void> {
    while (!this.#closing && this.#counts.published - this.#counts.acknowledged >= mostUnacknowledged) {
      await this.#room.promise;
    }
    if (this.#closing) return;
    this.#counts.published += 1;
    if (answered) this.#receiptsDue += 1;
    this.#client.publish(topic, JSON.stringify(payload), { qos: 1 }, (error) => {
      if (error instanceof Error) this.#counts.published -= 1;
      else this.#counts.acknowledged += 1;
      this.#makeRoom();
    });
  }

  /** Resolves when everything published is acknowledged and has its receipt, or when the time is over. */
  async settled(withinMilliseconds: number): Promise<boolean> {
    const deadline = performance.now() + withinMilliseconds;
    const isSettled = (): boolean => {
      const { published, acknowledged, accepted, duplicate, quarantined } = this.#counts;
      return acknowledged >= published && accepted + duplicate + quarantined >= this.#receiptsDue;
    };
    while (!isSettled() && performance.now() < deadline) {
      await Promise.race([this.#room.promise, new Promise((resolve) => setTimeout(resolve, 50))]);
    }
    return isSettled();
  }

  /** Takes nothing more; a caller that waits to publish goes on at once. */
  refuseMore(): void {
    this.#closing = true;
    this.#makeRoom();
  }

  async close(): Promise<void> {
    this.refuseMore();
    await this.#client.endAsync(!this.#client.connected);
  }

  #makeRoom(): void {
    const waiting = this.#room;
    this.#room = Promise.withResolvers();
    waiting.resolve(undefined);
  }

  async #connected(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const state: { last?: Error } = {};
    const timer = setTimeout(() => {
      reject(new SimulationUnreachableError(`the MQTT broker at ${this.parts.url}`, state.last));
    }, connectWithinMilliseconds);
    this.#client.on('error', (error) => (state.last = error));
    this.#client.once('connect', () => {
      resolve(undefined);
    });
    this.#client.connect();
    try {
      await promise;
    } catch (error) {
      await this.#client.endAsync(true);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #count(payload: Buffer): void {
    const receipt = Receipt.safeParse(JSON.parse(payload.toString('utf8')));
    if (!receipt.success) return;
    this.#counts[receipt.data.outcome] += 1;
    for (const { code } of receipt.data.reasons) this.#reasons.set(code, (this.#reasons.get(code) ?? 0) + 1);
  }

  #onRequest(topic: string, payload: Buffer): void {
    const [deviceId] = topic.split('/').slice(-2);
    const request = RequestMessage.safeParse(JSON.parse(payload.toString('utf8')));
    if (deviceId !== undefined && request.success) this.parts.onRequest(deviceId, request.data);
  }
}
