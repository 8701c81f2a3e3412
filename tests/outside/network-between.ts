import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of what is sent. */
type Condition =
  | 'sound'
  /** Connections are taken and kept, and nothing passes: no answer, no error. */
  | 'black hole'
  /** A proxy answers every request with a page of its own, since what it stands in front of does not answer it. */
  | 'bad gateway';

const page = '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>';
const badGateway = `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: ${String(page.length)}\r\nConnection: close\r\n\r\n${page}`;

/** The network between a browser and a service, which can fail as networks do. */
export class NetworkBetween {
  #condition: Condition = 'sound';
  readonly #sockets = new Set<Socket>();
  readonly #unanswered = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (browser) => this.#take(browser));
  }

  /** Under the target's host name and another port, so that the cookies of one are those of the other. */
  static async before(target: string): Promise<NetworkBetween> {
    const network = new NetworkBetween(createServer(), new URL(target));
    network.server.listen(0, network.target.hostname);
    await once(network.server, 'listening');
    return network;
  }

  at(path: string): string {
    const address = new URL(path, this.target);
    // A server that listens on TCP has an address with a port.
    address.port = String((this.server.address() as AddressInfo).port);
    return address.href;
  }

  become(condition: Condition): void {
    this.#condition = condition;
    if (condition === 'bad gateway') for (const socket of this.#sockets) socket.destroy();
    if (condition === 'black hole') for (const socket of this.#sockets) socket.pause();
    if (condition !== 'sound') return;
    for (const socket of this.#sockets) socket.resume();
    for (const browser of this.#unanswered) this.#forward(browser);
    this.#unanswered.clear();
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #take(browser: Socket): void {
    this.#keep(browser);
    if (this.#condition === 'sound') this.#forward(browser);
    if (this.#condition === 'black hole') this.#unanswered.add(browser);
    if (this.#condition === 'bad gateway') browser.once('data', () => browser.end(badGateway));
  }

  #forward(browser: Socket): void {
    if (browser.destroyed) return;
    const service = connect(Number(this.target.port), this.target.hostname);
    this.#keep(service);
    for (const [from, to] of [
      [browser, service],
      [service, browser],
    ] as const) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('close', () => to.destroy());
    }
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // A connection that breaks is closed next, which is all that matters here.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
