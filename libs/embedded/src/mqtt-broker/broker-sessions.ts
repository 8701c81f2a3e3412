import type { Client } from 'aedes';
import { writeToStream } from 'mqtt-packet';
import type { InFlightWindow } from './in-flight-window.ts';
import { filterMatches } from './topic-filter.ts';

/** One signed-in connection. */
export interface Session {
  readonly gatewayId: string;
  readonly filters: Set<string>;
  /** How often it was refused something: only the first is worth a line in the log. */
  refusals: number;
  readonly window: InFlightWindow;
  /** Of the last message that was sent to the client. */
  packetId: number;
  /** What awaits which acknowledgement, by packet id: called with true when it comes, with false when the connection ends. */
  readonly unacknowledged: Map<number, (acknowledged: boolean) => void>;
}

interface OutgoingMessage {
  readonly topic: string;
  readonly payload: string;
}

/** A client that does not read what it is sent is closed once this much waits for it. */
const maxUnreadBytes = 4 * 1024 * 1024;
/** A gateway needs two: its receipts, and the requests to its devices. */
const maxFilters = 20;
const longestFilter = 512;
/** A gateway has one connection, and for a while another, until the broken one is noticed. */
const maxConnectionsOfGateway = 20;
/** What has been sent and not acknowledged: beyond it, nothing more is sent that asks whether it came. */
const maxUnacknowledged = 1000;

/**
 * The connections of each gateway, and what is sent to them. Written past aedes, whose queue all clients share: one that
 * reads slowly would hold up the others.
 */
export class BrokerSessions {
  readonly #sessions = new WeakMap<Client, Session>();
  readonly #clientsOf = new Map<string, Set<Client>>();

  /** @param onUnread is called before a client is closed because it does not read. */
  constructor(private readonly onUnread: (client: Client) => void) {}

  /** The client has signed in as the gateway; it may still be refused. */
  signIn(client: Client, gatewayId: string, window: InFlightWindow): void {
    this.#sessions.set(client, {
      gatewayId,
      filters: new Set(),
      refusals: 0,
      window,
      packetId: 0,
      unacknowledged: new Map(),
    });
  }

  of(client: Client): Session | undefined {
    return this.#sessions.get(client);
  }

  /** The client is connected: it can be sent to. Where the gateway has too many connections, its oldest is closed. */
  join(client: Client): void {
    const session = this.#sessions.get(client);
    if (session === undefined || client.closed) return;
    const clients = this.#clientsOf.get(session.gatewayId) ?? new Set();
    this.#clientsOf.set(session.gatewayId, clients.add(client));
    const [oldest] = clients;
    if (clients.size > maxConnectionsOfGateway) oldest?.conn.destroy();
  }

  /** Takes a filter on, or says why not. */
  subscribe(session: Session, filter: string): 'subscribed' | 'too long' | 'too many' {
    if (filter.length > longestFilter) return 'too long';
    if (!session.filters.has(filter) && session.filters.size >= maxFilters) return 'too many';
    session.filters.add(filter);
    return 'subscribed';
  }

  /** The connection has ended. */
  part(client: Client): void {
    const session = this.#sessions.get(client);
    if (session === undefined) return;
    for (const settle of session.unacknowledged.values()) settle(false);
    session.unacknowledged.clear();
    const clients = this.#clientsOf.get(session.gatewayId);
    clients?.delete(client);
    if (clients?.size === 0) this.#clientsOf.delete(session.gatewayId);
  }

  get connectedGateways(): readonly string[] {
    return [...this.#clientsOf.keys()];
  }

  clientsOf(gatewayId: string): readonly Client[] {
    return [...(this.#clientsOf.get(gatewayId) ?? [])];
  }

  /** Sends to those that have subscribed to the topic, at QoS 1, fire and forget. */
  publish(gatewayId: string, message: OutgoingMessage): void {
    for (const [client, session] of this.#subscribersOf(gatewayId, message.topic)) send(client, session, message);
  }

  /** Sends as `publish` does. Resolves to true once a client has acknowledged it, to false once none can any more. */
  async deliver(gatewayId: string, message: OutgoingMessage): Promise<boolean> {
    const acknowledgements = this.#subscribersOf(gatewayId, message.topic).map(
      ([client, session]) =>
        new Promise<true>((resolve, reject) => {
          if (session.unacknowledged.size >= maxUnacknowledged) {
            reject(new Error('the client acknowledges nothing'));
            return;
          }
          const packetId = send(client, session, message);
          session.unacknowledged.set(packetId, (acknowledged) => {
            if (acknowledged) resolve(true);
            else reject(new Error('the connection ended before the acknowledgement'));
          });
        }),
    );
    return Promise.any(acknowledgements).catch(() => false);
  }

  /** The client has acknowledged what it was sent under the packet id. */
  acknowledged(client: Client, packetId: number): void {
    const unacknowledged = this.#sessions.get(client)?.unacknowledged;
    unacknowledged?.get(packetId)?.(true);
    unacknowledged?.delete(packetId);
  }

  /** False, and closed, if the client lets what it is sent pile up. */
  reads(client: Client): boolean {
    if (client.conn.destroyed) return false;
    if (client.conn.writableLength < maxUnreadBytes) return true;
    this.onUnread(client);
    client.conn.destroy();
    return false;
  }

  #subscribersOf(gatewayId: string, topic: string): readonly (readonly [Client, Session])[] {
    return this.clientsOf(gatewayId).flatMap((client) => {
      const session = this.#sessions.get(client);
      if (session === undefined || !this.reads(client)) return [];
      const { filters } = session;
      const listens = filters.has(topic) || [...filters].some((filter) => filterMatches(filter, topic));
      return listens ? [[client, session] as const] : [];
    });
  }
}

/** Writes a message of QoS 1 to a client; says under which packet id. */
function send(client: Client, session: Session, { topic, payload }: OutgoingMessage): number {
  // After 65,535 messages the ids begin again; one that still awaits its acknowledgement is not used for another.
  do session.packetId = (session.packetId % 65_535) + 1;
  while (session.unacknowledged.has(session.packetId) && session.unacknowledged.size < 65_535);
  const { packetId: messageId } = session;
  writeToStream({ cmd: 'publish', topic, payload, qos: 1, messageId, retain: false, dup: false }, client.conn);
  return messageId;
}
