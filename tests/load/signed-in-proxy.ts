import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that passes everything on with a bearer token, so that a browser is signed in without a page for it. */
export class SignedInProxy {
  private constructor(
    readonly address: string,
    private readonly server: Server,
  ) {}

  static async start(target: string, token: string): Promise<SignedInProxy> {
    const server = createServer((asked, answer) => {
      const { method, headers, url = '/' } = asked;
      const sent = { ...headers, authorization: `Bearer ${token}` };
      const onward = request(new URL(url, target), { ...(method === undefined ? {} : { method }), headers: sent });
      onward.once('response', (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      });
      // The browser asks again, or the bench says what it did not see.
      onward.once('error', () => answer.destroy());
      answer.once('close', () => onward.destroy());
      asked.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address with one.
    const { port } = server.address() as AddressInfo;
    return new SignedInProxy(`http://127.0.0.1:${String(port)}`, server);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
