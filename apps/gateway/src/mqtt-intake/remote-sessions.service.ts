import type { MqttDelivery, MqttSource } from './mqtt-source.ts';

/** Several sessions of this process at one broker, which share its messages. Whatever goes out goes by the first. */
export class RemoteSessions implements MqttSource {
  readonly #first: MqttSource;
  readonly #all: readonly MqttSource[];

  constructor(first: MqttSource, ...others: readonly MqttSource[]) {
    this.#first = first;
    this.#all = [first, ...others];
  }

  get address(): string {
    return this.#first.address;
  }

  send(gatewayId: string, topic: string, payload: string): void {
    this.#first.send(gatewayId, topic, payload);
  }

  deliver(delivery: MqttDelivery): Promise<boolean> {
    return this.#first.deliver(delivery);
  }

  reachable(): readonly string[] | undefined {
    return this.#first.reachable();
  }

  disconnect(gatewayId: string): void {
    this.#first.disconnect(gatewayId);
  }

  /** Each of them has a share of the messages. */
  async check(): Promise<void> {
    await Promise.all(this.#all.map((session) => session.check()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((session) => session.close()));
  }
}
