import { createServer } from 'node:net';

/**
 * Finds a TCP port on which no program listens.
 *
 * @param preferred taken when it is free; otherwise, or without it, the system chooses.
 */
export async function findFreePort(preferred?: number, host = '127.0.0.1'): Promise<number> {
  if (preferred !== undefined && (await listens(preferred, host)) !== undefined) return preferred;
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
