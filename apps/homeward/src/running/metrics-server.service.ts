import { createServer, type Server } from 'node:http';

import { findFreePort } from '#libs/embedded';
import type { MetricsPage } from '#libs/telemetry';

import { PortTakenError } from '../homeward-errors.ts';
import { requestTimes } from './node-server.service.ts';

/**
 * Serves the metrics, and nothing else, on a port of their own.
 *
 * @returns what stops it.
 * @throws PortTakenError when the port is not free.
 */
export async function startMetricsServer(
  page: MetricsPage,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<() => Promise<void>> {
  if ((await findFreePort(port, host)) !== port) throw new PortTakenError('METRICS_PORT', `${host}:${String(port)}`);
  const server = createServer(requestTimes(), (request, response) => {
    if (page.owns(request)) page.handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening, reject) => {
    server.once('error', reject).listen(port, host, listening);
  });
  return () => stop(server);
}

function stop(server: Server): Promise<void> {
  return new Promise((stopped) => {
    server.close(() => {
      stopped();
    });
    server.closeAllConnections();
  });
}
