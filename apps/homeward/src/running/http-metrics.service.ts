import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Counts what a server of HTTP answers, by status, and the connections that it has. */
export function meterHttp(server: Pick<Server, 'on'>, metrics: Registry): void {
  const registers = [metrics];
  const responses = new Counter({
    name: 'homeward_http_responses_total',
    help: 'Answers over HTTP by status; a request that its client broke off counts as `broken-off`.',
    labelNames: ['status'],
    registers,
  });
  const connections = new Gauge({ name: 'homeward_http_connections', help: 'Connections over HTTP, now.', registers });
  server.on('connection', (socket: Socket) => {
    connections.inc();
    socket.once('close', () => {
      connections.dec();
    });
  });
  server.on('request', (_request: unknown, response: ServerResponse) => {
    response.once('close', () => {
      responses.inc({ status: response.writableFinished ? String(response.statusCode) : 'broken-off' });
    });
  });
}
