/** A message as MQTT brought it. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** Who the sender signed in as, where the broker is ours; undefined where another broker vouches for the topic. */
  readonly signedInAs: string | undefined;
}

/** What a source is to do with a connection whose message was taken. */
export type AfterMessage = 'keep' | 'close';

/** Something for a gateway that has to arrive. */
export interface MqttDelivery {
  readonly gatewayId: string;
  readonly topic: string;
  readonly payload: string;
  /** After that it is pointless, and a broker that can need not keep it. */
  readonly expiresInSeconds: number;
}

/**
 * Where MQTT messages come from: a broker of our own, or a remote one. Either acknowledges a message only when
 * `onMessage` has resolved, and has it sent again when that rejects.
 */
export interface MqttSource {
  /** For people and for `run.json`, without secrets: `mqtt://127.0.0.1:1883`. */
  readonly address: string;
  /** Sends to a gateway at QoS 1, as far as it can be reached; fire and forget. */
  send(gatewayId: string, topic: string, payload: string): void;
  /**
   * Sends to a gateway at QoS 1. Resolves to true once it was acknowledged: by the gateway where the broker is ours, else
   * by the broker; to false where no client listens, or the connection ended before that.
   *
   * @throws MqttUnavailableError when the broker cannot be reached.
   */
  deliver(delivery: MqttDelivery): Promise<boolean>;
  /** The gateways that could be delivered to now; undefined where only the remote broker knows. */
  reachable(): readonly string[] | undefined;
  /** Ends the gateway's connections, where that is ours to do. */
  disconnect(gatewayId: string): void;
  /** Resolves if messages can come in, rejects with the reason if not. */
  check(): Promise<void>;
  /** Takes no more. Messages in hand may still resolve. */
  close(): Promise<void>;
}

/** Called when a gateway has subscribed to something, where the broker is ours. */
export type OnMqttListening = (gatewayId: string) => void;

export type OnMqttMessage = (message: MqttMessage) => Promise<AfterMessage>;
