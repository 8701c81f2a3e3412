import { findFreePort } from '#libs/embedded';

import { PortTakenError } from '../homeward-errors.ts';
import type { HomewardSettings } from '../settings.ts';

const usualPort = 8080;
const triedPorts = 100;

/**
 * Chooses the port to serve HTTP on: the one that was asked for, or else 8080 or the first free one after it.
 *
 * @throws PortTakenError when the one that was asked for is not free.
 */
export async function httpPort(settings: Pick<HomewardSettings, 'HTTP_HOST' | 'HTTP_PORT'>): Promise<number> {
  const { HTTP_HOST: host, HTTP_PORT: asked } = settings;
  if (asked !== undefined) {
    const port = await findFreePort(asked === 0 ? undefined : asked, host);
    if (asked !== 0 && port !== asked) throw new PortTakenError('HTTP_PORT', `${host}:${String(asked)}`);
    return port;
  }
  for (let port = usualPort; port < usualPort + triedPorts; port += 1) {
    if ((await findFreePort(port, host)) === port) return port;
  }
  return findFreePort(undefined, host);
}
