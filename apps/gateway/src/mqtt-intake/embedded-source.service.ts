import { EmbeddedBroker, type EmbeddedBrokerOptions } from '#libs/embedded';
import type { Logger } from '#libs/telemetry';
import { Counter, type Registry } from 'prom-client';
import { MqttPortTakenError, MqttUnavailableError } from './mqtt-errors.ts';
import type { MqttSource, OnMqttListening, OnMqttMessage } from './mqtt-source.ts';

export interface EmbeddedSourceOptions {
  readonly host: string;
  /** Undefined takes the usual port, or the next that is free. */
  readonly port: number | undefined;
  readonly maxPacketBytes: number;
  readonly maxInFlight: { readonly messages: number; readonly bytes: number };
  readonly admit: (gatewayId: string, secret: string) => Promise<boolean>;
  readonly onMessage: OnMqttMessage;
  /** For how many milliseconds nothing more is to be read of the gateway that sent a message of so many bytes. */
  readonly pace: (gatewayId: string, bytes: number) => number;
  readonly onListening: OnMqttListening;
  readonly logger: Logger;
  readonly metrics: Registry;
}

const usualPort = 1883;
const portsToTry = 100;

/**
 * The broker in our own process.
 *
 * Guarantee: a PUBACK to a device means that `onMessage` has resolved; there is no session in between that could be
 * lost. Where it rejects, the connection is closed, and the device sends again when it is back.
 */
export async function startEmbeddedSource(options: EmbeddedSourceOptions): Promise<MqttSource> {
  const broker = await listen(options);
  const shown = options.host.includes(':') ? `[${options.host}]` : options.host;
  const address = `mqtt://${shown}:${String(broker.port)}`;
  return {
    address,
    send: (gatewayId, topic, payload) => {
      broker.publish(gatewayId, topic, payload);
    },
    deliver: ({ gatewayId, topic, payload }) => broker.deliver(gatewayId, topic, payload),
    reachable: () => broker.connectedGateways,
    disconnect: (gatewayId) => {
      broker.disconnect(gatewayId);
    },
    check: () =>
      broker.listening ? Promise.resolve() : Promise.reject(new MqttUnavailableError(address, 'the broker is closed')),
    close: () => broker.close(),
  };
}

async function listen({
  host,
  port,
  onMessage,
  pace,
  onListening,
  admit,
  logger,
  metrics,
  ...limits
}: EmbeddedSourceOptions): Promise<EmbeddedBroker> {
  const refused = new Counter({
    name: 'homeward_gateway_mqtt_refused_total',
    help: 'What clients of our own broker were refused: credential, subscription, packet, will, message, slow.',
    labelNames: ['what'],
    registers: [metrics],
  });
  const options: Omit<EmbeddedBrokerOptions, 'port'> = {
    host,
    authenticate: admit,
    onMessage: ({ gatewayId, topic, payload }) => onMessage({ topic, payload, signedInAs: gatewayId }),
    pace,
    onSubscribed: onListening,
    onRefused: ({ isRepeated, ...refusal }) => {
      refused.inc({ what: refusal.what });
      if (!isRepeated) logger.warn({ event: 'mqtt-refused', ...refusal }, 'MQTT client refused');
    },
    maxPacketBytes: limits.maxPacketBytes,
    maxInFlight: limits.maxInFlight,
  };
  if (port !== undefined) return tryPort(options, port);
  for (let candidate = usualPort; candidate < usualPort + portsToTry; candidate += 1) {
    try {
      return await tryPort(options, candidate);
    } catch (error) {
      if (!(error instanceof MqttPortTakenError)) throw error;
    }
  }
  throw new MqttPortTakenError(host, `${String(usualPort)} to ${String(usualPort + portsToTry - 1)}`);
}

async function tryPort(options: Omit<EmbeddedBrokerOptions, 'port'>, port: number): Promise<EmbeddedBroker> {
  try {
    return await EmbeddedBroker.start({ ...options, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new MqttPortTakenError(options.host, String(port), { cause: error });
  }
}
