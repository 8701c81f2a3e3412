import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { intakeSubscriptions } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import {
  connect,
  type IClientOptions,
  type IPublishPacket,
  type MqttClient,
  type Packet,
  type StreamBuilder,
} from 'mqtt';
import { generate } from 'mqtt-packet';
import { MqttUnavailableError } from './mqtt-errors.ts';
import type { MqttDelivery, MqttSource, OnMqttMessage } from './mqtt-source.ts';
import { type PublishBeginning, type PublishFate, PublishReader } from './publish-reader.ts';

export interface RemoteSourceOptions {
  /** With user name and password. */
  readonly url: string;
  readonly clientId: string;
  readonly sharedSubscription: string | undefined;
  readonly protocol: '3.1.1' | '5';
  readonly maxInFlight: { readonly messages: number; readonly bytes: number };
  readonly onMessage: OnMqttMessage;
  /** Whether a message is refused for good by its beginning, so that the rest of it is read past. */
  readonly refuses: (publish: PublishBeginning) => boolean;
  readonly logger: Logger;
  /** Given where the session is another replica's, which is away: called once its connection has ended, for good. */
  readonly onEnded?: () => void;
}

/** A message, and the connection that it came by. */
interface Arrived {
  readonly topic: string;
  readonly payload: Buffer;
  /** Undefined at QoS 0. */
  readonly packetId: number | undefined;
  readonly stream: Duplex;
}

/** For how long the broker keeps our session while we are away, in seconds; MQTT 3.1.1 has no such limit. */
const sessionExpirySeconds = 7 * 24 * 60 * 60;

/** A broker that stands still is noticed after one and a half times as long: nothing else says that no message can come in. */
const keepAliveSeconds = 5;

/** A connection that we have ended is opened again after a second. */
const comesBackWithinMs = 3_000;

/** A broker that does not end the connection when it is asked to is not waited for. */
const endsWithinMs = 1_000;

/**
 * A remote broker, read by one durable session.
 *
 * Guarantee: a message is acknowledged to the broker only when `onMessage` has resolved. What was not acknowledged comes
 * again when the connection does, for as long as the broker keeps the session. Where `onMessage` rejects, the connection
 * is ended for that very reason. Gap: who may publish on which topic is decided by that broker's own access rules.
 *
 * Messages are read off the connection before mqtt.js sees them, for it takes more than twice as long over each, and all
 * gateways' messages wait behind those of one that sends much. While too many are in hand they are left to mqtt.js, whose
 * callback is held back, which stops it reading; shown to it as QoS 0 and acknowledged here, since it takes the next message
 * only when the one before it has been acknowledged.
 */
export class RemoteSource implements MqttSource {
  readonly address: string;
  readonly #options: RemoteSourceOptions;
  readonly #client: MqttClient;
  /** Which messages of QoS 1 the client believes to be of QoS 0, and by which packet id the broker knows them. */
  readonly #packetIds = new WeakMap<Packet, number>();
  /** What goes on once there is room again. */
  readonly #heldBack: (() => void)[] = [];
  readonly #inHand = { messages: 0, bytes: 0 };
  /** How many messages of this connection the client has still to give: none overtakes them. */
  #left = 0;
  #subscribed = false;
  /** When we have ended the connection ourselves, by `performance.now()`; undefined once it is back. */
  #endedByUsAt: number | undefined;

  constructor(options: RemoteSourceOptions) {
    this.#options = options;
    const { protocol, host } = new URL(options.url);
    this.address = `${protocol}//${host}`;
    this.#client = connect(options.url, { ...connectOptions(options), manualConnect: true });
    this.#readBeforeTheClient();
    this.#client.handleMessage = (packet, done) => {
      this.#onPublish(packet, done);
    };
    this.#client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'publish' || packet.qos !== 1 || packet.messageId === undefined) return;
      this.#packetIds.set(packet, packet.messageId);
      packet.qos = 0;
    });
    this.#client.on('connect', ({ sessionPresent }) => {
      // Another replica's session has its subscriptions; where the broker has forgotten it, there is nothing to read.
      if (options.onEnded === undefined) this.#subscribe(sessionPresent);
    });
    this.#client.on('close', () => {
      this.#subscribed = false;
      options.onEnded?.();
    });
    this.#client.on('error', (error) => {
      options.logger.warn({ event: 'mqtt-error', broker: this.address, err: error }, 'MQTT broker');
    });
    // It has further effects, at the end.
    this.#client.options.manualConnect = false;
    this.#client.connect();
  }

  send(_gatewayId: string, topic: string, payload: string): void {
    this.#client.publish(topic, payload, { qos: 1 }, (error) => {
      if (error) this.#options.logger.debug({ event: 'receipt-not-sent', topic, err: error }, 'Receipt not sent');
    });
  }

  deliver({ topic, payload, expiresInSeconds }: MqttDelivery): Promise<boolean> {
    // Otherwise the client would keep it in memory until the broker is back, and it may have expired by then.
    if (!this.#client.connected) return Promise.reject(new MqttUnavailableError(this.address, 'not connected'));
    const expiry = this.#options.protocol === '5' && {
      properties: { messageExpiryInterval: Math.max(1, expiresInSeconds) },
    };
    return new Promise((resolve, reject) => {
      this.#client.publish(topic, payload, { qos: 1, ...expiry }, (error) => {
        if (error) reject(new MqttUnavailableError(this.address, error.message));
        else resolve(true);
      });
    });
  }

  reachable(): readonly string[] | undefined {
    return this.#client.connected ? undefined : [];
  }

  disconnect(): void {
    // The connections are the other broker's.
  }

  /** To ask for a message again is no failure of the broker, unless the connection does not come back. */
  check(): Promise<void> {
    if (this.#client.connected && this.#subscribed) return Promise.resolve();
    if (this.#endedByUsAt !== undefined && performance.now() - this.#endedByUsAt < comesBackWithinMs)
      return Promise.resolve();
    const reason = this.#client.connected ? 'not subscribed yet' : 'not connected';
    return Promise.reject(new MqttUnavailableError(this.address, reason));
  }

  /** Ends the connection as MQTT has it: a broker need not read acknowledgements of one that is just gone. */
  async close(): Promise<void> {
    const { stream, connected } = this.#client;
    if (!connected) {
      await this.#client.endAsync(true);
      return;
    }
    const closed = once(stream, 'close');
    const tooLate = setTimeout(() => stream.destroy(), endsWithinMs);
    this.#client.end();
    await closed;
    clearTimeout(tooLate);
  }

  #subscribe(sessionPresent: boolean): void {
    const { sharedSubscription: share, logger } = this.#options;
    const topics = intakeSubscriptions.map((topic) => (share === undefined ? topic : `$share/${share}/${topic}`));
    const { stream } = this.#client;
    this.#client.subscribe(topics, { qos: 1 }, (error, granted) => {
      // What stood in one packet with a message that was not taken: the connection has been ended over that.
      if (stream.destroyed) return;
      const refused = granted?.filter(({ qos }) => qos !== 1) ?? [];
      if (error === null && refused.length === 0) {
        this.#subscribed = true;
        this.#endedByUsAt = undefined;
        logger.info({ event: 'mqtt-subscribed', broker: this.address, sessionPresent }, 'Reading from the MQTT broker');
        return;
      }
      logger.error({ event: 'mqtt-not-subscribed', broker: this.address, refused, err: error }, 'Cannot subscribe');
    });
  }

  /** Takes messages out of what the client reads of each connection. */
  #readBeforeTheClient(): void {
    // Not in mqtt.js's types, and the only place that a connection of any protocol comes by before it is read.
    const client = this.#client as unknown as { streamBuilder: StreamBuilder };
    const build = client.streamBuilder;
    client.streamBuilder = (...of) => {
      const stream = build(...of);
      this.#left = 0;
      const reader = new PublishReader({
        protocolVersion: this.#protocolVersion,
        fateOf: (publish) => this.#fateOf(publish, stream),
        onTaken: ({ topic, packetId }, payload) => {
          this.#take({ topic, payload, packetId, stream });
        },
      });
      const push = stream.push.bind(stream);
      stream.push = (chunk: unknown, encoding) => {
        if (!Buffer.isBuffer(chunk)) return push(chunk, encoding);
        const rest = reader.take(chunk);
        return rest.length === 0 || push(rest);
      };
      return stream;
    };
  }

  /** What is refused by its beginning would be collected and copied whole, which is most of what a flood of it costs. */
  #fateOf(publish: PublishBeginning, stream: Duplex): PublishFate {
    if (this.#options.refuses(publish)) {
      if (publish.packetId !== undefined) this.#acknowledge(stream, publish.packetId);
      return 'read-past';
    }
    // A message at QoS 2, or one whose topic is an alias, is the client's to read.
    const isOrdinary = publish.qos <= 1 && publish.packetId !== 0 && publish.topic !== '';
    if (isOrdinary && this.#left === 0 && !this.#isFull) return 'taken';
    this.#left += 1;
    return 'handed-on';
  }

  #acknowledge(stream: Duplex, messageId: number): void {
    // Those of one turn of the event loop go out together.
    stream.cork();
    process.nextTick(() => {
      stream.uncork();
    });
    stream.write(generate({ cmd: 'puback', messageId }, { protocolVersion: this.#protocolVersion }));
  }

  #onPublish(packet: IPublishPacket, done: () => void): void {
    const { stream } = this.#client;
    const { topic } = packet;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const take = (): void => {
      if (this.#client.stream === stream) this.#left -= 1;
      // Of a connection that has ended meanwhile it comes again.
      if (!stream.destroyed) this.#take({ topic, payload, packetId: this.#packetIds.get(packet), stream });
      if (this.#isFull) this.#heldBack.push(done);
      else done();
    };
    if (this.#isFull) this.#heldBack.push(take);
    else take();
  }

  #take({ topic, payload, packetId, stream }: Arrived): void {
    this.#inHand.messages += 1;
    this.#inHand.bytes += payload.length;
    this.#options.onMessage({ topic, payload, signedInAs: undefined }).then(
      () => {
        // Acknowledgements belong to the connection that the message came by: on another, the id means another message.
        if (packetId !== undefined && !stream.destroyed && this.#client.stream === stream)
          this.#acknowledge(stream, packetId);
        this.#leave(payload.length);
      },
      (error: unknown) => {
        this.#leave(payload.length);
        if (stream.destroyed || this.#client.stream !== stream) return;
        const broker = this.address;
        this.#options.logger.warn(
          { event: 'mqtt-reconnecting', broker, err: error },
          'Message not taken; asking for it again',
        );
        this.#endedByUsAt = performance.now();
        stream.destroy();
      },
    );
  }

  get #isFull(): boolean {
    const { messages, bytes } = this.#options.maxInFlight;
    return this.#inHand.messages >= messages || this.#inHand.bytes >= bytes;
  }

  #leave(bytes: number): void {
    this.#inHand.messages -= 1;
    this.#inHand.bytes -= bytes;
    if (this.#isFull) return;
    // One for each connection, and those of connections that are gone lead nowhere.
    for (const goOn of this.#heldBack.splice(0)) goOn();
  }

  get #protocolVersion(): 4 | 5 {
    return this.#options.protocol === '5' ? 5 : 4;
  }
}

function connectOptions({ clientId, protocol, onEnded }: RemoteSourceOptions): IClientOptions {
  return {
    clientId,
    clean: false,
    // Subscribing again is done here, and costs nothing where the session has it already.
    resubscribe: false,
    // To come back to another replica's session would drive out its owner.
    reconnectPeriod: onEnded === undefined ? 1000 : 0,
    connectTimeout: 10_000,
    keepalive: keepAliveSeconds,
    protocolVersion: protocol === '5' ? 5 : 4,
    ...(protocol === '5' && { properties: { sessionExpiryInterval: sessionExpirySeconds, receiveMaximum: 65_535 } }),
  };
}
