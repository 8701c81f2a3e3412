import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { generate, parser, type Packet } from 'mqtt-packet';

/**
 * As little of an MQTT client as can put a load on a broker: publishes at QoS 1, many at a time, and hears the PUBACKs.
 * A whole client would cost this machine more than what it is to measure.
 */
export class MqttLoadClient {
  readonly #socket: Socket;
  readonly #unacknowledged = new Set<number>();
  #nextId = 1;
  #room: (() => void) | undefined;
  readonly #window: number;
  acknowledged = 0;

  private constructor(socket: Socket, window: number) {
    this.#socket = socket;
    this.#window = window;
  }

  /** Resolves once the broker has let it in; rejects with its return code if it does not. */
  static async connect(options: {
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly window: number;
  }): Promise<MqttLoadClient> {
    const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const client = new MqttLoadClient(socket, options.window);
    const packets = parser();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    packets.on('packet', (packet: Packet) => {
      if (packet.cmd === 'puback') client.#acknowledge(packet.messageId ?? 0);
      else if (packet.cmd === 'connack' && packet.returnCode === 0) resolve(undefined);
      else reject(new Error(`The broker answered ${packet.cmd}: ${JSON.stringify(packet)}`));
    });
    socket.on('data', (bytes) => packets.parse(bytes));
    socket.on('close', () => {
      reject(new Error('The broker closed the connection.'));
      client.#room?.();
    });
    socket.on('error', reject);
    const { user: username, password } = options;
    const clientId = `load-${username}-${String(process.pid)}-${String(socket.localPort)}`;
    socket.write(
      generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        keepalive: 0,
        clientId,
        username,
        password: Buffer.from(password),
      }),
    );
    await promise;
    return client;
  }

  get inFlight(): number {
    return this.#unacknowledged.size;
  }

  get closed(): boolean {
    return this.#socket.destroyed;
  }

  get hasRoom(): boolean {
    return this.#unacknowledged.size < this.#window;
  }

  /** Sends at once, whatever is in flight. */
  publish(topic: string, payload: string): void {
    if (this.#socket.destroyed) throw new Error('The broker closed the connection.');
    const messageId = this.#nextId;
    this.#nextId = (this.#nextId % 65_535) + 1;
    this.#unacknowledged.add(messageId);
    this.#socket.write(generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: false }));
  }

  /** Resolves once fewer are in flight than the window allows. */
  async room(): Promise<void> {
    while (!this.hasRoom && !this.#socket.destroyed) {
      await new Promise<void>((resolve) => (this.#room = resolve));
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #acknowledge(messageId: number): void {
    if (this.#unacknowledged.delete(messageId)) this.acknowledged += 1;
    this.#room?.();
  }
}
