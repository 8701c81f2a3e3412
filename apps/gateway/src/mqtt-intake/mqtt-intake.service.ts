import type { Clock } from '#libs/clock';
import { GatewayId, instant, parseDeviceTopic, type Receipt, receiptsTopic } from '#libs/contracts';
import type { Logger, Readiness, Tracing } from '#libs/telemetry';
import { writeToStream } from 'mqtt-packet';
import { Gauge, type Registry } from 'prom-client';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { AllowancesService } from '../allowances/allowances.service.ts';
import type { GatewaysService } from '../gateways/gateways.service.ts';
import type { IntakeService } from '../intake/intake.service.ts';
import type { GatewaySettings } from '../settings.ts';
import { startEmbeddedSource } from './embedded-source.service.ts';
import { type MqttArrival, mqttArrival } from './mqtt-arrival.ts';
import { MqttUnavailableError } from './mqtt-errors.ts';
import type { AfterMessage, MqttDelivery, MqttMessage, MqttSource, OnMqttListening } from './mqtt-source.ts';
import type { MqttSessionsStore } from './mqtt-sessions.store.ts';
import type { PublishBeginning } from './publish-reader.ts';
import { RemoteSessions } from './remote-sessions.service.ts';
import { RemoteSource } from './remote-source.service.ts';
import { SessionCover } from './session-cover.service.ts';

export interface MqttIntakeParts {
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly readiness: Readiness;
  readonly intake: IntakeService;
  readonly gateways: GatewaysService;
  readonly allowances: AllowancesService;
  readonly sessions: MqttSessionsStore;
  readonly metrics: Registry;
  readonly tracing: Tracing | undefined;
}

/** How often it is looked for connections of gateways whose withdrawal another replica has read from the log. */
const checkConnectionsEveryMs = 5000;

/** So many bytes of payloads may be in hand before connections are read no further. */
const maxInFlightBytes = 64 * 1024 * 1024;

/**
 * Brings messages from MQTT to the intake, and its receipts back to the gateways; and
 * delivers what other parts of the service have for a gateway.
 *
 * Guarantee: a message is acknowledged only once the intake has taken it for good. The receipt follows, at QoS 1, to
 * the gateway's subscribers of that time; a gateway that missed it sends the message again and gets `duplicate`.
 */
export class MqttIntakeService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #parts: MqttIntakeParts;
  readonly #listeningListeners: OnMqttListening[] = [];
  #source: MqttSource | undefined;
  /** Where replicas share the messages of a remote broker. */
  #cover: SessionCover | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: MqttIntakeParts) {
    this.#parts = parts;
    parts.readiness.add('mqtt', () => this.check());
    parts.gateways.onWithdrawn((gatewayId) => this.#source?.disconnect(gatewayId));
    const connected = new Gauge({
      name: 'homeward_gateway_gateways_connected',
      help: 'Gateways that are connected to the embedded broker of this process; missing where another broker serves.',
      registers: [parts.metrics],
      collect: () => {
        const gateways = this.reachable();
        if (gateways === undefined) connected.remove();
        else connected.set(gateways.length);
      },
    });
  }

  /** Where devices, or we ourselves, connect, without secrets; undefined before the start. */
  get address(): string | undefined {
    return this.#source?.address;
  }

  /** Resolves if messages can come in over MQTT, rejects with the reason if not. */
  check(): Promise<void> {
    return this.#source?.check() ?? Promise.reject(new MqttUnavailableError('MQTT', 'not started yet'));
  }

  /** As `MqttSource.deliver`. @throws MqttUnavailableError also before the start. */
  deliver(delivery: MqttDelivery): Promise<boolean> {
    return this.#source?.deliver(delivery) ?? Promise.reject(new MqttUnavailableError('MQTT', 'not started yet'));
  }

  /** The gateways that could be delivered to now; undefined where only the broker knows. */
  reachable(): readonly string[] | undefined {
    return this.#source === undefined ? [] : this.#source.reachable();
  }

  /** Calls back when a gateway has subscribed to something, as it does on every connection. */
  onListening(listener: OnMqttListening): void {
    this.#listeningListeners.push(listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { settings, logger, gateways, allowances, metrics } = this.#parts;
    const onMessage = (message: MqttMessage): Promise<AfterMessage> => this.#onMessage(message);
    const maxInFlight = { messages: settings.GATEWAY_IN_FLIGHT_MESSAGES, bytes: maxInFlightBytes };
    // Otherwise it encodes all 65,536 packet ids in advance and keeps them: seven megabytes of small objects.
    writeToStream.cacheNumbers = false;
    this.#source =
      settings.MQTT_URL === undefined
        ? await startEmbeddedSource({
            host: settings.MQTT_HOST,
            port: settings.MQTT_PORT,
            maxPacketBytes: settings.GATEWAY_MAX_PAYLOAD_BYTES * 8,
            maxInFlight,
            admit: async (gatewayId, secret) => (await gateways.admit(gatewayId, secret)) !== undefined,
            onMessage,
            pace: (gatewayId, bytes) => allowances.pace(gatewayId, bytes),
            onListening: (gatewayId) => {
              for (const listener of this.#listeningListeners) listener(gatewayId);
            },
            logger,
            metrics,
          })
        : await this.#remoteSource(settings.MQTT_URL);
    this.#timer = setInterval(() => {
      this.#endWithdrawn().catch((error: unknown) => {
        logger.warn({ event: 'connections-not-checked', err: error }, 'Connections could not be checked');
      });
    }, checkConnectionsEveryMs).unref();
    logger.info({ event: 'mqtt-started', address: this.#source.address }, 'Taking messages over MQTT');
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#cover?.close();
    await this.#source?.close();
    await this.#parts.intake.drain();
  }

  /**
   * Where replicas share the broker's messages, each has two sessions: what one gateway sends at once beyond the 65,535
   * messages that a session may leave unacknowledged would keep those of all others waiting at the broker.
   */
  async #remoteSource(url: string): Promise<MqttSource> {
    const { settings, sessions, logger } = this.#parts;
    const { MQTT_CLIENT_ID: own, MQTT_SHARED_SUBSCRIPTION: sharedSubscription } = settings;
    const open = (clientId: string, onEnded?: () => void): RemoteSource =>
      new RemoteSource({
        url,
        clientId,
        sharedSubscription,
        protocol: settings.MQTT_PROTOCOL,
        maxInFlight: { messages: settings.GATEWAY_IN_FLIGHT_MESSAGES, bytes: maxInFlightBytes },
        onMessage: (message) => this.#onMessage(message),
        refuses: (publish) => this.#refuses(publish),
        logger,
        ...(onEnded !== undefined && { onEnded }),
      });
    if (sharedSubscription === undefined) return open(own);
    const second = `${own}/2`;
    this.#cover = new SessionCover({ store: sessions, clientIds: [own, second], open, logger });
    await this.#cover.start();
    return new RemoteSessions(open(own), open(second));
  }

  #take(arrival: MqttArrival): Promise<Receipt | undefined> {
    const { intake, tracing } = this.#parts;
    const { channel } = arrival;
    if (tracing === undefined) return intake.take(arrival);
    return tracing.beginWith('gateway mqtt', { attributes: { channel } }, (trace) =>
      intake.take({ ...arrival, trace }),
    );
  }

  /** Whether a message is refused by its beginning alone; it has been answered then. */
  #refuses({ topic, payloadBytes, beginning }: PublishBeginning): boolean {
    const named = parseDeviceTopic(topic);
    const gatewayId = GatewayId.safeParse(named?.gatewayId);
    if (named === undefined || !gatewayId.success) return false;
    const message = { gatewayId: gatewayId.data, deviceId: named.deviceId, payloadBytes, beginning };
    const receipt = this.#parts.intake.refuseByBeginning(message);
    if (receipt !== undefined) this.#answer(gatewayId.data, receipt);
    return receipt !== undefined;
  }

  /** A flood of what cannot be read is not doubled by as many answers. */
  #answer(gatewayId: GatewayId, receipt: Receipt): void {
    const isUnreadable = receipt.messageId === null && receipt.outcome === 'quarantined';
    if (isUnreadable && !this.#parts.allowances.answersUnreadable(gatewayId)) return;
    this.#source?.send(gatewayId, receiptsTopic(gatewayId), JSON.stringify(receipt));
  }

  async #endWithdrawn(): Promise<void> {
    const connected = this.#source?.reachable() ?? [];
    if (connected.length === 0) return;
    const admitted = await this.#parts.gateways.admitted(connected);
    for (const gatewayId of connected) if (!admitted.has(gatewayId)) this.#source?.disconnect(gatewayId);
  }

  async #onMessage(message: MqttMessage): Promise<AfterMessage> {
    const { clock, logger } = this.#parts;
    const arrival = mqttArrival(message, instant(clock.now()));
    if (arrival === undefined) {
      logger.warn({ event: 'mqtt-topic-unreadable', topic: message.topic }, 'A topic that names no gateway');
      return 'keep';
    }
    const receipt = await this.#take(arrival);
    if (receipt !== undefined) this.#answer(arrival.gatewayId, receipt);
    if (arrival.channel !== 'foreign') return 'keep';
    const { gatewayId, arrivedBy: topic } = arrival;
    logger.warn({ event: 'topic-not-allowed', gatewayId, topic }, 'A gateway published on a topic that is not its own');
    return 'close';
  }
}
