import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gatewayTopics } from '#libs/contracts';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import { writeToStream } from 'mqtt-packet';
import { BrokerSessions } from './broker-sessions.ts';
import { InFlightWindow } from './in-flight-window.ts';
import { limitPacketBytes } from './packet-limit.ts';
import { readInTurn } from './reading-in-turn.ts';

/** What a client published. `gatewayId` is who it signed in as; the topic is as it was sent, and may be anyone's. */
export interface BrokerMessage {
  readonly gatewayId: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
}

/** `packet` is anything that is not MQTT, `will` a last will, `slow` a connection that does not read what it is sent. */
type RefusedOfClient = 'credential' | 'subscription' | 'packet' | 'will' | 'message' | 'slow';

/** Something the broker refused: who, and why, for the log. */
export interface BrokerRefusal {
  readonly what: RefusedOfClient;
  /** Whether the same connection has been refused so often that it is no more news. */
  readonly isRepeated: boolean;
  readonly gatewayId: string | undefined;
  readonly clientId: string | undefined;
  readonly reason: string;
}

export interface EmbeddedBrokerOptions {
  readonly host: string;
  /** 0 takes any free port: see `EmbeddedBroker.port`. */
  readonly port: number;
  /**
   * Whether this is a gateway's id and secret. Rejects if that cannot be known now: the connection is then closed without
   * an answer, so that the client tries again.
   */
  readonly authenticate: (gatewayId: string, secret: string) => Promise<boolean>;
  /**
   * Takes a message for good. Its promise is the acknowledgement: the client gets its PUBACK (or PUBREC) once it has
   * resolved, and with 'close' its connection is then ended. When it rejects, the connection is closed without an
   * acknowledgement, so that the client sends again.
   */
  readonly onMessage: (message: BrokerMessage) => Promise<'keep' | 'close'>;
  /**
   * For how many milliseconds the connection that brought a message of so many bytes is read no further: how a gateway that
   * sends too fast is slowed, and no other. @default never
   */
  readonly pace?: (gatewayId: string, bytes: number) => number;
  /** A gateway subscribed to something below its own id: what waits for it can be delivered. */
  readonly onSubscribed?: (gatewayId: string) => void;
  readonly onRefused?: (refusal: BrokerRefusal) => void;
  /**
   * A longer PUBLISH reaches `onMessage` cut to this length; a connection that sends another packet of more is closed.
   *
   * @default 2 MiB
   */
  readonly maxPacketBytes?: number;
  /** Messages of one connection that may be on their way to `onMessage` before it is read no further. @default 2000 */
  readonly maxInFlightPerClient?: number;
  /** The same for all connections together. @default 20000 messages, 64 MiB */
  readonly maxInFlight?: { readonly messages: number; readonly bytes: number };
  /** Connections that have not signed in; beyond it the one that has waited longest is closed. @default 1000 */
  readonly maxNotSignedIn?: number;
  /** Time to send CONNECT after connecting, in milliseconds. @default 10000 */
  readonly connectTimeoutMs?: number;
}

const returnCode = { badUserNameOrPassword: 4, notAuthorised: 5 } as const;

/** Connections in all. */
const maxConnections = 10_000;

/**
 * What is published waits so long, in milliseconds, to come after the PUBACK of the message that it answers. The other way
 * about, a client that acknowledges it and then sends its next message waits for 40 ms: its system holds the message back
 * until the acknowledgement is confirmed (Nagle), and ours confirms late what it has no answer to.
 */
const afterPubackMs = 4;

const shownOfFilter = 100;
/** What one connection is refused is news the first so many times, and then no more. */
const newsOfRefusals = 5;

const nothing = Buffer.alloc(0);

/** Calls back after a time, unless the connection ends before. */
function whileOpen({ conn }: Client, callback: () => void, waitMs: number): void {
  const cancel = (): void => {
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    conn.off('close', cancel);
    callback();
  }, waitMs).unref();
  conn.once('close', cancel);
}

/**
 * An MQTT 3.1.1 broker in this process, for machines that have none (aedes).
 *
 * Guarantee: a PUBACK means that `onMessage` has resolved. Nothing that a client publishes is relayed to another, and
 * nothing is retained: messages go to `onMessage` and nowhere else, so there is no second copy of them to lose. QoS 2
 * gets the same promise at its PUBREC; a repeat of such a message before that reaches `onMessage` twice. QoS 0 is taken
 * without any promise. Clients receive what `publish` sends them, at QoS 1, on topics below their own id.
 *
 * Sessions are not kept: in memory they would be a promise that a restart breaks. Every connection starts clean and
 * subscribes again, and a client that missed an answer sends its message again.
 *
 * Gap: PUBACKs follow the order in which `onMessage` resolves, not strictly that of arrival (MQTT-4.6.0-2), so that one
 * message that has to wait does not hold up its neighbours. Clients match them by packet identifier.
 */
export class EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #aedes: Aedes;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #notSignedIn = new Set<Socket>();
  readonly #sessions: BrokerSessions;
  readonly #willTopics = new WeakMap<Client, string>();
  readonly #window: InFlightWindow;
  readonly #unsent: { readonly gatewayId: string; readonly topic: string; readonly payload: string }[] = [];
  #sending: NodeJS.Timeout | undefined;
  #closing = false;

  private constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#sessions = new BrokerSessions((client) => {
      this.#refuse(client, 'slow', 'does not read what it is sent');
    });
    this.#window = new InFlightWindow(options.maxInFlight ?? { messages: 20_000, bytes: 64 * 1024 * 1024 });
    this.#aedes = new Aedes(this.#handlers());
    this.#listen();
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
    this.#server.maxConnections = maxConnections;
  }

  /** Listens; rejects with Node's own error (for example EADDRINUSE) if it cannot. */
  static async start(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
    const broker = new EmbeddedBroker(options);
    await broker.#aedes.listen();
    broker.#keepNoSessions();
    try {
      broker.#server.listen({ host: options.host, port: options.port });
      await once(broker.#server, 'listening');
    } catch (error) {
      await broker.close();
      throw error;
    }
    return broker;
  }

  get port(): number {
    // A listening TCP server has an address of this kind; only a pipe has a string.
    return (this.#server.address() as AddressInfo).port;
  }

  get listening(): boolean {
    return this.#server.listening && !this.#closing;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /**
   * Sends to every connection of the gateway that subscribed to the topic, at QoS 1; does nothing if there is none.
   * Fire and forget: a connection that breaks meanwhile misses it. What is acknowledged within the next milliseconds is
   * acknowledged first.
   */
  publish(gatewayId: string, topic: string, payload: string): void {
    this.#unsent.push({ gatewayId, topic, payload });
    this.#sending ??= setTimeout(() => {
      this.#sendUnsent();
    }, afterPubackMs);
  }

  #sendUnsent(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    for (const { gatewayId, topic, payload } of this.#unsent.splice(0)) {
      this.#sessions.publish(gatewayId, { topic, payload });
    }
  }

  /**
   * Sends as `publish` does. Resolves to true once a connection has acknowledged it, to false once none can any more: there
   * is none that subscribed to the topic, or all of them have ended.
   */
  deliver(gatewayId: string, topic: string, payload: string): Promise<boolean> {
    return this.#sessions.deliver(gatewayId, { topic, payload });
  }

  /** The gateways that have a connection now. */
  get connectedGateways(): readonly string[] {
    return this.#sessions.connectedGateways;
  }

  /** Closes the gateway's connections, for example because its credential was withdrawn. */
  disconnect(gatewayId: string): void {
    for (const client of this.#sessions.clientsOf(gatewayId)) client.conn.destroy();
  }

  /** Stops listening and closes every connection. What is in flight may still resolve, but is not acknowledged. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#sendUnsent();
    const stopped = this.#server.listening ? once(this.#server, 'close') : Promise.resolve();
    this.#server.close();
    await new Promise<void>((resolve) => {
      this.#aedes.close(resolve);
    });
    for (const socket of this.#sockets) socket.destroy();
    await stopped;
  }

  #handlers(): AedesOptions {
    return {
      connectTimeout: this.#options.connectTimeoutMs ?? 10_000,
      // Ids are made unique to each gateway below, which makes them longer than MQTT 3.1 wants.
      maxClientsIdLength: 256,
      preConnect: (client, packet, done) => {
        // A client id that another gateway uses too would close that gateway's connection.
        if (packet.clientId !== '') packet.clientId = `${packet.username ?? ''}/${packet.clientId}`;
        packet.clean = true;
        if (packet.will !== undefined) this.#willTopics.set(client, packet.will.topic);
        done(null, !this.#closing);
      },
      // The order of arguments is aedes's.
      // eslint-disable-next-line homeward/arguments-have-names
      authenticate: (client, userName, password, done) => {
        this.#authenticate(client, userName, password).then(
          (code) => {
            if (code === undefined) done(null, true);
            else done(Object.assign(new Error('not signed in'), { returnCode: code }), false);
          },
          (error: unknown) => {
            this.#refuse(client, 'credential', `the credential could not be checked: ${String(error)}`);
            // After any CONNACK that refuses, many clients never come back; after a lost connection they all do.
            client.conn.destroy();
          },
        );
      },
      authorizeSubscribe: (client, subscription, done) => {
        // Null answers with the failure code of SUBACK and leaves the connection open.
        done(null, this.#subscribe(client, subscription.topic) ? subscription : null);
      },
      authorizePublish: (client, packet, done) => {
        if (client === null || this.#closing) done(new Error('not taken'));
        else this.#take(client, packet, done);
      },
    };
  }

  /** Whether the client may subscribe to the topics. */
  #subscribe(client: Client, filter: string): boolean {
    const session = this.#sessions.of(client);
    if (session === undefined || !filter.startsWith(gatewayTopics(session.gatewayId))) {
      this.#refuse(client, 'subscription', `subscription to ${filter.slice(0, shownOfFilter)}`);
      return false;
    }
    const outcome = this.#sessions.subscribe(session, filter);
    if (outcome !== 'subscribed') {
      this.#refuse(client, 'subscription', `subscription to ${filter.slice(0, shownOfFilter)}: ${outcome}`);
      return false;
    }
    // After aedes has answered.
    setImmediate(() => this.#options.onSubscribed?.(session.gatewayId));
    return true;
  }

  #listen(): void {
    // `authorizePublish` has taken the message; relaying it, and the broker's own $SYS topics, are not wanted.
    this.#aedes.publish = (_packet: unknown, client: unknown, done?: () => void) => {
      // aedes calls this with and without a client.
      if (typeof client === 'function') (client as () => void)();
      else done?.();
    };
    // Before the client hears that it is connected.
    this.#aedes.on('client', (client) => {
      // Every connection here was accepted by a TCP server.
      this.#notSignedIn.delete(client.conn as Socket);
      this.#sessions.join(client);
    });
    this.#aedes.on('clientDisconnect', (client) => {
      this.#sessions.part(client);
    });
    this.#aedes.on('unsubscribe', (filters, client) => {
      for (const filter of filters) this.#sessions.of(client)?.filters.delete(filter);
    });
    for (const failure of ['clientError', 'connectionError'] as const) {
      this.#aedes.on(failure, (client, error) => {
        // A refused sign-in has been reported where it was decided.
        if (!('errorCode' in error)) this.#refuse(client, 'packet', error.message);
      });
    }
  }

  /**
   * aedes remembers each client that ever acknowledged something, to clear a queue that is never filled here. All it is
   * wanted for is to say that an acknowledgement has come.
   */
  #keepNoSessions(): void {
    // Not in aedes's types.
    const { persistence } = this.#aedes as unknown as {
      persistence: {
        outgoingClearMessageId: (client: Client, packet: { readonly messageId: number }) => Promise<void>;
      };
    };
    persistence.outgoingClearMessageId = (client, { messageId }) => {
      this.#sessions.acknowledged(client, messageId);
      return Promise.resolve();
    };
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    // A peer that vanished without a word is noticed even if it asked for no MQTT keep-alive.
    socket.setKeepAlive(true, 30_000);
    this.#sockets.add(socket);
    this.#notSignedIn.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#notSignedIn.delete(socket);
    });
    // A client signs in at once: those that have waited longest give way.
    const [longest] = this.#notSignedIn;
    if (this.#notSignedIn.size > (this.#options.maxNotSignedIn ?? 1000)) longest?.destroy();
    const client = this.#aedes.handle(socket);
    limitPacketBytes(client, this.#options.maxPacketBytes ?? 2 * 1024 * 1024);
    readInTurn(client);
  }

  /** The CONNACK return code of a refusal; undefined when the client may come in. */
  async #authenticate(
    client: Client,
    userName: string | undefined,
    password: Buffer | undefined,
  ): Promise<number | undefined> {
    if (userName === undefined || password === undefined) {
      this.#refuse(client, 'credential', 'no user name and password');
      return returnCode.notAuthorised;
    }
    if (!(await this.#options.authenticate(userName, password.toString('utf8')))) {
      this.#refuse(client, 'credential', `user name ${JSON.stringify(userName.slice(0, 64))} with this password`);
      return returnCode.badUserNameOrPassword;
    }
    const willTopic = this.#willTopics.get(client);
    if (willTopic !== undefined && !willTopic.startsWith(gatewayTopics(userName))) {
      this.#refuse(client, 'will', `last will on ${willTopic}`);
      return returnCode.notAuthorised;
    }
    const window = new InFlightWindow({
      messages: this.#options.maxInFlightPerClient ?? 2000,
      bytes: Number.POSITIVE_INFINITY,
    });
    this.#sessions.signIn(client, userName, window);
    return undefined;
  }

  /**
   * Hands a message over and lets aedes read on at once, unless too many are in flight. aedes would acknowledge by
   * itself as soon as it is called back, and would read nothing more before that: so the message is shown to it with
   * QoS 0, and the acknowledgement is written here when it has been earned.
   */
  #take(
    client: Client,
    packet: { topic: string; payload: string | Buffer; qos: 0 | 1 | 2; retain: boolean },
    done: (error?: Error | null) => void,
  ): void {
    const session = this.#sessions.of(client);
    if (session === undefined) {
      done(new Error('published before it signed in'));
      return;
    }
    const { qos } = packet;
    // aedes's type leaves out the identifier, which QoS 1 and 2 always have; a last will has none.
    const { messageId } = packet as { messageId?: number };
    packet.qos = 0;
    packet.retain = false;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const bytes = payload.length;
    // It goes to no other client, and the packet may be held for as long as the connection waits.
    packet.payload = nothing;
    session.window.enter(bytes);
    this.#window.enter(bytes);
    this.#options.onMessage({ gatewayId: session.gatewayId, topic: packet.topic, payload, qos }).then(
      (then) => {
        if (qos > 0 && messageId !== undefined) this.#acknowledge(client, qos === 1 ? 'puback' : 'pubrec', messageId);
        if (then === 'close') this.#end(client);
        session.window.leave(bytes);
        this.#window.leave(bytes);
      },
      (error: unknown) => {
        session.window.leave(bytes);
        this.#window.leave(bytes);
        if (client.closed) return;
        this.#refuse(client, 'message', `message not taken: ${String(error)}`);
        client.conn.destroy();
      },
    );
    const readOn = (): void => {
      session.window.whenRoom(() => {
        this.#window.whenRoom(() => {
          done(null);
        });
      });
    };
    const waitMs = this.#options.pace?.(session.gatewayId, bytes) ?? 0;
    if (waitMs > 0) whileOpen(client, readOn, waitMs);
    else readOn();
  }

  #acknowledge(client: Client, cmd: 'puback' | 'pubrec', messageId: number): void {
    if (!client.connected || client.closed || !this.#sessions.reads(client)) return;
    writeToStream({ cmd, messageId }, client.conn);
  }

  /** Closes a connection once everything that was sent to it before this has gone out. */
  #end(client: Client): void {
    this.#sendUnsent();
    // Every connection here was accepted by a TCP server.
    (client.conn as Socket).destroySoon();
  }

  #refuse(client: Client, what: RefusedOfClient, reason: string): void {
    const session = this.#sessions.of(client);
    if (session !== undefined) session.refusals += 1;
    this.#options.onRefused?.({
      what,
      isRepeated: (session?.refusals ?? 0) > newsOfRefusals,
      gatewayId: session?.gatewayId,
      clientId: client.id,
      reason,
    });
  }
}
