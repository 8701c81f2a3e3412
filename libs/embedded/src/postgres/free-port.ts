import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what systems give out to those who ask for any port: a port that was found stays free until it is listened on. */
const range = { from: 15_000, to: 32_000 } as const;
const attempts = 50;

/**
 * Finds a TCP port on which no program listens.
 *
 * @param preferred taken when it is free; otherwise, or without it, one is chosen at random.
 */
export async function findFreePort(preferred?: number, host = '127.0.0.1'): Promise<number> {
  if (preferred !== undefined && (await listens(preferred, host)) !== undefined) return preferred;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(range.from, range.to);
    if ((await listens(port, host)) !== undefined) return port;
  }
  const port = await listens(0, host);
  if (port === undefined) throw new RangeError(`No free TCP port on ${host}.`);
  return port;
}

/** The port it could listen on, or undefined when that one is taken or not ours to take. */
async function listens(port: number, host: string): Promise<number | undefined> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  server.once('error', () => {
    resolve(undefined);
  });
  server.listen({ port, host, exclusive: true }, () => {
    const address = server.address();
    server.close(() => {
      resolve(typeof address === 'object' ? address?.port : undefined);
    });
  });
  return promise;
}
