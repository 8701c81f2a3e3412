import { randomUUID } from 'node:crypto';

import { connect, type MqttClient } from 'mqtt';

import { type Clock, ManualClock, SystemClock } from '#libs/clock';
import { canaryDeviceId, canaryGatewayId, deviceTopic } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';

import { canaryMessageAt, untilNextInterval } from './canary-sending.ts';

export interface CanarySenderParts {
  readonly broker: CanaryBroker;
  readonly intervalMs: number;
  /** The clock of the services. */
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which broker the canary's readings go to, and as whom. */
export interface CanaryBroker {
  readonly url: string;
  /** Left out where the address has them. */
  readonly credential?: { readonly username: string; readonly password: string };
}

/** So many that the broker has not acknowledged are enough: what is sent after an outage proves nothing. */
const mostUnacknowledged = 3;
const reconnectMs = 1000;

/**
 * Sends the canary's readings over real MQTT, one an interval of real time. While the broker is away nothing is sent: that
 * they do not come is what is to be noticed.
 */
export class CanarySender {
  readonly #client: MqttClient;
  readonly #realTime = new SystemClock();
  #timer: NodeJS.Timeout | undefined;
  #unacknowledged = 0;
  #lastTakenMs: number | undefined;

  private constructor(private readonly parts: CanarySenderParts) {
    const { broker, logger } = parts;
    this.#client = connect(broker.url, {
      ...broker.credential,
      clientId: `${canaryGatewayId}-${randomUUID()}`,
      reconnectPeriod: reconnectMs,
      // The gateway service may know of the canary a little after it has started.
      reconnectOnConnackError: true,
      queueQoSZero: false,
    });
    this.#client.on('error', (error) => {
      logger.debug({ event: 'canary-disconnected', err: error }, 'The canary cannot reach the broker');
    });
    this.#client.on('connect', () => {
      this.#send();
    });
  }

  static start(parts: CanarySenderParts): CanarySender {
    const sender = new CanarySender(parts);
    sender.#schedule();
    return sender;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#client.endAsync(true);
  }

  #schedule(): void {
    const waitMs = untilNextInterval(this.#realTime.now().getTime(), this.parts.intervalMs);
    this.#timer = setTimeout(() => {
      this.#send();
      this.#schedule();
    }, waitMs).unref();
  }

  #send(): void {
    if (!this.#client.connected || this.#unacknowledged >= mostUnacknowledged) return;
    const { clock, intervalMs } = this.parts;
    const realMs = this.#realTime.now().getTime();
    const clockMs = clock instanceof ManualClock ? clock.now().getTime() : realMs;
    const message = canaryMessageAt({ realMs, clockMs, lastTakenMs: this.#lastTakenMs }, intervalMs);
    this.#lastTakenMs = Date.parse(message.takenAt);
    this.#unacknowledged += 1;
    const topic = deviceTopic(canaryGatewayId, canaryDeviceId, 'observations');
    this.#client.publish(topic, JSON.stringify(message), { qos: 1 }, () => {
      this.#unacknowledged -= 1;
    });
  }
}
