import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { findFreePort } from './free-port.ts';

describe('A free port', () => {
  let server: Server | undefined;

  async function take(port: number): Promise<void> {
    server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  afterEach(async () => {
    if (server !== undefined) await new Promise((resolve) => server?.close(resolve));
    server = undefined;
  });

  it('is none that the system may give to another program before it is listened on', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => findFreePort()));
    expect(ports.filter((port) => port < 1024 || port >= 32_768)).toEqual([]);
    await take(ports[0] ?? 0);
  });

  it('is the preferred one, or another where that is taken', async () => {
    const port = await findFreePort();
    expect(await findFreePort(port)).toBe(port);
    await take(port);
    expect(await findFreePort(port)).not.toBe(port);
  });
});
