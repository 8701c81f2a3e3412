import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** An address of a database that every piece of data takes a while to get to and from, as on another machine. */
export interface FarDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param url of the database itself, by TCP. @param milliseconds from one end to the other, in either direction. */
export async function farDatabase(url: string, milliseconds: number): Promise<FarDatabase> {
  const near = new URL(url);
  const sockets = new Set<Socket>();
  const carry = (from: Socket, to: Socket): void => {
    sockets.add(from.setNoDelay(true));
    from.on('data', (piece: Buffer) => setTimeout(() => to.write(piece), milliseconds));
    from.on('close', () => {
      sockets.delete(from);
      setTimeout(() => to.destroy(), milliseconds);
    });
    // It closes, too.
    from.on('error', () => undefined);
  };
  const server = createServer((client) => {
    const database = connect(Number(near.port), near.hostname);
    carry(client, database);
    carry(database, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const far = new URL(url);
  // A TCP server has an address of this kind.
  far.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: far.href,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
